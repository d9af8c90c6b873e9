import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Membership } from '@smseal/client';
import type { MessagePayload } from '@smseal/protocol';
import { startRehearsal, type Handset } from '@smseal/testkit/rehearsal';
import fc from 'fast-check';
import {
  heldMessages,
  offlineAgent,
  offlineMembership,
  queuedVersions,
  type OfflineAgent,
} from './offline-agent.ts';

const PEOPLE = ['+14155550101', '+14155550102', 'MyBank'];
const NEVER = new AbortController().signal;
let membership: Membership;

before(async () => {
  membership = await offlineMembership();
});
after(() => undefined);

/** What happens on a phone, or to its agent. */
type Happening =
  | { do: 'text'; from: number; body: number; ageMinutes: number; read: boolean }
  | { do: 'sent'; to: number; body: number }
  | { do: 'picture'; from: number; body: number }
  | { do: 'repeat' }
  | { do: 'delete-newest' }
  | { do: 'delete'; pick: number }
  | { do: 'read'; from: number }
  | { do: 'status'; pick: number }
  | { do: 'late'; from: number; body: number }
  | { do: 'release' }
  | { do: 'sim-out' }
  | { do: 'sim-in' }
  | { do: 'look' }
  | { do: 'look-fails'; after: number }
  | { do: 'restart' }
  | { do: 'link-anew' };

const person = fc.nat({ max: PEOPLE.length - 1 });
const body = fc.nat({ max: 3 });
const happening: fc.Arbitrary<Happening> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant('text' as const),
      from: person,
      body,
      ageMinutes: fc.constantFrom(0, 0, 1, 600, 9_000),
      read: fc.boolean(),
    }),
  },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('sent' as const), to: person, body }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('picture' as const), from: person, body }) },
  { weight: 3, arbitrary: fc.constant({ do: 'repeat' as const }) },
  { weight: 4, arbitrary: fc.constant({ do: 'delete-newest' as const }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('delete' as const), pick: fc.nat() }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('read' as const), from: person }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('status' as const), pick: fc.nat() }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('late' as const), from: person, body }) },
  { weight: 1, arbitrary: fc.constant({ do: 'release' as const }) },
  { weight: 1, arbitrary: fc.constant({ do: 'sim-out' as const }) },
  { weight: 1, arbitrary: fc.constant({ do: 'sim-in' as const }) },
  { weight: 5, arbitrary: fc.constant({ do: 'look' as const }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('look-fails' as const), after: fc.nat({ max: 9 }) }) },
  { weight: 2, arbitrary: fc.constant({ do: 'restart' as const }) },
  { weight: 2, arbitrary: fc.constant({ do: 'link-anew' as const }) },
);

/** One phone's life under test. */
class Life {
  readonly handset: Handset;
  agent: OfflineAgent;
  clock = Date.UTC(2026, 10, 1, 12);
  readonly #syncDeletions: boolean;
  #failAfter = Number.POSITIVE_INFINITY;

  constructor(handset: Handset, syncDeletions: boolean) {
    this.handset = handset;
    this.#syncDeletions = syncDeletions;
    this.agent = this.#newAgent();
  }

