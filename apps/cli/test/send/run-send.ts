/** `smseal send` as a child process before a gateway that keeps what it is given. */
import { spawn, type ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import { text as readAll } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';

const MAIN = fileURLToPath(new URL('../../src/main.ts', import.meta.url));

export interface Event {
  event: string;
  line?: number;
  reason?: string;
  [member: string]: unknown;
}
export interface Run {
  child: ChildProcess;
  events: Event[];
  /** Calls back for each event as it comes. */
  on: (hear: (event: Event) => void) => void;
  ended: Promise<{ code: number | null; events: Event[]; said: string; complaint: string }>;
}
export interface How {
  stdin?: string;
  env?: NodeJS.ProcessEnv;
}

/** `gateway`: its URL. */
export function runSend(gateway: string, args: string[], { stdin = '', env = {} }: How = {}): Run {
  const child = spawn(process.execPath, [MAIN, 'send', ...args], {
    env: { ...process.env, SMSEAL_API_KEY: 'smseal_key', SMSEAL_GATEWAY_URL: gateway, ...env },
  });
  child.stdin.on('error', () => undefined).end(stdin);
  const events: Event[] = [];
  let said = '';
  let hear: (event: Event) => void = () => undefined;
  createInterface({ input: child.stdout }).on('line', (line) => {
    said += `${line}\n`;
    if (!line.startsWith('{')) return;
    const event = JSON.parse(line) as Event;
    events.push(event);
    hear(event);
  });
  const complaint = readAll(child.stderr);
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  return {
    child,
    events,
    on: (listener) => (hear = listener),
    ended: ended.then(async (code) => ({ code, events, said, complaint: await complaint })),
  };
}

export const only = (events: Event[], name: string): Event[] => events.filter(({ event }) => event === name);
