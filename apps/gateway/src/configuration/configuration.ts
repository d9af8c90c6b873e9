import { homedir } from 'node:os';
import { join } from 'node:path';

export interface GatewayConfiguration {
  /** Origin of the SMSeal server. */
  serverUrl: string;
  /** The gateway's own folder: its keys and its chain, never a text. */
  home: string;
  host: string;
  port: number;
  /** E-mail or mobile number of the account to ask at first start; null waits for its page to be told. */
  account: string | null;
  /** `smpp://systemId:password@host:port` of a rehearsal carrier; null where there is none. */
  rehearsal: string | null;
  /** What the server shows when it hands in a notice; null where it hands in none here. */
  noticeToken: string | null;
  /** Says to the program that started it, every second, where it stands. */
  tellsStatus: boolean;
}

/** A variable of the environment that cannot be right; the sentence names it and the mend. */
export class ConfigurationError extends Error {
  override readonly name = 'ConfigurationError';
}

/** Reads the gateway's configuration from the environment. @throws ConfigurationError. */
export function readConfiguration(env: Readonly<Record<string, string | undefined>>): GatewayConfiguration {
  const root = process.getuid?.() === 0 ? '/var/lib/smseal' : join(homedir(), '.smseal');
  return {
    serverUrl: serverUrl(env['SMSEAL_SERVER_URL'] ?? env['SMSEAL_ORIGIN'] ?? 'http://localhost:7070'),
    home: env['SMSEAL_GATEWAY_HOME'] ?? join(env['SMSEAL_HOME'] ?? root, 'gateway'),
    host: loopback(env['SMSEAL_GATEWAY_HOST'] ?? '127.0.0.1'),
    port: port(env['SMSEAL_GATEWAY_PORT'] ?? '7060'),
    account: env['SMSEAL_GATEWAY_ACCOUNT'] || null,
    rehearsal: env['SMSEAL_CARRIER_SMPP_URL'] || null,
    noticeToken: noticeToken(env['SMSEAL_NOTICE_TOKEN']),
    tellsStatus: env['SMSEAL_GATEWAY_STATUS'] === '1',
  };
}

function serverUrl(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url === null || !['http:', 'https:'].includes(url.protocol))
    throw new ConfigurationError('SMSEAL_SERVER_URL is not a URL that begins with http:// or https://.');
  if (url.protocol === 'http:' && !isLoopback(url.hostname))
    throw new ConfigurationError('SMSEAL_SERVER_URL is plain HTTP and not on this machine; use https://.');
  return url.origin;
}

/** Texts pass here in plain, so the API is for programs of this machine or for a proxy that speaks TLS. */
function loopback(host: string): string {
  if (isLoopback(host)) return host;
  throw new ConfigurationError(
    'SMSEAL_GATEWAY_HOST is not of this machine; use 127.0.0.1 and put a proxy with TLS before it.',
  );
}

function noticeToken(text: string | undefined): string | null {
  if (!text) return null;
  if (/^[\x21-\x7e]{32,200}$/.test(text)) return text;
  throw new ConfigurationError(
    'SMSEAL_NOTICE_TOKEN is too easy to guess; set it to 32 to 200 random characters without blanks.',
  );
}

function port(text: string): number {
  const value = Number(text);
  if (Number.isInteger(value) && value >= 0 && value <= 65_535) return value;
  throw new ConfigurationError(`SMSEAL_GATEWAY_PORT is ${text}; set it to a number from 0 to 65535.`);
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || host === '[::1]' || /^127(\.\d+){3}$/.test(host);
}
