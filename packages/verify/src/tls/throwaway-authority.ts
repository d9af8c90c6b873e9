import { generateKeyPairSync, randomBytes, sign, type KeyObject } from 'node:crypto';
import {
  bitString,
  explicit,
  identifier,
  implicit,
  integer,
  octetString,
  sequence,
  set,
  truth,
  utcTime,
  utf8String,
} from './der.ts';

/** A certificate for this machine and whoever vouches for it, for the hour of a run. PEM. */
export interface ThrowawayCertificate {
  authority: string;
  cert: string;
  key: string;
}

const LIFE_MS = 2 * 3_600_000;
/** Certificates of browsers’ clocks that are a little late. */
const EARLY_MS = 3_600_000;
const ECDSA_SHA256 = sequence(identifier('1.2.840.10045.4.3.2'));
const VERSION_3 = explicit(0, integer(Buffer.from([2])));
const LOOPBACK = Buffer.from([127, 0, 0, 1]);

/**
 * Makes an authority and a certificate of it for `localhost` and 127.0.0.1 (RFC 5280). The authority’s own key is in memory
 * for as long as this takes, so nothing else will ever be vouched for by it.
 */
export function throwawayCertificate(now = Date.now()): ThrowawayCertificate {
  const authority = generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
  const server = generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
  const issuer = nameOf('A throw-away authority of SMSeal');
  const term = sequence(utcTime(new Date(now - EARLY_MS)), utcTime(new Date(now + LIFE_MS)));
  const signed = (subject: Buffer, key: KeyObject, extensions: readonly Buffer[]): string => {
    const serial = integer(Buffer.concat([Buffer.from([1]), randomBytes(15)]));
    const body = sequence(
      VERSION_3,
      serial,
      ECDSA_SHA256,
      issuer,
      term,
      subject,
      key.export({ type: 'spki', format: 'der' }),
      explicit(3, sequence(...extensions)),
    );
    const signature = sign('sha256', body, authority.privateKey);
    return pem(sequence(body, ECDSA_SHA256, bitString(signature)));
  };
  return {
    authority: signed(issuer, authority.publicKey, [extension('2.5.29.19', sequence(truth()), true)]),
    cert: signed(nameOf('localhost'), server.publicKey, [
      extension('2.5.29.19', sequence(), true),
      extension('2.5.29.17', sequence(implicit(2, Buffer.from('localhost')), implicit(7, LOOPBACK))),
    ]),
    key: String(server.privateKey.export({ type: 'pkcs8', format: 'pem' })),
  };
}

function nameOf(common: string): Buffer {
  return sequence(set(sequence(identifier('2.5.4.3'), utf8String(common))));
}

function extension(id: string, value: Buffer, critical = false): Buffer {
  return sequence(identifier(id), ...(critical ? [truth()] : []), octetString(value));
}

function pem(der: Buffer): string {
  const lines = der.toString('base64').match(/.{1,64}/g) ?? [];
  return `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`;
}
