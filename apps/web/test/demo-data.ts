import type { CallType, ContactPayload } from '@smseal/protocol';
import type {
  CallRow,
  ContactRow,
  ConversationRow,
  DeviceView,
  PhoneView,
  ThreadItem,
} from '../src/engine/engine-api.ts';
import { drawnFace, drawnPicture, LINES, PEOPLE, seeded, type DemoPerson } from './demo-talk.ts';
import { DEMO_BATCHES } from './demo-timelines.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** A thread with its row. */
export interface DemoThread {
  row: ConversationRow;
  items: ThreadItem[];
  unreadFrom: number | null;
}

export interface DemoData {
  threads: DemoThread[];
  contacts: { row: ContactRow; payload: ContactPayload }[];
  calls: CallRow[];
  phones: PhoneView[];
  devices: DeviceView[];
}

function id(kind: string, index: number): string {
  return `${kind}${String(index).padStart(4, '0')}`.padEnd(22, 'A');
}

function pictureOf(index: number): string | null {
  return index % 3 === 0 && PEOPLE[index]?.name ? drawnFace(index) : null;
}

function item(index: number, at: number, rest: Partial<ThreadItem>): ThreadItem {
  const mine = rest.mine ?? false;
  return {
    id: id('m', index),
    mine,
    from: null,
    text: '',
    subject: null,
    attachments: [],
    at: new Date(at).toISOString(),
    transport: 'sms',
    status: mine ? 'delivered' : 'received',
    error: null,
    sim: { slot: 0, label: 'Private' },
    route: mine ? 'Sent by your phone Pixel 9 (Private)' : 'Sealed to your devices',
    late: false,
    goneFromPhone: false,
    sentAs: mine ? `${rest.status === 'failed' ? DEMO_BATCHES.failed : DEMO_BATCHES.delivered}:0` : null,
    ...rest,
  };
}

function picture(index: number, wide: boolean): ThreadItem['attachments'][number] {
  const [width, height] = wide ? [640, 420] : [420, 640];
  return {
    key: `picture-${index}`,
    contentType: 'image/jpeg',
    name: `IMG_${4000 + index}.jpg`,
    size: 184_223 + index * 977,
    width,
    height,
    thumbnail: drawnPicture(index, width, height),
  };
}

function makeItems(thread: number, count: number, now: number): ThreadItem[] {
  const next = seeded(thread * 977 + 5);
  const group = thread === 6;
  let at = now - 7 * MINUTE - thread * 3 * HOUR * (0.5 + next());
  const items: ThreadItem[] = [];
  for (let back = 0; back < count; back++) {
    const mine = next() < 0.46;
    const text = LINES[Math.floor(next() * LINES.length)] ?? '';
    const speaker = PEOPLE[[6, 0, 15][Math.floor(next() * 3)] ?? 0];
    const withPicture = next() < 0.05;
    items.push(
      item(thread * 10_000 + count - back, at, {
        mine,
        text: withPicture && next() < 0.5 ? '' : text,
        from: !mine && group && speaker ? { number: speaker.number, name: speaker.name } : null,
        transport: withPicture || group ? 'mms' : 'sms',
        attachments: withPicture ? [picture(back + thread, next() < 0.6)] : [],
      }),
    );
    at -= next() < 0.6 ? next() * 4 * MINUTE : next() * 20 * HOUR;
  }
  return items.toReversed();
}

