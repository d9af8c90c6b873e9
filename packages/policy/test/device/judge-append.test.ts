import assert from 'node:assert/strict';
import { test } from 'node:test';
import { acceptEntry, emptyChain, judgeAppend, type ChainState, type HashedEntry } from '@smseal/policy';
import { CodedError, type Capability, type ChainBody, type SealedKey } from '@smseal/protocol';
import fc from 'fast-check';

const SEED = 20261122;
const ACCOUNT = 'A'.repeat(22);
const text = (name: string, length: number): string => name.padEnd(length, '_');

type Part = ChainBody extends infer T
  ? T extends ChainBody
    ? Omit<T, 'v' | 'account' | 'index' | 'previous' | 'at'>
    : never
  : never;

/** The next entry after a state. */
function next(state: ChainState, part: Part, overrides: Partial<ChainBody> = {}): HashedEntry {
  const head = {
    v: 1,
    account: ACCOUNT,
    index: state.length,
    previous: state.head,
    at: '2026-11-22T00:00:00.000Z',
  };
  return { body: { ...head, ...part, ...overrides } as ChainBody, hash: text(`hash${state.length}`, 43) };
}

function rootPart(signer = 'root'): Part {
  const idKey = text('id', 43);
  return {
    type: 'root',
    signer,
    sign: text('root', 43),
    agree: text('agree', 43),
    idKey,
    proof: '',
    crossSignature: null,
  };
}

function devicePart(name: string, can: Capability[], signer = 'root'): Part {
  const keys = { sign: text(`s${name}`, 43), agree: text(`a${name}`, 43) };
  return { type: 'device', signer, device: { id: text(name, 22), platform: 'browser', name, ...keys }, can };
}

function key(recipient: string, scope: SealedKey['scope'], epoch: number): SealedKey {
  return { recipient, scope, epoch, enc: '', sealed: '' };
}

/** Judges entries one after another in one request. */
function append(state: ChainState, parts: Part[], given: Partial<Parameters<typeof judgeAppend>[1]> = {}) {
  const entries: HashedEntry[] = [];
  let after = state;
  for (const part of parts) {
    const entry = next(after, part);
    entries.push(entry);
    try {
      after = acceptEntry(after, entry);
    } catch {
      after = { ...after, length: after.length + 1, head: entry.hash };
    }
  }
  return judgeAppend(state, {
    poster: { type: 'session' },
    entries,
    keys: [],
    credential: null,
    keptKey: false,
    authored: {},
    ...given,
  });
}

const FIRST: Part[] = [
  rootPart(),
  devicePart('one', ['read', 'send', 'admit']),
  { type: 'epoch', signer: 'root', epoch: 1, keyId: '', inbound: '', cutoffs: {} },
];
const ONE = text('one', 22);
const FIRST_KEYS = [key('root', 'id', 0), key('root', 'epoch', 1), key(ONE, 'id', 0), key(ONE, 'epoch', 1)];
const begun = append(emptyChain(ACCOUNT), FIRST, { keys: FIRST_KEYS, credential: 'posted' }).state;
const byOne = { poster: { type: 'device', device: ONE } } as const;

function codeOf(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    assert.ok(error instanceof CodedError);
    return `${error.code} ${String(error.extra['rule'] ?? error.extra['recipient'] ?? '')}`.trim();
  }
  return 'accepted';
}

test('an account begins with root, device and epoch in one request, and every key', () => {
  assert.deepEqual([begun.length, begun.epoch, begun.devices.size], [3, 1, 1]);
  for (let missing = 0; missing < FIRST_KEYS.length; missing++) {
    const keys = FIRST_KEYS.filter((_, place) => place !== missing);
    const code = codeOf(() => append(emptyChain(ACCOUNT), FIRST, { keys, credential: 'posted' }));
    assert.match(code, /^keys-missing/);
  }
  for (let cut = 1; cut < FIRST.length; cut++)
    assert.equal(
      codeOf(() => append(emptyChain(ACCOUNT), FIRST.slice(0, cut), { credential: 'posted' })),
      'chain-invalid first-request',
    );
});

test('a new reader gets every epoch and the id key, a writer the id key, others nothing', () => {
  const id = text('two', 22);
  const cases: [Capability[], SealedKey[]][] = [
    [['read'], [key(id, 'id', 0), key(id, 'epoch', 1)]],
    [['write'], [key(id, 'id', 0)]],
    [['send'], []],
  ];
  for (const [can, keys] of cases) {
    const part = devicePart('two', can, ONE);
    assert.equal(
      codeOf(() => append(begun, [part], { ...byOne, keys, credential: 'link' })),
      'accepted',
    );
    const more = [...keys, key('root', 'epoch', 1)];
    assert.equal(
      codeOf(() => append(begun, [part], { ...byOne, keys: more, credential: 'link' })),
      'chain-invalid key-not-needed',
    );
  }
});

test('a device posts in its own name, a session in the root’s', () => {
  const part = devicePart('two', ['send'], ONE);
  assert.equal(
    codeOf(() => append(begun, [part], { credential: 'link' })),
    'forbidden',
  );
  const asRoot = devicePart('two', ['send'], 'root');
  assert.equal(
    codeOf(() => append(begun, [asRoot], { ...byOne, credential: 'link' })),
    'forbidden',
  );
});

