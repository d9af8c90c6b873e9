/**
 * Loaded into a program before itself (`--import`): notes every header of a request that is read, by the program or by what it
 * is built from, one name a line in a file of the folder that the query of this module's address names.
 */
import { EventEmitter } from 'node:events';
import { appendFileSync } from 'node:fs';
import { IncomingMessage } from 'node:http';
import { Http2ServerRequest } from 'node:http2';
import path from 'node:path';

/** Stands for a look at all headers of a request at once. */
const ALL = '*';
const PROGRAM = /\/apps\/(server|gateway)\/src\/main\.ts$/;

const folder = new URL(import.meta.url).searchParams.get('folder') ?? '';
const program = PROGRAM.exec(process.argv[1] ?? '')?.[1];
const noted = new Set<string>();

function note(name: string | symbol): void {
  // What every object has is no header; what begins with a colon is the request itself, in HTTP/2.
  if (typeof name === 'symbol' || name in Object.prototype || name.startsWith(':') || noted.has(name)) return;
  noted.add(name);
  appendFileSync(path.join(folder, program ?? ''), `${name}\n`);
}

function watched(headers: object): object {
  return new Proxy(headers, {
    get: (target, name) => {
      note(name);
      return Reflect.get(target, name) as unknown;
    },
    has: (target, name) => {
      note(name);
      return Reflect.has(target, name);
    },
    ownKeys: (target) => {
      note(ALL);
      return Reflect.ownKeys(target);
    },
  });
}

/** How servers of every kind hand over a request; answers that a program gets are not announced so. */
const ANNOUNCED = new Set<string | symbol>(['request', 'upgrade', 'checkContinue']);

/** Lets nobody see a request's headers but through the watch. */
function watch(request: unknown): void {
  if (!(request instanceof IncomingMessage || request instanceof Http2ServerRequest)) return;
  if (Object.hasOwn(request, 'headers')) return;
  Object.defineProperty(request, 'headers', { value: watched(request.headers), configurable: true });
}

if (program !== undefined) {
  const { emit } = EventEmitter.prototype;
  EventEmitter.prototype.emit = function (this: EventEmitter, event: string | symbol, ...told: unknown[]) {
    if (ANNOUNCED.has(event)) watch(told[0]);
    return emit.call(this, event, ...told);
  };
}