/** The last texts of some threads tell what screens must cope with. */
function addEndings(thread: number, items: ThreadItem[], now: number): void {
  const add = (back: number, rest: Partial<ThreadItem>) =>
    items.push(item(thread * 10_000 + 9000 + items.length, now - back, rest));
  if (thread === 0) {
    add(52 * MINUTE, {
      text: 'Look what the tide left us',
      attachments: [picture(3, true), picture(4, false)],
    });
    add(50 * MINUTE, { mine: true, text: 'Beautiful. Is that the old pier?' });
    add(31 * MINUTE, { text: 'It is. More here: https://example.org/pier' });
    add(9 * MINUTE, {
      mine: true,
      text: 'I will be there at 7 with the tripod. Shall I bring the long lens as well?',
    });
    add(8 * MINUTE, {
      mine: true,
      text: 'And the thermos.',
      status: 'failed',
      error: 'The phone has no signal (SIM 1).',
    });
    add(4 * MINUTE, { mine: true, text: 'Trying again from the bus', status: 'unknown' });
    add(1 * MINUTE, { mine: true, text: 'Are you awake already?', status: 'queued' });
  }
  if (thread === 2) {
    add(14 * MINUTE, { text: 'Did you eat something proper today?' });
    add(13 * MINUTE, { text: 'There is soup in the freezer. The blue box, not the green one.' });
    add(12 * MINUTE, { text: 'Call me when you can' });
  }
  if (thread === 13)
    add(20 * MINUTE, {
      text: 'Your one-time code is 482913. It is valid for 5 minutes. Never give it to anyone.',
      late: true,
    });
  if (thread === 4)
    add(3 * HOUR, {
      text: 'Your appointment is confirmed for Monday 30 November at 09:40. Reply C to cancel.',
      goneFromPhone: true,
    });
}

function makeThread(thread: number, now: number): DemoThread {
  const person: DemoPerson = PEOPLE[thread] ?? { name: null, number: `+44770090${1000 + thread}` };
  const group = thread === 6;
  const count = thread === 0 ? 1400 : 4 + ((thread * 7) % 40);
  const items = makeItems(thread, count, now);
  addEndings(thread, items, now);
  const last = items.at(-1);
  const unread = [2, 9, 13].includes(thread) ? (thread === 2 ? 3 : 1) : 0;
  const parties = group
    ? [6, 0, 15].map((index) => ({
        number: PEOPLE[index]?.number ?? '',
        name: PEOPLE[index]?.name ?? null,
      }))
    : [person];
  return {
    items,
    unreadFrom: unread ? items.length - unread : null,
    row: {
      id: id('c', thread),
      title: group ? 'Zoë, Ada and Ingrid' : (person.name ?? '+1 415 555 0109'),
      parties,
      picture: group ? null : pictureOf(thread),
      last: last
        ? {
            text: last.text,
            mine: last.mine,
            attachment: last.attachments.length > 0 ? 'picture' : null,
            at: last.at,
            status: last.status,
          }
        : null,
      unread,
      pinned: thread === 0,
      muted: thread === 6 || thread === 23,
      archived: thread === 20,
      draft: thread === 3 ? 'Πες μου πότε να' : '',
    },
  };
}

const CALL_TYPES: CallType[] = ['in', 'out', 'missed', 'in', 'rejected', 'out', 'voicemail'];

function makeCalls(now: number): CallRow[] {
  const next = seeded(77);
  return Array.from({ length: 140 }, (_, index) => {
    const who = Math.floor(next() * PEOPLE.length);
    const type = CALL_TYPES[Math.floor(next() * CALL_TYPES.length)] ?? 'in';
    const person = PEOPLE[who];
    return {
      id: id('k', index),
      number: index % 17 === 16 ? null : (person?.number ?? null),
      name: index % 17 === 16 ? null : (person?.name ?? null),
      picture: pictureOf(who),
      type,
      at: new Date(now - (index + 1) * 3.4 * HOUR - next() * HOUR).toISOString(),
      duration: type === 'in' || type === 'out' ? Math.floor(next() * 1900) : 0,
      sim: { slot: index % 2, label: index % 2 ? 'Work' : 'Private' },
    };
  });
}

function makeContacts(): DemoData['contacts'] {
  const given =
    'Aino Bo Chloé Dmitri Esi Farid Greta Hugo Ida Jonas Kim Leo Maja Nils Oona Pau Rosa Siri Tove Uma'.split(
      ' ',
    );
  const family =
    'Abel Berg Costa Dahl Evans Fuchs Grimaldi Hansen Ito Jansen Kowalska Lund Meyer Novák Ortiz'.split(' ');
  const invented = given.flatMap((first, a) =>
    family.map((last, b) => ({
      name: `${first} ${last}`,
      number: `+4477009${String(20_000 + a * 97 + b * 13)}`,
    })),
  );
  const known = PEOPLE.filter((person) => person.name !== null);
  return [...known, ...invented]
    .map((person, index) => {
      const name = person.name ?? person.number;
      const numbers = [{ value: person.number, label: 'mobile' }];
      if (index % 5 === 0) numbers.push({ value: `+4420794${60_000 + index}`, label: 'work' });
      const row: ContactRow = {
        id: id('p', index),
        name,
        numbers,
        picture: index % 4 === 0 ? drawnFace(index) : null,
      };
      const payload: ContactPayload = {
        v: 1,
        name,
        numbers,
        emails: index % 3 === 0 ? [{ value: `person${index}@example.org`, label: null }] : [],
        ...(index % 7 === 0 ? { organisation: 'Harbour Trust', note: 'Met at the regatta.' } : {}),
        source: 'phone',
      };
      return { row, payload };
    })
    .toSorted((a, b) => a.row.name.localeCompare(b.row.name));
}

