import { textOf } from '../handset/door.ts';
import { openEventStream } from '../loopback/event-stream.ts';
import { Refusal, type Answer, type Route } from '../loopback/loopback-server.ts';
import { isPresetName } from '../smsc/presets.ts';
import type { Smsc } from '../smsc/smsc.ts';
import { carrierSnapshot } from './carrier-snapshot.ts';
import { PAGE_HEADERS, staticFile } from './static-file.ts';

/** At most so often is an open page told what is new. */
const PACE_MS = 250;

/** The page that shows the carrier, and the routes behind its controls. `phone`: there is a phone's page beside it. */
export function carrierRoutes(smsc: Smsc, { phone }: { phone: boolean }): Record<string, Route> {
  const page = (): Answer => staticFile('carrier.html');
  return {
    ...(phone ? {} : { 'GET /': page }),
    'GET /carrier': page,
    'GET /carrier.js': () => staticFile('carrier.js'),
    'GET /carrier.css': () => staticFile('carrier.css'),
    'GET /dom.js': () => staticFile('dom.js'),
    'GET /page.css': () => staticFile('page.css'),
    'GET /seal.svg': () => staticFile('seal.svg'),
    'GET /carrier/state': ({ query }) => ({
      status: 200,
      json: carrierSnapshot(smsc, { phone, digits: digitsOf(query) }),
    }),
    'GET /carrier/events': ({ outgoing, query }) => {
      const stream = openEventStream(outgoing, PAGE_HEADERS);
      const digits = digitsOf(query);
      const tell = (): void => stream.send('state', carrierSnapshot(smsc, { phone, digits }));
      stream.onClose(watchCalmly(smsc, tell));
      tell();
      return null;
    },
    'POST /carrier/behaviour': ({ body }) => {
      const name = textOf(body, 'name');
      if (!isPresetName(name)) throw new Refusal(422, 'There is no such behaviour.');
      smsc.setBehaviour(name);
      return { status: 204 };
    },
    'POST /carrier/reply': ({ body }) => {
      const text = textOf(body, 'text').trim();
      if (text === '') throw new Refusal(422, 'A reply needs words.');
      try {
        smsc.typeReply(textOf(body, 'number'), text);
      } catch (error) {
        throw new Refusal(409, error instanceof Error ? error.message : String(error));
      }
      return { status: 204 };
    },
    'POST /carrier/drop': () => {
      smsc.dropConnections();
      return { status: 204 };
    },
  };
}

const digitsOf = (query: URLSearchParams): string => (query.get('number') ?? '').replaceAll(/[^0-9]/gu, '');

/** Calls `tell` soon after each change, but not more often than a person can see. Returns how to stop. */
function watchCalmly(smsc: Smsc, tell: () => void): () => void {
  let timer: NodeJS.Timeout | null = null;
  const stop = smsc.watch(() => {
    timer ??= setTimeout(() => {
      timer = null;
      tell();
    }, PACE_MS);
  });
  return () => {
    stop();
    if (timer !== null) clearTimeout(timer);
  };
}