test('a request never ends between a removal and its epoch', () => {
  const two = append(begun, [devicePart('two', ['send'], ONE)], { ...byOne, credential: 'link' }).state;
  const removal: Part = { type: 'remove', signer: ONE, device: text('two', 22) };
  assert.equal(
    codeOf(() => append(two, [removal], byOne)),
    'chain-invalid epoch-due',
  );
  const epoch: Part = { type: 'epoch', signer: ONE, epoch: 2, keyId: '', inbound: '', cutoffs: {} };
  const keys = [key('root', 'epoch', 2), key(ONE, 'epoch', 2)];
  const done = append(two, [removal, epoch], { ...byOne, keys });
  assert.deepEqual([done.removed, done.state.epoch], [[text('two', 22)], 2]);
  assert.equal(
    codeOf(() => append(done.state, [removal, { ...epoch, epoch: 3 }], { ...byOne, keys })),
    'chain-invalid remove-unknown',
  );
});

test('an open account comes with the key that the service keeps, and no other does', () => {
  const [root, ...rest] = FIRST;
  const open = [{ ...root, open: true } as Part, ...rest];
  const given = { keys: FIRST_KEYS, credential: 'posted' } as const;
  assert.equal(append(emptyChain(ACCOUNT), open, { ...given, keptKey: true }).state.open, true);
  for (const [parts, keptKey] of [
    [open, false],
    [FIRST, true],
  ] as const)
    assert.equal(
      codeOf(() => append(emptyChain(ACCOUNT), parts, { ...given, keptKey })),
      'chain-invalid kept-key',
    );
  assert.equal(
    codeOf(() =>
      append(begun, [devicePart('two', ['send'], ONE)], { ...byOne, credential: 'link', keptKey: true }),
    ),
    'chain-invalid kept-key',
  );
});

test('a new root seals an open account, with an epoch, and none makes a sealed one open', () => {
  const [root, ...rest] = FIRST;
  const given = { keys: FIRST_KEYS, credential: 'posted', keptKey: true } as const;
  const { state } = append(emptyChain(ACCOUNT), [{ ...root, open: true } as Part, ...rest], given);
  const epoch: Part = { type: 'epoch', signer: ONE, epoch: 2, keyId: '', inbound: '', cutoffs: {} };
  const toRoot = [key('root', 'id', 0), key('root', 'epoch', 1), key('root', 'epoch', 2)];
  const keys = [...toRoot, key(ONE, 'epoch', 2)];
  const sealed = append(state, [rootPart(ONE), epoch], { ...byOne, keys });
  assert.equal(sealed.state.open, false);
  assert.equal(
    codeOf(() => append(state, [rootPart(ONE)], { ...byOne, keys: toRoot.slice(0, 2) })),
    'chain-invalid epoch-due',
  );
  for (const before of [begun, state, sealed.state])
    assert.equal(
      codeOf(() => append(before, [{ ...rootPart(ONE), open: true } as Part, epoch], { ...byOne, keys })),
      'chain-invalid root-open',
    );
});

test('a removed device signs nothing', () => {
  const second = append(begun, [devicePart('two', ['send', 'admit'], ONE)], {
    ...byOne,
    credential: 'link',
  }).state;
  const parts: Part[] = [
    { type: 'remove', signer: ONE, device: text('two', 22) },
    { type: 'epoch', signer: ONE, epoch: 2, keyId: '', inbound: '', cutoffs: {} },
  ];
  const keys = [key('root', 'epoch', 2), key(ONE, 'epoch', 2)];
  const { state } = append(second, parts, { ...byOne, keys });
  const poster = { type: 'device', device: text('two', 22) } as const;
  const part = devicePart('three', ['send'], text('two', 22));
  assert.equal(
    codeOf(() => append(state, [part], { poster, credential: 'link' })),
    'chain-invalid signer-removed',
  );
});

test('cutoffs are equal to what was accepted, whoever it came from', () => {
  fc.assert(
    fc.property(fc.nat(50), fc.nat(50), (said, accepted) => {
      const epoch: Part = {
        type: 'epoch',
        signer: ONE,
        epoch: 2,
        keyId: '',
        inbound: '',
        cutoffs: { [ONE]: said },
      };
      const keys = [key('root', 'epoch', 2), key(ONE, 'epoch', 2)];
      const code = codeOf(() => append(begun, [epoch], { ...byOne, keys, authored: { [ONE]: accepted } }));
      assert.equal(code, said === accepted ? 'accepted' : 'cutoffs-stale');
    }),
    { seed: SEED },
  );
});

test('nobody is granted what the signer lacks, along any line of admissions', () => {
  const capability = fc.constantFrom<Capability>('read', 'send', 'deliver', 'write', 'configure', 'admit');
  fc.assert(
    fc.property(fc.array(fc.uniqueArray(capability, { minLength: 1 }), { maxLength: 8 }), (line) => {
      let state = begun;
      let signer = ONE;
      for (const [place, can] of line.entries()) {
        const part = devicePart(`d${place}`, can, signer);
        const entry = next(state, part);
        const granting = state.devices.get(signer)?.can ?? [];
        const allowed =
          granting.includes('admit') &&
          can.every((one) => granting.includes(one) || (one === 'write' && granting.includes('read')));
        const code = codeOf(() => {
          state = acceptEntry(state, entry);
        });
        assert.equal(code === 'accepted', allowed, `${can.join()} by ${granting.join()}`);
        if (allowed) signer = text(`d${place}`, 22);
      }
    }),
    { seed: SEED },
  );
});

test('an entry out of its place is refused', () => {
  const part: Part = { type: 'epoch', signer: ONE, epoch: 2, keyId: '', inbound: '', cutoffs: {} };
  const broken: [Partial<ChainBody>, string][] = [
    [{ account: text('other', 22) }, 'chain-invalid account'],
    [{ index: 7 }, 'chain-invalid index'],
    [{ previous: text('other', 43) }, 'chain-invalid previous'],
    [{ previous: null }, 'chain-invalid previous'],
  ];
  for (const [overrides, code] of broken)
    assert.equal(
      codeOf(() => acceptEntry(begun, next(begun, part, overrides))),
      code,
    );
});