  #newAgent(journal?: OfflineAgent['journal']): OfflineAgent {
    return offlineAgent({
      handset: this.handset,
      membership,
      syncDeletions: this.#syncDeletions,
      now: () => this.clock,
      fails: () => --this.#failAfter < 0,
      ...(journal ? { journal } : {}),
    });
  }

  async happen(what: Happening): Promise<void> {
    const { handset } = this;
    this.clock += 700;
    switch (what.do) {
      case 'text':
        this.#insert({
          box: 'in',
          who: what.from,
          body: what.body,
          date: this.clock - what.ageMinutes * 60_000,
          read: what.read,
        });
        break;
      case 'sent':
        this.#insert({ box: 'out', who: what.to, body: what.body, date: this.clock, read: true });
        break;
      case 'picture':
        handset.store.insertMms({
          from: PEOPLE[what.from] ?? '',
          parties: [PEOPLE[what.from] ?? ''],
          text: `body ${what.body}`,
          subject: null,
          pictures: [{ contentType: 'image/png', octets: Uint8Array.of(137, 80, 78, 71, what.body) }],
          date: this.clock,
          subscription: 1,
          read: false,
        });
        break;
      case 'repeat':
        handset.store.database.exec(
          `INSERT INTO sms (thread_id, address, date, date_sent, read, status, type, body, sub_id)
           SELECT thread_id, address, date + 1, date_sent, read, status, type, body, sub_id FROM sms ORDER BY _id DESC LIMIT 1`,
        );
        break;
      case 'delete-newest':
        handset.deleteNewest();
        break;
      case 'delete': {
        const ids = this.#ids();
        const id = ids[what.pick % ids.length];
        if (id !== undefined) handset.deleteSms(id);
        break;
      }
      case 'read':
        handset.markRead(PEOPLE[what.from] ?? '');
        break;
      case 'status': {
        const ids = this.#ids();
        handset.recordDelivered(ids[what.pick % Math.max(1, ids.length)] ?? 0);
        break;
      }
      case 'late': {
        const id = this.#insert({
          box: 'in',
          who: what.from,
          body: what.body,
          date: this.clock,
          read: false,
        });
        handset.store.database
          .prepare('INSERT OR REPLACE INTO rehearsal_withheld (sms_id, until) VALUES (?, ?)')
          .run(id, Number.MAX_SAFE_INTEGER);
        break;
      }
      case 'release':
        handset.releaseWithheld();
        break;
      case 'sim-out':
        handset.insertSims([0]);
        break;
      case 'sim-in':
        handset.insertSims([0, 1]);
        break;
      case 'look':
        await this.look();
        break;
      case 'look-fails':
        this.#failAfter = what.after;
        await this.look().catch(() => undefined);
        this.#failAfter = Number.POSITIVE_INFINITY;
        break;
      case 'restart':
        this.agent = this.#newAgent(this.agent.journal);
        break;
      case 'link-anew':
        // What a phone that is linked again knows: what the account holds, and nothing of its own rows. What was deleted
        // while it was not linked stays, so its former life ends and its new one begins with a look.
        handset.insertSims([0, 1]);
        await this.look();
        this.agent.journal.run('DELETE FROM known');
        this.agent.journal.run('DELETE FROM meta');
        this.agent.journal.run(`DELETE FROM record WHERE state = 'deleted'`);
        this.agent.journal.run('DELETE FROM queue');
        this.agent = this.#newAgent(this.agent.journal);
        await this.look();
        break;
    }
  }

  look(): Promise<void> {
    return this.agent.scanner.lookAtEverything(NEVER);
  }

  #insert(sms: { box: 'in' | 'out'; who: number; body: number; date: number; read: boolean }): number {
    return this.handset.store.insertSms({
      address: PEOPLE[sms.who] ?? '',
      body: `body ${sms.body}`,
      box: sms.box,
      date: sms.date,
      dateSent: 0,
      subscription: (sms.body % 2) + 1,
      read: sms.read,
    });
  }

  #ids(): number[] {
    return this.handset.store.database
      .prepare('SELECT _id FROM sms ORDER BY _id')
      .all()
      .map((row) => Number(row['_id']));
  }

  /** What an ordinary app could see on the phone with both SIMs in it. */
  onPhone(): string[] {
    const sms = this.handset.store.database
      .prepare(
        `SELECT * FROM sms WHERE type IN (1, 2) AND _id NOT IN (SELECT sms_id FROM rehearsal_withheld)`,
      )
      .all()
      .map((row) =>
        describe({
          out: row['type'] === 2,
          who: String(row['address']),
          text: String(row['body']),
          ms: Number(row['date']),
          read: row['read'] === 1 || row['type'] === 2,
          delivered: row['type'] === 2 && row['status'] === 0,
        }),
      );
    const mms = this.handset.store.database
      .prepare(
        `SELECT pdu.*, part.text AS body, addr.address AS who FROM pdu JOIN part ON part.mid = pdu._id AND part.ct = 'text/plain' JOIN addr ON addr.msg_id = pdu._id AND addr.type = 137`,
      )
      .all()
      .map((row) =>
        describe({
          out: false,
          who: String(row['who']),
          text: String(row['body']),
          ms: Number(row['date']) * 1000,
          read: row['read'] === 1,
          delivered: false,
        }),
      );
    return [...sms, ...mms].sort();
  }

  inAccount(): string[] {
    return heldMessages(this.agent).map(described).sort();
  }
}

function describe(m: {
  out: boolean;
  who: string;
  text: string;
  ms: number;
  read: boolean;
  delivered: boolean;
}): string {
  return [m.out ? 'out' : 'in', m.who, m.text, new Date(m.ms).toISOString(), m.read, m.delivered].join('|');
}

function described(payload: MessagePayload): string {
  return describe({
    out: payload.direction === 'out',
    who: payload.parties.join(','),
    text: payload.text,
    ms: Date.parse(payload.at),
    read: payload.read,
    delivered: payload.status === 'delivered',
  });
}

async function live(happenings: readonly Happening[], syncDeletions: boolean): Promise<Life> {
  const rehearsal = await startRehearsal({ counts: { messages: 0, contacts: 0, calls: 0 }, withholdMs: 0 });
  try {
    const life = new Life(rehearsal.handset, syncDeletions);
    for (const one of happenings) await life.happen(one);
    await life.happen({ do: 'sim-in' });
    await life.look();
    assert.deepEqual(life.inAccount(), life.onPhone());
    for (const versions of queuedVersions(life.agent, 'message').values()) {
      versions.forEach((version, i) => assert.equal(version, (versions[0] ?? 0) + i));
    }
    return life;
  } finally {
    await rehearsal.stop();
  }
}

test('whatever happens on the phone, the account ends up with exactly its texts', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(happening, { maxLength: 40 }), async (happenings) => {
      await live(happenings, true);
    }),
    { numRuns: 60 },
  );
});

const DELETED_THEN_REUSED: readonly Happening[] = [
  { do: 'sent', to: 0, body: 1 },
  { do: 'look' },
  { do: 'delete-newest' },
];

test('a text is gone when another has its number, though its SIM is out', async () => {
  await live(
    [...DELETED_THEN_REUSED, { do: 'sim-out' }, { do: 'sent', to: 0, body: 0 }, { do: 'look' }],
    true,
  );
});

test('a look that breaks off anywhere does not forget that a number was used again', async () => {
  for (let after = 0; after < 8; after++) {
    await live([...DELETED_THEN_REUSED, { do: 'sent', to: 0, body: 0 }, { do: 'look-fails', after }], true);
  }
});

const EQUALS: readonly Happening[] = [{ do: 'sent', to: 0, body: 0 }, { do: 'repeat' }];

test('a phone that is linked again finds its records past one that was deleted or lost before', async () => {
  await live([...EQUALS, { do: 'link-anew' }, { do: 'delete-newest' }, { do: 'link-anew' }], true);
  for (const pick of [0, 1]) {
    await live([...EQUALS, { do: 'look' }, { do: 'delete', pick }, { do: 'link-anew' }], false);
  }
});

test('with deletions off, what the phone has lost stays and is marked', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(happening, { maxLength: 30 }), async (happenings) => {
      const life = await live(happenings, false);
      for (const payload of heldMessages(life.agent, 'gone')) assert.ok(payload.goneFromPhone);
    }),
    { numRuns: 25 },
  );
});
