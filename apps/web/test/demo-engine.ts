/** An engine in the page with an invented account: what screens are tried and photographed on. Not part of the build. */
import type {
  ConversationRow,
  EngineApi,
  EngineEvents,
  EngineStatus,
  Highlight,
  SearchResult,
  SyncStatus,
  ThreadItem,
} from '../src/engine/engine-api.ts';
import type { Engine } from '../src/frame/engine-store.ts';
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
  'linking',
  'removed',
  'signed-out',
] as const;
export type Scenario = (typeof SCENARIOS)[number];

const KEY = '1K7QXM4T2VHN8RD0CJ5WPBE3GSYZ6FA';
const FORMATTED = '1K7QXM-4T2VH-N8RD0-CJ5WP-BE3GS-YZ6FA';

function statusOf(scenario: Scenario): EngineStatus {
  switch (scenario) {
    case 'needs-root':
    case 'needs-device':
    case 'removed':
    case 'signed-out':
      return { state: scenario };
    case 'linking':
      return { state: 'needs-device' };
    case 'ready':
    case 'empty':
    case 'loading':
    case 'failing':
    case 'first':
    case 'offline':
    case 'alarm':
    case 'call':
    case 'links':
      return { state: 'ready', account: 'A'.repeat(22), device: 'd0000'.padEnd(22, 'A') };
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

function find(text: string, query: string): Highlight[] {
  const at = text.toLocaleLowerCase().indexOf(query.toLocaleLowerCase());
  return at < 0 || query === '' ? [] : [{ start: at, end: at + query.length }];
}

function never<T>(): Promise<T> {
  return new Promise(() => undefined);
}

class Demo {
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
    if (scenario === 'empty') Object.assign(this.data, { threads: [], contacts: [], calls: [], phones: [] });
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
      ...item,
    };
    thread.items.push(made);
    this.changed(thread);
    return made;
  }
}

function sorted(threads: DemoThread[]): ConversationRow[] {
  return threads
    .filter((thread) => thread.items.length > 0)
    .map((thread) => thread.row)
    .toSorted(
      (a, b) => Number(b.pinned) - Number(a.pinned) || (b.last?.at ?? '').localeCompare(a.last?.at ?? ''),
    );
}

function search(demo: Demo, query: string): SearchResult {
  const texts = demo.data.threads.flatMap((thread) =>
    thread.items.flatMap((item, index) => {
      const highlights = find(item.text, query);
      return highlights.length === 0
        ? []
        : [
            {
              conversation: thread.row.id,
              title: thread.row.title,
              item: item.id,
              index,
              snippet: item.text,
              highlights,
              at: item.at,
              mine: item.mine,
            },
          ];
    }),
  );
  return {
    conversations: sorted(demo.data.threads)
      .map((row) => ({ row, highlights: find(row.title, query) }))
      .filter((hit) => hit.highlights.length > 0),
    contacts: demo.data.contacts
      .map(({ row }) => ({ contact: row, highlights: find(row.name, query) }))
      .filter((hit) => hit.highlights.length > 0)
      .slice(0, 20),
    texts: texts.toSorted((a, b) => b.at.localeCompare(a.at)).slice(0, 200),
    totalTexts: texts.length,
    tookMs: 3,
  };
}

function keyApi(
  demo: Demo,
): Pick<
  EngineApi,
  | 'createRoot'
  | 'confirmRoot'
  | 'checkSecretKey'
  | 'inspectRecovery'
  | 'recover'
  | 'replaceSecretKey'
  | 'confirmReplacedSecretKey'
  | 'startLink'
  | 'finishLink'
  | 'cancelLink'
  | 'answerLink'
  | 'submitDigits'
  | 'refuseLink'
  | 'pendingLinks'
