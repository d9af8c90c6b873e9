import type { EngineEvents, EngineStatus, SyncStatus, ThreadItem } from '../src/engine/engine-api.ts';
import { makeDemoData, type DemoData, type DemoThread } from './demo-data.ts';

export const SCENARIOS = [
  'ready',
  'empty',
  'loading',
  'failing',
  'first',
  'offline',
  'alarm',
  'call',
  'links',
  'needs-root',
  'needs-device',
  'needs-code',
  'open',
  'linking',
  'closed',
  'removed',
  'signed-out',
] as const;
export type Scenario = (typeof SCENARIOS)[number];

/** What stands between this browser and its texts in a scenario. */
export function statusOf(scenario: Scenario): EngineStatus {
  switch (scenario) {
    case 'needs-root':
    case 'closed':
    case 'removed':
    case 'signed-out':
      return { state: scenario };
    case 'needs-device':
    case 'needs-code':
    case 'linking':
      return { state: 'needs-device', open: scenario === 'needs-code' };
    case 'ready':
    case 'empty':
    case 'loading':
    case 'failing':
    case 'first':
    case 'offline':
    case 'alarm':
    case 'call':
    case 'links':
    case 'open': {
      const device = 'd0000'.padEnd(22, 'A');
      return { state: 'ready', account: 'A'.repeat(22), device, open: scenario === 'open' };
    }
  }
}

function syncOf(scenario: Scenario, now: number): SyncStatus {
  const whole = { messages: 5012, contacts: 324, calls: 412 };
  return {
    phase: scenario === 'first' ? 'first' : scenario === 'offline' ? 'offline' : 'live',
    loaded: scenario === 'first' ? { messages: 1860, contacts: 324, calls: 90 } : whole,
    total: whole,
    refused: scenario === 'alarm' ? { count: 2, reasons: { 'not-authentic': 2 } } : { count: 0, reasons: {} },
    alarms:
      scenario === 'alarm'
        ? [
            {
              code: 'chain-forked',
              sentence:
                'The server showed a list of devices that does not continue the one this browser has seen.',
              at: new Date(now - 120_000).toISOString(),
            },
          ]
        : [],
    skewMs: scenario === 'alarm' ? 26 * 60_000 : 0,
    phone: scenario === 'first' ? { kind: 'message', done: 2140, total: 5012 } : null,
  };
}

function never<T>(): Promise<T> {
  return new Promise(() => undefined);
}

/** The account of a scenario as it is now, and who listens to it. */
export class Demo {
  readonly data: DemoData;
  readonly handlers = new Map<string, Set<(value: never) => void>>();
  version = 1;
  status: EngineStatus;
  sync: SyncStatus;
  deletions = true;
  readonly scenario: Scenario;

  constructor(scenario: Scenario, now: number) {
    this.scenario = scenario;
    this.data = makeDemoData(now);
    this.status = statusOf(scenario);
    this.sync = syncOf(scenario, now);
    if (scenario === 'call') this.ring(now);
    if (scenario === 'offline')
      for (const phone of this.data.phones)
        Object.assign(phone, { connected: false, lastSeen: new Date(now - 4 * 60_000).toISOString() });
    if (scenario === 'empty')
      Object.assign(this.data, {
        threads: [],
        contacts: [],
        calls: [],
        phones: [],
        devices: this.data.devices.filter(({ platform }) => platform !== 'gateway'),
      });
  }

  ring(now: number): void {
    const phone = this.data.phones[0];
    const caller = this.data.threads[0]?.row;
    if (phone && caller)
      phone.call = {
        call: 'call-1',
        state: 'ringing',
        number: caller.parties[0]?.number ?? null,
        name: caller.title,
        picture: caller.picture,
        at: new Date(now).toISOString(),
      };
  }

  emit<K extends keyof EngineEvents>(event: K, value: EngineEvents[K]): void {
    for (const handler of this.handlers.get(event) ?? [])
      (handler as (value: EngineEvents[K]) => void)(value);
  }

  answer<T>(value: T): Promise<T> {
    if (this.scenario === 'loading') return never();
    if (this.scenario === 'failing')
      return Promise.reject(
        Object.assign(
          new Error('The service cannot reach its database; wait and try again, nothing was changed.'),
          {
            code: 'unavailable',
          },
        ),
      );
    return Promise.resolve(structuredClone(value));
  }

  thread(id: string): DemoThread {
    const found = this.data.threads.find((thread) => thread.row.id === id);
    if (found) return found;
    const party = { number: id, name: null };
    const made: DemoThread = {
      items: [],
      unreadFrom: null,
      row: {
        id,
        title: id,
        parties: [party],
        picture: null,
        last: null,
        unread: 0,
        pinned: false,
        muted: false,
        archived: false,
        draft: '',
      },
    };
    this.data.threads.push(made);
    return made;
  }

  changed(thread: DemoThread): void {
    this.version += 1;
    const last = thread.items.at(-1);
    if (last)
      thread.row.last = {
        text: last.text,
        mine: last.mine,
        attachment: last.attachments.length > 0 ? 'picture' : null,
        at: last.at,
        status: last.status,
      };
    this.emit('thread', { conversation: thread.row.id, version: this.version });
    this.emit('conversations', { version: this.version });
  }

  append(thread: DemoThread, item: Partial<ThreadItem>): ThreadItem {
    const made: ThreadItem = {
      id: crypto.randomUUID(),
      mine: false,
      from: null,
      text: '',
      subject: null,
      attachments: [],
      at: new Date().toISOString(),
      transport: 'sms',
      status: 'received',
      error: null,
      sim: null,
      route: 'Sealed to your devices',
      late: false,
      goneFromPhone: false,
      sentAs: null,
      ...item,
    };
    thread.items.push(made);
    this.changed(thread);
    return made;
  }
}
