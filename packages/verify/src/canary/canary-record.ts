import { randomBytes } from 'node:crypto';
import { listRecords, putRecords, RecordWriter } from '@smseal/client';
import { RECORD_KINDS } from '@smseal/inventory';
import {
  CodedError,
  type CallPayload,
  type ContactPayload,
  type MessagePayload,
  type RecordKind,
  type SealedRecord,
} from '@smseal/protocol';
import { openRecord, randomId } from '@smseal/seal';
import type { ThrowawayAccount } from '../account/throwaway-account.ts';
import { verdict, type Outcome } from '../probe/outcome.ts';
import { textCanary } from './canary.ts';
import { Finder } from './finder.ts';
import { tracesIn } from './traces.ts';

/** What every record shows beside the clear fields of its kind. */
const BESIDE = ['kind', 'version', 'epoch', 'author', 'authorSeq', 'envelope'];

const DAY = '2026-02-03';
const AT = `${DAY}T10:11:12.000Z`;

/** Writes a text, a contact and a call full of canaries, and searches what the server gives back. */
export async function canaryRecord(account: ThrowawayAccount): Promise<Outcome> {
  const { api, membership } = await account.device();
  const words = new Map(
    ['number', 'words', 'name', 'note'].map((name) => [name, `${name} ${randomBytes(9).toString('hex')}`]),
  );
  const word = (name: string): string => words.get(name) ?? '';
  const writer = new RecordWriter({ api, membership, sequence: account.sequence });
  const faults: string[] = [];
  for (const { kind, clear, payload } of records(word))
    await writer
      .write({ kind, id: randomId(), known: null, change: () => payload, ...(clear ? { clear } : {}) })
      // What is refused was sent all the same, and is searched like everything else.
      .catch((error: unknown) => faults.push(`a ${kind} is not taken: ${sentenceOf(error)}`));
  const canaries = [...words].map(([name, text]) => textCanary(name, text));
  const finder = new Finder([...canaries, textCanary('the exact time', AT)]);
  const answers = [await account.ask({ path: '/v1/account/export' })];
  let opened = 0;
  for (const kind of ['message', 'contact', 'call'] as const) {
    const page = await listRecords(api, { kind });
    answers.push(await askAsDevice(account, `/v1/records?kind=${kind}`));
    for (const record of page.records) {
      faults.push(...beyond(record));
      const { chain, keyring } = membership;
      const payload = await openRecord({ chain, keyring, record }).catch(() => null);
      if (tracesIn(Buffer.from(JSON.stringify(payload)), finder).length > 0) opened++;
    }
  }
  for (const { octets } of [...answers, ...account.sent.map((body) => ({ octets: body }))])
    faults.push(...tracesIn(octets, finder).map((trace) => `${trace} is in clear`));
  if (opened < 3) faults.push('the account’s own device does not read what it wrote');
  faults.push(...(await plainTaken(account)));
  return verdict(faults, `${opened} records are read by their device, and by nobody else`);
}

interface Written {
  kind: RecordKind;
  clear?: { conversation: string; day: string };
  payload: MessagePayload | ContactPayload | CallPayload;
}

function records(word: (name: string) => string): Written[] {
  return [
    {
      kind: 'message',
      clear: { conversation: randomId(), day: DAY },
      payload: {
        v: 1,
        direction: 'in',
        transport: 'sms',
        parties: [word('number')],
        from: word('number'),
        text: word('words'),
        attachments: [],
        at: AT,
        sim: null,
        status: 'received',
        read: false,
        source: 'import',
      },
    },
    {
      kind: 'contact',
      payload: {
        v: 1,
        name: word('name'),
        numbers: [{ value: word('number'), label: null }],
        emails: [],
        note: word('note'),
        source: 'web',
      },
    },
    {
      kind: 'call',
      payload: {
        v: 1,
        number: word('number'),
        type: 'missed',
        at: AT,
        duration: 0,
        sim: null,
        source: 'import',
      },
    },
  ];
}

/** Fields of a record that the server should not know. */
function beyond(record: SealedRecord): string[] {
  const allowed = new Set<string>([...BESIDE, 'id', ...Object.keys(RECORD_KINDS[record.kind].clear)]);
  return Object.keys(record)
    .filter((field) => !allowed.has(field))
    .map((field) => `a ${record.kind} shows ${field}`);
}

async function askAsDevice(account: ThrowawayAccount, path: string): ReturnType<ThrowawayAccount['ask']> {
  const { identity } = await account.device();
  return account.ask({ path, headers: { authorization: `Bearer ${identity.token}` } });
}

/** A record that brings a field in clear, beside the envelope or in its place. */
async function plainTaken(account: ThrowawayAccount): Promise<string[]> {
  const { api } = await account.device();
  const [record] = (await listRecords(api, { kind: 'contact' })).records;
  if (!record) return ['there is no record to spoil'];
  const { envelope: _, ...bare } = record;
  const bad: Record<string, object> = {
    'a name in clear': { ...record, version: record.version + 1, name: 'In Clear' },
    'a day where the kind has none': { ...record, version: record.version + 1, day: DAY },
    'a payload in place of the envelope': { ...bare, version: record.version + 1, payload: { v: 1 } },
  };
  const faults: string[] = [];
  for (const [what, spoilt] of Object.entries(bad)) {
    const refusal = await putRecords(api, [spoilt as SealedRecord]).then(
      () => null,
      (error: unknown) => (error instanceof CodedError ? error.code : String(error)),
    );
    if (refusal !== 'invalid-request') faults.push(`${what} is answered with ${refusal ?? 'a yes'}`);
  }
  return faults;
}

function sentenceOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