> {
  const made = { secretKey: KEY, formatted: FORMATTED, lastGroup: 'YZ6FA' };
  const ready = () => {
    demo.status = statusOf('ready');
    demo.emit('status', demo.status);
  };
  const link = {
    link: 'l'.repeat(22),
    platform: 'browser' as const,
    name: 'Firefox on Windows',
    origin: 'http://localhost:7070',
    ready: true,
    triesLeft: 3,
    expires: new Date(Date.now() + 110_000).toISOString(),
  };
  let tries = 3;
  return {
    createRoot: () => Promise.resolve(made),
    confirmRoot: async () => ready(),
    checkSecretKey: (text) => {
      const letters = text.replaceAll(/[^0-9a-z]/gi, '').toUpperCase();
      if (letters.length < 31) return Promise.resolve(`${31 - letters.length} characters are missing.`);
      return Promise.resolve(letters === KEY ? null : 'One of the characters is not as on the kit.');
    },
    inspectRecovery: () =>
      Promise.resolve(demo.data.devices.filter((device) => !device.me && !device.removedAt)),
    recover: async () => ready(),
    replaceSecretKey: () => Promise.resolve(made),
    confirmReplacedSecretKey: () => Promise.resolve(),
    startLink: async () => {
      const expires = new Date(Date.now() + 118_000).toISOString();
      demo.emit('newLink', { step: 'waiting', digits: null, expires });
      setTimeout(() => demo.emit('newLink', { step: 'digits', digits: '483920', expires }), 150);
      if (demo.scenario === 'linking')
        setTimeout(() => demo.emit('newLink', { step: 'confirm', digits: '483920', expires }), 300);
    },
    finishLink: async () => ready(),
    cancelLink: () => Promise.resolve(),
    answerLink: () => Promise.resolve(),
    submitDigits: async (_link, digits) => {
      if (digits === '483920') {
        demo.emit('links', []);
        return { ok: true, triesLeft: tries };
      }
      tries -= 1;
      return { ok: false, triesLeft: tries };
    },
    refuseLink: async () => demo.emit('links', []),
    pendingLinks: () => Promise.resolve(demo.scenario === 'links' ? [link] : []),
  };
}

function threadApi(
  demo: Demo,
): Pick<
  EngineApi,
  | 'conversations'
  | 'threadWindow'
  | 'conversationFor'
  | 'openAttachment'
  | 'setConversation'
  | 'send'
  | 'sendAgain'
  | 'cancelSend'
> {
  return {
    conversations: (filter) =>
      demo.answer({
        version: demo.version,
        rows: sorted(demo.data.threads).filter((row) => row.archived === (filter === 'archived')),
      }),
    threadWindow: (id, around, count) => {
      const { items, row, unreadFrom } = demo.thread(id);
      const middle =
        around === 'end' ? items.length : around === 'unread' ? (unreadFrom ?? items.length) : around;
      const start = Math.max(0, Math.min(items.length - count, middle - Math.floor(count / 2)));
      return demo.answer({
        conversation: row,
        total: items.length,
        start,
        items: items.slice(start, start + count),
        firstUnread: unreadFrom,
        complete: demo.scenario !== 'first',
      });
    },
    conversationFor: (parties) => {
      const found = demo.data.threads.find(
        ({ row }) =>
          row.parties.length === parties.length &&
          row.parties.every((party) => parties.includes(party.number)),
      );
      return demo.answer((found ?? demo.thread(parties.join(', '))).row);
    },
    openAttachment: (conversation, item, key) => {
      const found = demo
        .thread(conversation)
        .items.find((each) => each.id === item)
        ?.attachments.find((each) => each.key === key);
      return demo.answer({
        url: found?.thumbnail ?? '',
        contentType: 'image/svg+xml',
        name: found?.name ?? null,
      });
    },
    setConversation: async (id, change) => {
      const thread = demo.thread(id);
      if (change.readUpTo !== undefined) {
        const upTo = change.readUpTo;
        const first = thread.items.findIndex((item) => !item.mine && item.at > upTo);
        thread.unreadFrom = first < 0 ? null : first;
        thread.row.unread = first < 0 ? 0 : thread.items.length - first;
      }
      for (const key of ['muted', 'pinned', 'archived'] as const)
        thread.row[key] = change[key] ?? thread.row[key];
      thread.row.draft = change.draft ?? thread.row.draft;
      demo.emit('conversations', { version: (demo.version += 1) });
    },
    send: async ({ to, text }) => {
      const row = await demo.data.threads.find(
        (each) =>
          each.row.parties.length === to.length &&
          each.row.parties.every((party) => to.includes(party.number)),
      )?.row;
      const thread = demo.thread(row?.id ?? to.join(', '));
      const item = demo.append(thread, {
        mine: true,
        text,
        status: 'queued',
        route: 'Sent by your phone Pixel 9 (Private)',
      });
      const move = (status: ThreadItem['status'], after: number) =>
        setTimeout(() => {
          item.status = status;
          demo.changed(thread);
        }, after);
      move('sent', 500);
      move('delivered', 1000);
      return { conversation: thread.row.id, item: item.id };
    },
    sendAgain: () => Promise.resolve(),
    cancelSend: () => Promise.resolve(),
  };
}

