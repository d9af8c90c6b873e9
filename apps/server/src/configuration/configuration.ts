import { readFileSync } from 'node:fs';
import { isIP } from 'node:net';
import { fileURLToPath } from 'node:url';

/** What a server process is told from outside. */
export interface Configuration {
  databaseUrl: string;
  /** Address that the server binds. */
  host: string;
  /** 0 takes any free port. */
  port: number;
  /** Origin that browsers see; the only one whose changes are taken with a cookie. */
  origin: string;
  /** Null: plain HTTP, on loopback only. */
  tls: { cert: string; key: string } | null;
  /** In the order in which they are tried. */
  noticeUrls: string[];
  /** What is shown to them; null for nothing. */
  noticeToken: string | null;
  natsUrl: string | null;
  webRoot: string;
  /** Folder of the built public pages. */
  siteRoot: string;
  /** Folder of the trust page that shows the last results; null for none. */
  trustRoot: string | null;
}

/** A variable that is wrong: the sentence names it and the mend. */
export class ConfigurationError extends Error {
  override readonly name = 'ConfigurationError';
}

const SITE_ROOT = fileURLToPath(new URL('../../../site/dist', import.meta.url));
const WEB_ROOT = fileURLToPath(new URL('../../../web/dist', import.meta.url));

/**
 * Reads the configuration from environment variables (docs/reference/environment.md).
 * @throws ConfigurationError
 */
export function readConfiguration(env: NodeJS.ProcessEnv): Configuration {
  const host = env['SMSEAL_HOST'] || '127.0.0.1';
  const port = readPort(env['SMSEAL_PORT']);
  const tls = readTls(env['SMSEAL_TLS_CERT'], env['SMSEAL_TLS_KEY']);
  const origin = readOrigin(env['SMSEAL_ORIGIN'] || `http://localhost:${port}`);
  if (!tls && !isLoopback(host))
    throw new ConfigurationError(
      `SMSEAL_HOST is ${host}, where plain HTTP is not served; set SMSEAL_TLS_CERT and SMSEAL_TLS_KEY, or SMSEAL_HOST=127.0.0.1.`,
    );
  if (new URL(origin).protocol !== (tls ? 'https:' : 'http:'))
    throw new ConfigurationError(
      `SMSEAL_ORIGIN is ${origin}, but the server speaks ${tls ? 'HTTPS' : 'plain HTTP'}; let SMSEAL_ORIGIN begin with ${tls ? 'https' : 'http'}://, or set SMSEAL_TLS_CERT and SMSEAL_TLS_KEY to what fits.`,
    );
  if (!tls && !isLoopback(new URL(origin).hostname))
    throw new ConfigurationError(
      `SMSEAL_ORIGIN is ${origin}, which is not this machine, without TLS; set SMSEAL_TLS_CERT and SMSEAL_TLS_KEY, or SMSEAL_ORIGIN=http://localhost:${port}.`,
    );
  return {
    databaseUrl: readUrl({
      name: 'SMSEAL_DATABASE_URL',
      value: env['SMSEAL_DATABASE_URL'],
      protocols: ['postgres:', 'postgresql:'],
    }),
    host,
    port,
    origin,
    tls,
    noticeUrls: (env['SMSEAL_NOTICE_URL'] || 'http://127.0.0.1:7080')
      .split(',')
      .map((value) => readNoticeUrl(value.trim())),
    noticeToken: readNoticeToken(env['SMSEAL_NOTICE_TOKEN']),
    natsUrl: env['SMSEAL_NATS_URL']
      ? readUrl({ name: 'SMSEAL_NATS_URL', value: env['SMSEAL_NATS_URL'], protocols: ['nats:', 'tls:'] })
      : null,
    webRoot: env['SMSEAL_WEB_ROOT'] || WEB_ROOT,
    siteRoot: env['SMSEAL_SITE_ROOT'] || SITE_ROOT,
    trustRoot: env['SMSEAL_TRUST_ROOT'] || null,
  };
}

/** Whether an address or host name can only be this machine. */
export function isLoopback(host: string): boolean {
  const bare = host.replace(/^\[|\]$/g, '').replace(/^::ffff:/, '');
  if (bare === 'localhost' || bare === '::1') return true;
  return isIP(bare) === 4 && bare.startsWith('127.');
}

function readPort(text: string | undefined): number {
  const port = text ? Number(text) : 7070;
  if (Number.isInteger(port) && port >= 0 && port <= 65535) return port;
  throw new ConfigurationError(`SMSEAL_PORT is ${text}; set it to a number from 0 to 65535.`);
}

function readOrigin(text: string): string {
  const url = URL.parse(text);
  if (url && /^https?:$/.test(url.protocol) && url.origin === text.replace(/\/$/, '')) return url.origin;
  throw new ConfigurationError(
    `SMSEAL_ORIGIN is ${text}; set it to what browsers show, such as https://texts.example, without a path.`,
  );
}

function readTls(cert: string | undefined, key: string | undefined): Configuration['tls'] {
  if (!cert && !key) return null;
  return { cert: readPem('SMSEAL_TLS_CERT', cert), key: readPem('SMSEAL_TLS_KEY', key) };
}

function readPem(name: string, file: string | undefined): string {
  if (!file)
    throw new ConfigurationError(`${name} is not set, but its counterpart is; set both to PEM files.`);
  try {
    return readFileSync(file, 'utf8');
  } catch {
    throw new ConfigurationError(
      `${name} is ${file}, which cannot be read; set it to a PEM file that this user may read.`,
    );
  }
}

/** Codes pass there in plain. */
function readNoticeUrl(value: string): string {
  const name = 'SMSEAL_NOTICE_URL';
  const text = readUrl({ name, value, protocols: ['http:', 'https:'] });
  const { protocol, hostname } = new URL(text);
  if (protocol === 'https:' || isLoopback(hostname)) return text;
  throw new ConfigurationError(
    `${name} is ${value}, which is plain HTTP and not this machine; use https://.`,
  );
}

function readNoticeToken(text: string | undefined): string | null {
  if (!text) return null;
  if (/^[\x21-\x7e]{32,200}$/.test(text)) return text;
  throw new ConfigurationError(
    'SMSEAL_NOTICE_TOKEN is too easy to guess; set it to 32 to 200 random characters without blanks.',
  );
}

interface UrlVariable {
  name: string;
  value: string | undefined;
  protocols: readonly string[];
}

function readUrl({ name, value, protocols }: UrlVariable): string {
  if (!value)
    throw new ConfigurationError(`${name} is not set; set it to a URL that begins with ${protocols[0]}//.`);
  const url = URL.parse(value);
  if (url && protocols.includes(url.protocol)) return value;
  // The value may hold a password, so it is not repeated.
  throw new ConfigurationError(
    `${name} is not a URL that begins with ${protocols.join('// or ')}//; mend it.`,
  );
}