function makePhones(now: number): PhoneView[] {
  const note = (key: string, back: number, shown: { app: string; title: string; text: string }) => ({
    key,
    ...shown,
    at: new Date(now - back).toISOString(),
    dismissable: key !== 'n3',
  });
  return [
    {
      device: id('d', 1),
      name: 'Pixel 9',
      connected: true,
      lastSeen: new Date(now - MINUTE).toISOString(),
      battery: { level: 72, charging: true, at: new Date(now - MINUTE).toISOString() },
      signal: 3,
      network: 'Northwind Mobile · LTE',
      notifications: [
        note('n1', 3 * MINUTE, {
          app: 'Calendar',
          title: 'Dentist in 30 min',
          text: 'Riverside Dental, 2nd floor',
        }),
        note('n2', 44 * MINUTE, {
          app: 'Mail',
          title: 'Harbour Trust',
          text: 'Minutes of the meeting of 18 November, with the three annexes that were asked for',
        }),
        note('n3', 60 * MINUTE, { app: 'Music', title: 'Playing: Sea Interludes', text: 'Britten' }),
      ],
      call: null,
      report: {
        device: id('d', 1),
        model: 'Pixel 9',
        sims: [
          { slot: 0, label: 'Private', number: '+447700900001' },
          { slot: 1, label: 'Work', number: '+447700900002' },
        ],
        completeUpTo: new Date(now - 5 * MINUTE).toISOString(),
        messages: 5012,
        contacts: 324,
        calls: 412,
      },
    },
  ];
}

function makeDevices(now: number): DeviceView[] {
  const device = (index: number, rest: Partial<DeviceView>): DeviceView => ({
    id: id('d', index),
    name: 'Firefox on Linux',
    platform: 'browser',
    can: ['read', 'send', 'configure', 'admit'],
    addedAt: new Date(now - 40 * DAY).toISOString(),
    addedBy: id('d', 0),
    lastSeen: new Date(now - 2 * DAY).toISOString().slice(0, 10),
    connected: false,
    me: false,
    removedAt: null,
    ...rest,
  });
  return [
    device(0, { name: 'Chromium on Linux', me: true, connected: true, addedBy: 'root' }),
    device(1, {
      name: 'Pixel 9',
      platform: 'phone',
      connected: true,
      can: ['read', 'send', 'deliver', 'configure', 'admit'],
    }),
    device(2, {}),
    device(3, { name: 'smseal on nas', platform: 'cli', lastSeen: null }),
    device(5, {
      name: 'rack-1',
      platform: 'gateway',
      connected: true,
      can: ['send', 'deliver', 'write'],
      addedAt: new Date(now - 35 * DAY).toISOString(),
    }),
    device(6, {
      name: 'server of the branch in Tromsø',
      platform: 'gateway',
      can: ['send', 'deliver', 'write'],
      addedAt: new Date(now - DAY / 24).toISOString(),
      lastSeen: null,
    }),
    device(4, { name: 'Old laptop', removedAt: new Date(now - 12 * DAY).toISOString() }),
  ];
}

/** The whole demonstration account, the same for the same moment. */
export function makeDemoData(now: number): DemoData {
  return {
    threads: Array.from({ length: 64 }, (_, index) => makeThread(index, now)),
    contacts: makeContacts(),
    calls: makeCalls(now),
    phones: makePhones(now),
    devices: makeDevices(now),
  };
}
