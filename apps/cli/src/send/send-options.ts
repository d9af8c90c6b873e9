import { readFileSync } from 'node:fs';
import { text as readAll } from 'node:stream/consumers';
import { parseArgs } from 'node:util';
import type { Delimiter, FileEncoding } from '@smseal/client';
import type { SendRequest, TextClass } from '@smseal/sdk/source';
import { Misuse } from '../command/misuse.ts';
import type { TableOptions } from './recipient-table.ts';

/** What the command line asks for. */
export interface SendOptions {
  /** Numbers as they were written; empty where a file has them. */
  to: string[];
  csv: { file: string; state: string; table: TableOptions } | null;
  common: Omit<SendRequest, 'to'>;
  once: string | undefined;
  strict: boolean;
  dryRun: boolean;
  wait: boolean;
  json: boolean;
  gatewayUrl: string;
  /** Null where nothing is to be sent. */
  apiKey: string | null;
}

const OPTIONS = {
  to: { type: 'string', multiple: true },
  csv: { type: 'string' },
  text: { type: 'string' },
  from: { type: 'string' },
  class: { type: 'string' },
  at: { type: 'string' },
  expires: { type: 'string' },
  country: { type: 'string' },
  smart: { type: 'boolean', default: false },
  'number-column': { type: 'string' },
  delimiter: { type: 'string' },
  encoding: { type: 'string' },
  state: { type: 'string' },
  once: { type: 'string' },
  strict: { type: 'boolean', default: false },
  'dry-run': { type: 'boolean', default: false },
  'no-wait': { type: 'boolean', default: false },
  gateway: { type: 'string' },
  'key-file': { type: 'string' },
  json: { type: 'boolean', default: false },
} as const;

const CLASSES = ['one-time-code', 'transactional', 'marketing'] as const satisfies TextClass[];
const DELIMITERS: Readonly<Record<string, Delimiter | undefined>> = {
  ',': ',',
  ';': ';',
  '|': '|',
  '\t': '\t',
  tab: '\t',
};
const ENCODINGS = [
  'utf-8',
  'utf-16le',
  'utf-16be',
  'windows-1250',
  'windows-1252',
] as const satisfies FileEncoding[];
/** A text is at most 1,600 characters; more than this is no text. */
const MOST_INPUT = 16_384;

/** Where a send comes from besides its arguments. */
export interface SendSurroundings {
  env: NodeJS.ProcessEnv;
  stdin: NodeJS.ReadStream;
}

/** Reads what `smseal send` was told. @throws Misuse with one sentence. */
export async function readSendOptions(args: string[], around: SendSurroundings): Promise<SendOptions> {
  const { values } = parseArgs({ args, options: OPTIONS });
  const { to = [], csv, state, once } = values;
  if ((to.length === 0) === (csv === undefined))
    throw new Misuse('Say whom to text: --to, once or more, or --csv with a file.');
  if (csv !== undefined && once !== undefined)
    throw new Misuse('--once is for --to; of a file the state beside it keeps what was sent.');
  const sendAt = instant('--at', values.at);
  const expiresAt = instant('--expires', values.expires);
  const { from } = values;
  const country = values.country?.toUpperCase();
  if (country !== undefined && !/^[A-Z]{2}$/.test(country))
    throw new Misuse('--country is the two letters of a country, such as GB.');
  const textClass = oneOf('--class', values.class, CLASSES);
  return {
    to,
    csv:
      csv === undefined ? null : { file: csv, state: state ?? `${csv}.sending`, table: tableOptions(values) },
    common: {
      text: values.text ?? (await textFrom(around.stdin)),
      ...(from === undefined ? {} : { from }),
      ...(textClass === undefined ? {} : { class: textClass }),
      ...(sendAt === undefined ? {} : { sendAt }),
      ...(expiresAt === undefined ? {} : { expiresAt }),
      ...(country === undefined ? {} : { country }),
      ...(values.smart ? { smartEncoding: true } : {}),
    },
    once,
    strict: values.strict,
    dryRun: values['dry-run'],
    wait: !values['no-wait'] && sendAt === undefined,
    json: values.json,
    gatewayUrl: values.gateway ?? (around.env['SMSEAL_GATEWAY_URL'] || 'http://127.0.0.1:7060'),
    apiKey: values['dry-run'] ? null : readApiKey(values['key-file'], around.env),
  };
}

function tableOptions(values: {
  'number-column'?: string;
  delimiter?: string;
  encoding?: string;
}): TableOptions {
  const delimiter = values.delimiter === undefined ? undefined : DELIMITERS[values.delimiter];
  if (values.delimiter !== undefined && delimiter === undefined)
    throw new Misuse('--delimiter is one of , ; | and tab.');
  const encoding = oneOf('--encoding', values.encoding, ENCODINGS);
  return { numberColumn: values['number-column'], delimiter, encoding };
}

function oneOf<const T extends string>(
  option: string,
  value: string | undefined,
  all: readonly T[],
): T | undefined {
  if (value === undefined) return undefined;
  const found = all.find((one) => one === value.toLowerCase());
  if (found === undefined) throw new Misuse(`${option} is one of ${all.join(', ')}.`);
  return found;
}

/** A moment; without a zone it is this machine's. */
function instant(option: string, value: string | undefined): string | undefined {
  if (value === undefined) return undefined;
  const at = /^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}/.test(value) ? Date.parse(value.replace(' ', 'T')) : NaN;
  if (Number.isNaN(at))
    throw new Misuse(`${option} is a moment such as 2026-12-24T18:00 or 2026-12-24T18:00:00Z.`);
  return new Date(at).toISOString();
}

async function textFrom(stdin: NodeJS.ReadStream): Promise<string> {
  const text = stdin.isTTY ? '' : (await readAll(stdin)).replace(/\r?\n$/, '');
  if (text === '') throw new Misuse('Say what to text: --text, or the text on standard input.');
  if (text.length > MOST_INPUT) throw new Misuse('The text is longer than 1,600 characters.');
  return text;
}

/** From a file or the environment, and never from an argument: those are seen by everybody on the machine. */
function readApiKey(file: string | undefined, env: NodeJS.ProcessEnv): string {
  if (file === undefined) {
    const key = env['SMSEAL_API_KEY']?.trim();
    if (key) return checked(key, 'SMSEAL_API_KEY');
    throw new Misuse('Give the API key in SMSEAL_API_KEY, or name a file that holds it with --key-file.');
  }
  try {
    return checked(readFileSync(file, 'utf8').trim(), file);
  } catch (error) {
    if (error instanceof Misuse) throw error;
    throw new Misuse(`The file ${file} cannot be read.`);
  }
}

function checked(key: string, where: string): string {
  if (/^smseal_[A-Za-z0-9_-]+$/.test(key)) return key;
  throw new Misuse(`What is in ${where} is no API key (smseal_…).`);
}
