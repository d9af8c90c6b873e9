import { homedir } from 'node:os';
import path from 'node:path';

/** What `smseal start` itself needs to know; each app reads its own variables again. */
export interface StartSettings {
  /** Absolute. */
  home: string;
  host: string;
  port: number;
  origin: string;
  carrierPort: number;
  rehearsalPort: number;
  gatewayPort: number;
  /** Null: the embedded PostgreSQL. */
  databaseUrl: string | null;
}

/** Reads the settings from environment variables. Throws an Error whose sentence names the variable and the mend. */
export function readStartSettings(env: NodeJS.ProcessEnv): StartSettings {
  const port = readPort(env, 'SMSEAL_PORT', 7070);
  const carrierPort = readPort(env, 'SMSEAL_CARRIER_PORT', 7080);
  const rehearsalPort = readPort(env, 'SMSEAL_REHEARSAL_PORT', 7090);
  const gatewayPort = readPort(env, 'SMSEAL_GATEWAY_PORT', 7060);
  return {
    home: homeDirectory(env),
    host: env['SMSEAL_HOST'] || '127.0.0.1',
    port,
    origin: env['SMSEAL_ORIGIN'] || `http://localhost:${port}`,
    carrierPort,
    rehearsalPort,
    gatewayPort,
    databaseUrl: env['SMSEAL_DATABASE_URL'] || null,
  };
}

function homeDirectory(env: NodeJS.ProcessEnv): string {
  const given = env['SMSEAL_HOME'];
  if (given) return path.resolve(given);
  return process.getuid?.() === 0 ? '/var/lib/smseal' : path.join(homedir(), '.smseal');
}

function readPort(env: NodeJS.ProcessEnv, name: string, fallback: number): number {
  const text = env[name];
  const port = text ? Number(text) : fallback;
  if (Number.isInteger(port) && port > 0 && port <= 65_535) return port;
  throw new Error(`${name} is ${text}; set it to a number from 1 to 65535.`);
}
