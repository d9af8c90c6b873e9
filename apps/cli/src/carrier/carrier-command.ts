import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { ProgramProcess } from '../program/program-process.ts';
import { StatusLine } from '../progress/status-line.ts';
import { describeCounters, type CarrierCounters } from './carrier-status.ts';

const MAIN = fileURLToPath(
  new URL('../../../../packages/testkit/src/rehearsal/smsc/main.ts', import.meta.url),
);

export const CARRIER_HELP = `smseal carrier [--port N] [--smpp-port N] [--behaviour NAME] [--seed S] [--json]

Starts a made-up carrier on this machine. It speaks SMPP 3.4, takes any system id and password, sends receipts, and the
people it texts answer now and then. Nothing reaches anybody. Its page shows the phones and has a field to reply from each.

  --port N           the page (default: 7080; 0 takes a free one)
  --smpp-port N      SMPP (default: 2775, or a free one when that is taken)
  --behaviour NAME   life, fast, rough, silent or throttling (default: life); the page can change it
  --seed S           what all choices are made from (default: 2026)
  --json             prints one JSON object a line in place of sentences, and its counters whenever they change

On a terminal its last line says how much comes and what becomes of it.
`;

/** What the carrier says once it can be used. */
interface CarrierReady {
  smpp: string;
  /** Its page. */
  url: string;
  behaviour: string;
}

const OPTIONS = {
  port: { type: 'string' },
  'smpp-port': { type: 'string' },
  behaviour: { type: 'string' },
  seed: { type: 'string' },
  json: { type: 'boolean', default: false },
} as const;

/** The carrier's settings, by the option that says each. */
const VARIABLES = {
  port: 'SMSEAL_CARRIER_PORT',
  'smpp-port': 'SMSEAL_CARRIER_SMPP_PORT',
  behaviour: 'SMSEAL_CARRIER_BEHAVIOUR',
  seed: 'SMSEAL_REHEARSAL_SEED',
} as const;

const LOOK_MS = 1_000;

/** `smseal carrier`. Resolves with the exit code once it has ended. Throws an Error with one sentence. */
export async function carrierCommand(args: string[], env = process.env): Promise<number> {
  const { values } = parseArgs({ args, options: OPTIONS });
  const settings: NodeJS.ProcessEnv = { ...env };
  for (const [option, variable] of Object.entries(VARIABLES)) {
    const value = values[option as keyof typeof VARIABLES];
    if (value !== undefined) settings[variable] = value;
  }
  const carrier = new ProgramProcess<CarrierReady>({ name: 'carrier', file: MAIN, env: settings });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => carrier.stop());
  const ready = await carrier.ready;
  process.stdout.write(values.json ? `${JSON.stringify({ event: 'running', ...ready })}\n` : greeting(ready));
  const status = new StatusLine();
  const watching =
    values.json || status.isWatched ? watchCounters(ready.url, { json: values.json, status }) : undefined;
  await carrier.ended.finally(() => {
    clearInterval(watching);
    status.end();
  });
  return 0;
}

/** Looks at the counters every second. */
function watchCounters(url: string, { json, status }: { json: boolean; status: StatusLine }): NodeJS.Timeout {
  let before: CarrierCounters | null = null;
  const look = async (): Promise<void> => {
    const response = await fetch(`${url}/carrier/state`);
    const { counters } = (await response.json()) as { counters: CarrierCounters };
    const isNew = JSON.stringify(counters) !== JSON.stringify(before);
    if (!json) status.show(describeCounters(counters, { before, seconds: LOOK_MS / 1_000 }));
    else if (isNew) process.stdout.write(`${JSON.stringify({ event: 'counters', ...counters })}\n`);
    before = counters;
  };
  // A carrier that is ending does not answer.
  return setInterval(() => void look().catch(() => undefined), LOOK_MS);
}

function greeting({ smpp, url, behaviour }: CarrierReady): string {
  return [
    '',
    '  The carrier is running.',
    '',
    `  ${smpp.padEnd(26)} SMPP 3.4, any system id and password`,
    `  ${url.replace('127.0.0.1', 'localhost').padEnd(26)} its page: behaviour, counters, phones`,
    '',
    `  It behaves like “${behaviour}”. Nothing costs anything or reaches anybody. Ctrl-C ends it.`,
    '',
    '',
  ].join('\n');
}
