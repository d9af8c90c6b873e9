import { isIP } from 'node:net';
import { isRefusedAddress } from './refused-address.ts';

/** Where a webhook's URL leads, read once. */
export interface WebhookTarget {
  secure: boolean;
  /** Host for the connection, IPv6 without brackets. */
  host: string;
  port: number;
  /** Path and query. */
  path: string;
  /** The header `Host`. */
  authority: string;
  /** The URL itself says that it is this machine. */
  namesLoopback: boolean;
}

/** A URL that is never posted to; the message is a sentence for people. */
export class TargetRefused extends Error {
  override readonly name = 'TargetRefused';
}

const NAMES_LOOPBACK = /^https?:\/\/(localhost|127\.0\.0\.1|\[::1\])(:\d+)?([/?#]|$)/i;
const FIRST_FREE_PORT = 1024;

/**
 * Reads a webhook's URL: HTTPS, or HTTP on this machine. What the address of a name is gets checked when it is connected
 * to; an address that stands in the URL itself is checked here. @throws TargetRefused.
 */
export function readTarget(text: string): WebhookTarget {
  if (!URL.canParse(text)) throw new TargetRefused('The address of the webhook is no URL.');
  const url = new URL(text);
  const namesLoopback = NAMES_LOOPBACK.test(text);
  const secure = url.protocol === 'https:';
  if (!secure && !(url.protocol === 'http:' && namesLoopback))
    throw new TargetRefused('A webhook needs https://, or http:// on the gateway’s own machine.');
  if (url.username !== '' || url.password !== '')
    throw new TargetRefused('A webhook’s address holds no name and no password.');
  const port = url.port === '' ? (secure ? 443 : 80) : Number(url.port);
  if (port < FIRST_FREE_PORT && port !== 80 && port !== 443)
    throw new TargetRefused(`Port ${port} belongs to another service; use 443, 80 or one from 1024 on.`);
  const host = url.hostname.replace(/^\[|\]$/g, '');
  if (isIP(host) !== 0 && isRefusedAddress(host, namesLoopback))
    throw new TargetRefused('The address of the webhook is not on the internet.');
  return { secure, host, port, path: url.pathname + url.search, authority: url.host, namesLoopback };
}
