/**
 * The shapes of payload.ts as the server holds an open account to them: it can read these payloads, so it takes nothing
 * that the inventory does not list. Devices of sealed accounts never meet these schemas.
 */
import { Type, type TSchema } from 'typebox';
import type { RecordKind } from '@smseal/inventory';
import { closed, Count, Id, Instant, octets } from '../schema.ts';

const Text = Type.String();
const Version = Type.Literal(1);
const TextOrNull = Type.Union([Text, Type.Null()]);
/** A time as a device wrote it, which may be a carrier's. */
const Time = Type.String({ maxLength: 40 });
const Picture = closed({ contentType: Text, data: Text });
const Sim = Type.Union([closed({ slot: Type.Union([Count, Type.Null()]), label: TextOrNull }), Type.Null()]);
const Labelled = Type.Array(closed({ value: Text, label: TextOrNull }));
/** A value that the later writer sets. */
const Set = <T extends TSchema>(value: T) => Type.Optional(closed({ value, at: Time }));

const Attachment = closed({
  blob: Id,
  key: octets(32),
  digest: octets(32),
  contentType: Text,
  name: TextOrNull,
  size: Count,
  chunks: Count,
  width: Type.Optional(Type.Number()),
  height: Type.Optional(Type.Number()),
  thumbnail: Type.Optional(Picture),
});

const Message = closed({
  v: Version,
  direction: Type.Enum(['in', 'out']),
  transport: Type.Enum(['sms', 'mms']),
  parties: Type.Array(Text),
  from: TextOrNull,
  text: Text,
  subject: Type.Optional(Text),
  attachments: Type.Array(Attachment),
  at: Time,
  sentAt: Type.Optional(Time),
  sim: Sim,
  status: Type.Enum(['received', 'sending', 'sent', 'delivered', 'failed', 'unknown']),
  error: Type.Optional(Text),
  read: Type.Boolean(),
  batch: Type.Optional(Text),
  source: Type.Enum(['phone', 'import', 'web', 'gateway']),
  route: Type.Optional(closed({ gateway: Id, connector: Text, to: Text })),
  replaces: Type.Optional(Type.Array(Id)),
  seenLate: Type.Optional(Time),
  goneFromPhone: Type.Optional(Time),
});

const Conversation = closed({
  v: Version,
  parties: Type.Array(Text),
  readUpTo: Set(Text),
  muted: Set(Type.Boolean()),
  pinned: Set(Type.Boolean()),
  archived: Set(Type.Boolean()),
  draft: Set(Text),
});

const Contact = closed({
  v: Version,
  name: Text,
  given: Type.Optional(Text),
  family: Type.Optional(Text),
  organisation: Type.Optional(Text),
  numbers: Labelled,
  emails: Labelled,
  note: Type.Optional(Text),
  picture: Type.Optional(Picture),
  source: Type.Enum(['phone', 'import', 'web']),
});

const Call = closed({
  v: Version,
  number: TextOrNull,
  type: Type.Enum(['in', 'out', 'missed', 'voicemail', 'rejected', 'blocked', 'elsewhere']),
  at: Time,
  duration: Type.Number(),
  sim: Sim,
  source: Type.Enum(['phone', 'import']),
});

const Campaign = closed({
  v: Version,
  name: Text,
  template: Text,
  at: Instant,
  by: Id,
  target: Id,
  from: Type.Optional(Text),
  notBefore: Type.Union([Instant, Type.Null()]),
  expires: Instant,
  batches: Type.Array(closed({ id: Id, count: Count })),
  segments: Count,
  wish: closed({ value: Type.Enum(['go', 'pause', 'cancel']), at: Instant, by: Id }),
});

const PhoneReport = closed({
  device: Id,
  model: Text,
  sims: Type.Array(closed({ slot: Count, label: Text, number: TextOrNull })),
  completeUpTo: Type.Union([Time, Type.Null()]),
  messages: Count,
  contacts: Count,
  calls: Count,
});

const Setting = Type.Union([
  closed({ v: Version, name: Type.Literal('sync-deletions'), value: Type.Boolean(), at: Time }),
  closed({
    v: Version,
    name: Type.TemplateLiteral('phone:${string}'),
    value: PhoneReport,
    at: Time,
  }),
]);

/** What a device may put into a record of each kind where the server can read it. */
export const PAYLOAD_SCHEMAS = {
  message: Message,
  conversation: Conversation,
  contact: Contact,
  call: Call,
  campaign: Campaign,
  setting: Setting,
} as const satisfies Record<RecordKind, TSchema>;