/** Makes the engine of a scenario. `demo.receive` in the page's console lets a text come in. */
export function createDemoEngine(
  scenario: Scenario,
): Engine & { receive(conversation: string, text: string): void } {
  const demo = new Demo(scenario, Date.now());
  return {
    on: (event, handler) => {
      const set = demo.handlers.get(event) ?? new Set();
      demo.handlers.set(event, set);
      set.add(handler as (value: never) => void);
      return () => set.delete(handler as (value: never) => void);
    },
    receive: (conversation, text) => {
      const thread = demo.thread(conversation);
      thread.unreadFrom ??= thread.items.length;
      thread.row.unread += 1;
      demo.append(thread, { text });
      demo.emit('incoming', { conversation, title: thread.row.title, text });
    },
    status: () => Promise.resolve(demo.status),
    sync: () => Promise.resolve(demo.sync),
    devices: () => Promise.resolve(demo.data.devices),
    removeDevice: async (id) => {
      demo.data.devices = demo.data.devices.map((device) =>
        device.id === id ? { ...device, removedAt: new Date().toISOString() } : device,
      );
      demo.emit('devices', demo.data.devices);
    },
    search: (query) => demo.answer(search(demo, query)),
    contacts: () => demo.answer({ version: 1, rows: demo.data.contacts.map(({ row }) => row) }),
    contact: (id) => demo.answer(demo.data.contacts.find(({ row }) => row.id === id)?.payload ?? null),
    findRecipients: (query) =>
      demo.answer(
        demo.data.contacts
          .filter(({ row }) => row.name.toLowerCase().includes(query.toLowerCase()))
          .flatMap(({ row }) =>
            row.numbers.map((number) => ({
              name: row.name,
              number: number.value,
              label: number.label,
              picture: row.picture,
            })),
          )
          .slice(0, 30),
      ),
    calls: () => demo.answer({ version: 1, rows: demo.data.calls }),
    phones: () => Promise.resolve(demo.data.phones),
    routes: () =>
      Promise.resolve(
        demo.data.phones.flatMap((phone) =>
          (phone.report?.sims ?? []).map((sim) => ({
            device: phone.device,
            simSlot: sim.slot,
            label: `${phone.name} · SIM ${sim.slot + 1} · ${sim.label}`,
            connected: phone.connected,
          })),
        ),
      ),
    dismissNotification: async (_device, key) => {
      demo.data.phones = demo.data.phones.map((phone) => ({
        ...phone,
        notifications: phone.notifications.filter((note) => note.key !== key),
      }));
      demo.emit('phones', demo.data.phones);
    },
    silenceCall: async () => {
      demo.data.phones = demo.data.phones.map((phone) => ({ ...phone, call: null }));
      demo.emit('phones', demo.data.phones);
    },
    syncDeletions: () => Promise.resolve(demo.deletions),
    setSyncDeletions: async (value) => {
      demo.deletions = value;
    },
    syncDeletionsNow: () => Promise.resolve(12),
    exportAll: async () => {
      for (const fraction of [0.2, 0.45, 0.7, 0.95]) {
        demo.emit('archive', { what: 'export', fraction });
        await new Promise((resolve) => setTimeout(resolve, 400));
      }
      return {
        url: 'data:application/zip;base64,UEsFBgAAAAAAAAAAAAAAAAAAAAAAAA==',
        name: 'smseal-export.zip',
        octets: 18_400_000,
      };
    },
    importArchive: () => Promise.resolve({ read: 5012, added: 12, skipped: { 'already here': 5000 } }),
    signOut: async () => {
      demo.status = { state: 'signed-out' };
      demo.emit('status', demo.status);
    },
    ...keyApi(demo),
    ...threadApi(demo),
  };
}
