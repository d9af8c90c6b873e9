/** What the rehearsal’s programs read from their environment. */
import { isPresetName, PRESET_NAMES, type PresetName } from './smsc/presets.ts';

/** The port at which carriers are looked for (registered with IANA). */
const SMPP_PORT = 2775;

/** Says in the log why the program cannot go on. */
export function complain(message: string): void {
  process.stderr.write(`${JSON.stringify({ level: 60, time: new Date().toISOString(), msg: message })}\n`);
}

function refuse(message: string): never {
  complain(message);
  process.exit(2);
}

/** A port from an environment variable; 0 takes a free one. */
export function readPort(name: string, fallback: number): number {
  const value = Number(process.env[name] ?? fallback);
  if (Number.isInteger(value) && value >= 0 && value <= 65_535) return value;
  return refuse(`${name} must be a port from 0 to 65535.`);
}

/** The carrier's SMPP port. When nobody says which, one that is taken is no reason not to start. */
export function readSmppPort(): number | { preferred: number } {
  const name = 'SMSEAL_CARRIER_SMPP_PORT';
  return process.env[name] === undefined ? { preferred: SMPP_PORT } : readPort(name, SMPP_PORT);
}

export function readBehaviour(): PresetName {
  const name = process.env['SMSEAL_CARRIER_BEHAVIOUR'] ?? 'life';
  if (isPresetName(name)) return name;
  return refuse(`SMSEAL_CARRIER_BEHAVIOUR must be one of ${PRESET_NAMES.join(', ')}.`);
}

export function readPace(): number {
  return Number(process.env['SMSEAL_REHEARSAL_PACE'] ?? 1);
}

/** The seed that was given, as a member to spread. */
export function readSeed(): { seed?: string } {
  const seed = process.env['SMSEAL_REHEARSAL_SEED'];
  return seed === undefined ? {} : { seed };
}
