import { IMPERSONAL, SECRET, type Entry } from '../vocabulary.ts';

const LINE = {
  place: 'server-log',
  purpose: 'Finding out why the service fails or is slow.',
  necessity: 'required',
  protection: 'clear',
  category: 'operation',
  retention: 'log-30d',
  rights: IMPERSONAL,
  recipients: ['none'],
} as const satisfies Partial<Entry>;

const LINE_KEYS = {
  level: 'How grave it is.',
  time: 'When it happened.',
  msg: 'What happened, in words that are fixed in the source.',
  reqId: 'A random name of the request.',
  method: 'The request’s method.',
  route: 'The pattern of the route, never the address itself.',
  status: 'The answer’s status.',
  ms: 'How long the answer took.',
  error: 'Kind and code of a failure, never its message.',
  frames: 'Where in the source a failure arose.',
} as const;

/** What the server's log lines may say, and what requests carry besides their bodies. */
export const REQUEST_ENTRIES: readonly Entry[] = [
  ...Object.entries(LINE_KEYS).map(([name, holds]) => ({ ...LINE, name, holds })),
  {
    place: 'header',
    name: 'authorization',
    holds: 'The device’s bearer token, or a new device’s secret for its link.',
    purpose: 'Knowing which device asks.',
    necessity: 'required',
    protection: 'hashed',
    category: 'device',
    retention: 'device',
    rights: SECRET,
    recipients: ['none'],
  },
  {
    place: 'header',
    name: 'origin',
    holds: 'The site whose page sends a request; compared and forgotten.',
    purpose: 'Refusing changes that other sites’ pages ask for.',
    necessity: 'required',
    protection: 'clear',
    category: 'operation',
    retention: 'minutes',
    rights: IMPERSONAL,
    recipients: ['none'],
  },
];
