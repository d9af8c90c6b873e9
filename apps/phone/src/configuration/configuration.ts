import { homedir } from 'node:os';
import { join } from 'node:path';

export interface PhoneConfiguration {
  /** Origin of the SMSeal server. */
  serverUrl: string;
  /** The agent's own directory. */
  home: string;
  /** Where the handset's provider door is. */
  handsetUrl: string;
}

/** A variable of the environment that cannot be right; the sentence names it and the mend. */
export class ConfigurationError extends Error {
  override readonly name = 'ConfigurationError';
}

/** Reads the agent's configuration from the environment. @throws ConfigurationError. */
export function readConfiguration(env: Readonly<Record<string, string | undefined>>): PhoneConfiguration {
  const root = process.getuid?.() === 0 ? '/var/lib/smseal' : join(homedir(), '.smseal');
  return {
    serverUrl: serverUrl(env['SMSEAL_SERVER_URL'] ?? env['SMSEAL_ORIGIN'] ?? 'http://localhost:7070'),
    home: env['SMSEAL_PHONE_HOME'] ?? join(env['SMSEAL_HOME'] ?? root, 'phone'),
    handsetUrl: handsetUrl(
      env['SMSEAL_REHEARSAL_URL'] ?? `http://127.0.0.1:${env['SMSEAL_REHEARSAL_PORT'] ?? 7090}`,
    ),
  };
}

function serverUrl(text: string): string {
  const url = parse('SMSEAL_SERVER_URL', text);
  if (url.protocol === 'https:' || isLoopback(url)) return url.origin;
  throw new ConfigurationError('SMSEAL_SERVER_URL is plain HTTP and not on this machine; use https://.');
}

function handsetUrl(text: string): string {
  const url = parse('SMSEAL_REHEARSAL_URL', text);
  if (isLoopback(url)) return url.origin;
  throw new ConfigurationError(
    'SMSEAL_REHEARSAL_URL is not on this machine; texts pass there in plain, so use 127.0.0.1.',
  );
}

function parse(name: string, text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url !== null && (url.protocol === 'http:' || url.protocol === 'https:')) return url;
  throw new ConfigurationError(`${name} is not a URL that begins with http:// or https://; correct it.`);
}

function isLoopback({ hostname }: URL): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d+){3}$/.test(hostname);
}
