import { IMPERSONAL, SECRET, type Entry } from '../vocabulary.ts';
import { listed } from './listed.ts';

/** Compared, obeyed and forgotten. */
const PASSING = {
  necessity: 'required',
  protection: 'clear',
  category: 'operation',
  retention: 'passing',
  rights: IMPERSONAL,
  recipients: ['none'],
} as const satisfies Partial<Entry>;

const UNDERSTANDING = 'Understanding the request, or refusing it.';
const SERVED_FILES = 'Only with files.';
const BY_PROGRAMS = 'Only in what programs ask a gateway.';

/** What is read of a request besides its address and its body, by the programs and what they are built from. */
const REQUEST_HEADERS = [
  ...listed(
    { ...PASSING, place: 'request-header', purpose: UNDERSTANDING },
    {
      authorization: {
        holds: 'A device’s bearer token, a new device’s secret for its link, or a program’s API key.',
        purpose: 'Knowing which device or program asks.',
        protection: 'hashed',
        category: 'device',
        retention: 'device',
        rights: SECRET,
      },
      cookie: {
        holds: 'The session’s random value.',
        purpose: 'Knowing who is signed in.',
        protection: 'hashed',
        category: 'sign-in',
        retention: 'session',
        rights: SECRET,
      },
      origin: {
        holds: 'The site whose page sends the request.',
        purpose: 'Refusing changes that other sites’ pages ask for.',
      },
      host: {
        holds: 'The name under which the service was asked.',
        purpose: 'Refusing plain HTTP from anywhere but this machine.',
      },
      'x-forwarded-for': {
        holds: 'Whether a proxy passed the request on; the addresses in it are not read.',
        purpose: 'Keeping the figures of the operation from strangers.',
      },
      forwarded: {
        holds: 'Whether a proxy passed the request on; the addresses in it are not read.',
        purpose: 'Keeping the figures of the operation from strangers.',
      },
      accept: 'Which form of the answer is wanted.',
      'content-type': 'Which form the body has.',
      'content-length': 'How many octets the body has.',
      connection: 'Whether the connection is to stay open.',
      'idempotency-key': {
        holds: 'A program’s own name for its request; kept for a day as a keyed digest.',
        purpose: 'Sending a text once, although the request to send it comes twice.',
        protection: 'hashed',
        category: 'delivery',
        retention: 'claim-24h',
        rights: SECRET,
        when: BY_PROGRAMS,
      },
    },
  ),
  ...listed(
    {
      ...PASSING,
      place: 'request-header',
      purpose: UNDERSTANDING,
      when: SERVED_FILES,
    },
    {
      'accept-encoding': 'In which forms the body may be compressed.',
      'cache-control': 'Whether a copy will do.',
      'if-match': 'Of which version of a file more is wanted.',
      'if-none-match': 'Which version of a file is there already.',
      'if-modified-since': 'Since when a file is there already.',
      'if-unmodified-since': 'Since when a file is to be the same.',
      'if-range': 'Of which version of a file a part is wanted.',
      range: 'Which part of a file is wanted.',
    },
  ),
  ...listed(
    {
      ...PASSING,
      place: 'request-header',
      purpose: UNDERSTANDING,
      when: 'Only in what opens that connection.',
    },
    {
      upgrade: 'That it is to become a WebSocket.',
      'sec-websocket-key': 'A random value that the answer has to fit.',
      'sec-websocket-version': 'Which version of the protocol is spoken.',
      'sec-websocket-protocol': 'Which protocol is spoken inside.',
      'sec-websocket-extensions': 'How messages may be compressed.',
    },
  ),
];

const BY_GATEWAY = 'Only in a gateway’s answers to programs.';
const OLD_HTTP = 'Only over HTTP/1.1, where one asks for it.';
const REFUSING = 'Only with refusals that it explains.';

/** What is said in the head of an answer. */
const RESPONSE_HEADERS = [
  ...listed(
    { ...PASSING, place: 'response-header', purpose: 'Keeping the page’s browser from everything foreign.' },
    {
      'content-security-policy': 'What a page may load and where it may connect: this service only.',
      'cross-origin-embedder-policy': 'That a page embeds nothing that does not agree.',
      'cross-origin-opener-policy': 'That no other site’s page holds on to ours.',
      'cross-origin-resource-policy': 'That no other site embeds what is served.',
      'origin-agent-cluster': 'That the page shares no process with other sites.',
      'permissions-policy': 'Which of the device’s senses a page may use: none.',
      'referrer-policy': 'That no address of ours is told to other sites.',
      'x-content-type-options': 'That an answer is nothing but what it says it is.',
      'x-frame-options': 'That no site shows our pages inside its own.',
      'strict-transport-security': {
        holds: 'That this service is only to be reached over TLS.',
        when: 'Only over TLS, which is everywhere but on the service’s own machine.',
      },
    },
  ),
  ...listed(
    { ...PASSING, place: 'response-header', purpose: 'Understanding the answer.' },
    {
      'content-type': 'Which form the body has.',
      'content-length': 'How many octets the body has.',
      'content-encoding': { holds: 'How the body is compressed.', when: SERVED_FILES },
      'content-range': { holds: 'Which part of a file was asked for.', when: SERVED_FILES },
      'transfer-encoding': { holds: 'That the body comes piece by piece.', when: 'Only with long answers.' },
      'cache-control': 'Whether the answer may be kept by a cache.',
      vary: { holds: 'Which request headers shaped the answer.', when: 'Only where there are two forms.' },
      etag: { holds: 'The version of a file.', when: SERVED_FILES },
      'last-modified': { holds: 'When a file was made.', when: SERVED_FILES },
      'accept-ranges': { holds: 'That parts of a file may be asked for.', when: SERVED_FILES },
      date: 'The service’s own time, to the second.',
      connection: { holds: 'Whether the connection stays open.', when: OLD_HTTP },
      'keep-alive': { holds: 'How long the connection stays open.', when: OLD_HTTP },
      'content-disposition': {
        holds: 'Under which name the answer is best saved.',
        when: 'Only with what is handed out to its holder.',
      },
      'retry-after': { holds: 'How long to wait before asking again.', when: REFUSING },
      'www-authenticate': { holds: 'How to say who asks.', when: REFUSING },
      allow: { holds: 'Which methods an address takes.', when: REFUSING },
      location: { holds: 'Where the text that was taken is found.', when: BY_GATEWAY },
      'idempotent-replayed': { holds: 'That the answer was given before.', when: BY_GATEWAY },
      ratelimit: { holds: 'What is left of the allowance.', when: BY_GATEWAY },
      'ratelimit-policy': { holds: 'What the allowance is.', when: BY_GATEWAY },
      'set-cookie': {
        holds: 'The session’s random value, for the browser to keep.',
        purpose: 'Keeping the browser signed in.',
        category: 'sign-in',
        retention: 'session',
        rights: SECRET,
        when: 'Only after a sign-in, and emptied after a sign-out.',
      },
    },
  ),
];

/** What requests and answers carry besides their bodies. */
export const REQUEST_ENTRIES: readonly Entry[] = [...REQUEST_HEADERS, ...RESPONSE_HEADERS];
