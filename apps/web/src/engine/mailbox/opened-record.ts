import type { RecordKind } from '@smseal/inventory';
import type {
  CallPayload,
  CampaignPayload,
  ContactPayload,
  ConversationPayload,
  MessagePayload,
  SettingPayload,
} from '@smseal/protocol';

interface Payloads {
  message: MessagePayload;
  conversation: ConversationPayload;
  contact: ContactPayload;
  call: CallPayload;
  campaign: CampaignPayload;
  setting: SettingPayload;
}

/** A record that opened and has the shape of its kind. */
export type OpenedRecord = {
  [K in RecordKind]: {
    kind: K;
    id: string;
    version: number;
    /** The device that sealed it. */
    author: string;
    payload: Payloads[K];
  } & (K extends 'message' ? { conversation: string } : object);
}[RecordKind];

export type Opened<K extends RecordKind> = Extract<OpenedRecord, { kind: K }>;

type Check = (payload: Record<string, unknown>) => boolean;

const isText = (value: unknown): value is string => typeof value === 'string';
const isTexts = (value: unknown): boolean => Array.isArray(value) && value.every(isText);
const isInstant = (value: unknown): boolean => isText(value) && Number.isFinite(Date.parse(value));

const isBatch = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && 'id' in value && 'count' in value;

/** What a screen could not live without; members beyond these are kept as they are. */
const CHECKS = {
  message: (p) =>
    isTexts(p.parties) &&
    isText(p.text) &&
    isInstant(p.at) &&
    Array.isArray(p.attachments) &&
    isText(p.status),
  conversation: (p) => isTexts(p.parties),
  contact: (p) => isText(p.name) && Array.isArray(p.numbers),
  call: (p) => isInstant(p.at) && isText(p.type),
  campaign: (p) =>
    isText(p.name) &&
    isText(p.template) &&
    isInstant(p.at) &&
    isText(p.target) &&
    Array.isArray(p.batches) &&
    p.batches.every(isBatch) &&
    typeof p.wish === 'object',
  setting: (p) => isText(p.name),
} as const satisfies Record<RecordKind, Check>;

/** A record of its kind, or null when what was sealed is no payload of this kind (an author's fault, not a forgery). */
export function asOpenedRecord(record: {
  kind: RecordKind;
  id: string;
  version: number;
  author: string;
  conversation?: string;
  payload: unknown;
}): OpenedRecord | null {
  const { payload } = record;
  if (typeof payload !== 'object' || payload === null) return null;
  if (!CHECKS[record.kind](payload as Record<string, unknown>)) return null;
  if (record.kind === 'message' && record.conversation === undefined) return null;
  return record as OpenedRecord;
}
