import type { AgentStatus, ProviderSend } from '@smseal/client';
import type { Network } from '../carrier/network.ts';
import { openEventStream } from '../loopback/event-stream.ts';
import { Refusal, type Answer, type Route } from '../loopback/loopback-server.ts';
import { ProviderError } from '../provider/check-sql.ts';
import type { Query } from '../provider/query.ts';
import type { Handset } from './handset.ts';

export interface DoorOptions {
  handset: Handset;
  network: Network;
  /** Called when the agent has something to show to people. */
  onStatus: (status: AgentStatus) => void;
}

const STATES = ['unlinked', 'waiting', 'digits', 'confirm', 'linked', 'closed', 'removed'] as const;

/** The routes that an app on the phone may use: README.md beside this folder lists them. */
export function doorRoutes({ handset, network, onStatus }: DoorOptions): Record<string, Route> {
  const done = (found: boolean): Answer => ({ status: 200, json: { result: found ? 'done' : 'gone' } });
  return {
    'POST /provider/query': ({ body }) => ({ status: 200, json: answerQuery(handset, body) }),
    'GET /provider/part/{id}': ({ path }) => {
      const part = handset.store.partOctets(Number(path.split('/').at(-1)));
      if (part === null) throw new Refusal(404, 'The phone has no such part.');
      return { status: 200, octets: { contentType: part.contentType, data: part.octets } };
    },
    'POST /provider/send': ({ body }) => ({ status: 200, json: network.send(parseSend(body)) }),
    'GET /provider/device': () => ({ status: 200, json: handset.device() }),
    'GET /provider/events': ({ outgoing }) => {
      const stream = openEventStream(outgoing);
      const { battery, notifications, call } = handset.device();
      stream.send('battery', battery);
      for (const notification of notifications) stream.send('notification', notification);
      if (call !== null) stream.send('call', call);
      stream.onClose(handset.listen(({ type, ...rest }) => stream.send(type, rest)));
      return null;
    },
    'POST /provider/notification/dismiss': ({ body }) => done(handset.dismiss(textOf(body, 'key'))),
    'POST /provider/call/silence': ({ body }) => done(handset.silenceCall(textOf(body, 'call'))),
    'POST /agent/status': ({ body }) => {
      const status = parseStatus(body);
      handset.status = status;
      onStatus(status);
      return { status: 204 };
    },
  };
}

function answerQuery(handset: Handset, body: unknown): { rows: unknown[] | null } {
  const query = parseQuery(body);
  try {
    return { rows: handset.query(query) };
  } catch (error) {
    if (!(error instanceof ProviderError)) throw error;
    if (error.kind === 'null-cursor') return { rows: null };
    throw new Refusal(400, error.message);
  }
}

/** A member of a JSON body that must be a text. Throws {@link Refusal}. */
export function textOf(body: unknown, name: string): string {
  const value = memberOf(body, name);
  if (typeof value !== 'string') throw new Refusal(422, `${name} must be a text.`);
  return value;
}

/** A member of a JSON body, undefined when it is not there. Throws {@link Refusal} when the body is no object. */
export function memberOf(body: unknown, name: string): unknown {
  if (typeof body !== 'object' || body === null) throw new Refusal(422, 'The body must be an object.');
  return (body as Record<string, unknown>)[name];
}

function parseQuery(body: unknown): Query {
  const query: Query = { uri: textOf(body, 'uri') };
  for (const name of ['selection', 'sort'] as const) {
    if (memberOf(body, name) !== undefined) query[name] = textOf(body, name);
  }
  for (const name of ['limit', 'offset'] as const) {
    const value = memberOf(body, name);
    if (value === undefined) continue;
    if (!Number.isSafeInteger(value) || Number(value) < 0) throw new Refusal(422, `${name} must be a count.`);
    query[name] = Number(value);
  }
  return query;
}

function parseSend(body: unknown): ProviderSend {
  const to = memberOf(body, 'to');
  if (typeof to !== 'string' && !isListOfTexts(to))
    throw new Refusal(422, 'to must be a number or a list of numbers.');
  const slot = memberOf(body, 'simSlot') ?? null;
  if (slot !== null && !Number.isInteger(slot)) throw new Refusal(422, 'simSlot must be a slot or null.');
  const attachments = memberOf(body, 'attachments') ?? [];
  if (!Array.isArray(attachments)) throw new Refusal(422, 'attachments must be a list.');
  return {
    to,
    text: textOf(body, 'text'),
    simSlot: slot === null ? null : Number(slot),
    token: textOf(body, 'token'),
    attachments: attachments.map((attachment: unknown) => ({
      contentType: textOf(attachment, 'contentType'),
      name: null,
      data: textOf(attachment, 'data'),
    })),
  };
}

function isListOfTexts(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'string');
}

function parseStatus(body: unknown): AgentStatus {
  const state = STATES.find((one) => one === memberOf(body, 'state'));
  if (state === undefined) throw new Refusal(422, `state must be one of ${STATES.join(', ')}.`);
  const status: AgentStatus = { state };
  for (const name of ['digits', 'account', 'message'] as const) {
    if (memberOf(body, name) !== undefined && memberOf(body, name) !== null)
      status[name] = textOf(body, name);
  }
  return status;
}
