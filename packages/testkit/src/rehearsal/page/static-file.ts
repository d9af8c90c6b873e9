import { readFileSync } from 'node:fs';
import { extname } from 'node:path';
import type { Answer } from '../loopback/loopback-server.ts';

export const PAGE_HEADERS = {
  'content-security-policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none'; " +
    "form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'",
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
};

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
};

/** One of the pages' own files. */
export function staticFile(name: string): Answer {
  const data = readFileSync(new URL(`static/${name}`, import.meta.url));
  const contentType = TYPES[extname(name)] ?? 'application/octet-stream';
  return { status: 200, octets: { contentType, data }, headers: PAGE_HEADERS };
}
