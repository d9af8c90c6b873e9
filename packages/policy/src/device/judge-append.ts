import { CodedError, type ChainBody, type Id, type SealedKey } from '@smseal/protocol';
import { acceptEntry, breaks, type ChainState, type HashedEntry } from './chain-state.ts';

/** Who posts entries: a live device, or a person with a session (the first device, and recovery). */
export type Poster = { type: 'device'; device: Id } | { type: 'session' };

/** What somebody asks to append. */
export interface AppendRequest {
  poster: Poster;
  entries: readonly HashedEntry[];
  keys: readonly SealedKey[];
  /** Where the new device's bearer token comes from; null when the request names neither. */
  credential: 'posted' | 'link' | null;
  /** Whether a secret key comes along for the service to keep: that of an open account, with its first entry. */
  keptKey: boolean;
  /** Last accepted author sequence per device, read under the lock that keeps them still. */
  authored: Readonly<Record<Id, number>>;
}

/** What appending changes. */
export interface ChainChange {
  state: ChainState;
  /** The device admitted; at most one. */
  admitted: Id | null;
  removed: readonly Id[];
  newRoot: boolean;
}

/**
 * Judges a request to append, all or nothing, by structure and clear fields alone; signatures are another matter.
 * @throws CodedError `root-exists`, `root-missing`, `chain-conflict`, `chain-invalid`, `cutoffs-stale`, `keys-missing`,
 *   `forbidden`
 */
export function judgeAppend(before: ChainState, request: AppendRequest): ChainChange {
  checkPlace(before, request.entries[0]?.body);
  let state = before;
  for (const entry of request.entries) {
    checkPoster(request.poster, entry.body);
    if (entry.body.type === 'epoch') checkCutoffs(entry.body.cutoffs, request.authored);
    state = acceptEntry(state, entry);
  }
  if (state.epochDue) breaks('epoch-due');
  const change = summarise(state, request.entries);
  if (before.length === 0 && (change.admitted === null || state.epoch === 0)) breaks('first-request');
  if ((change.admitted === null) !== (request.credential === null)) breaks('credential');
  if (request.keptKey !== (before.length === 0 && state.open)) breaks('kept-key');
  checkKeys(neededKeys(before, change), request.keys);
  return change;
}

function checkPlace(before: ChainState, first: ChainBody | undefined): void {
  if (before.length === 0) {
    if (first?.type !== 'root') throw new CodedError('root-missing');
  } else if (first?.type === 'root' && first.index === 0) {
    throw new CodedError('root-exists');
  }
  if (first?.index !== before.length) throw new CodedError('chain-conflict', { length: before.length });
}

/** A device speaks for itself; a person without a device speaks with the secret key. */
function checkPoster(poster: Poster, { signer }: ChainBody): void {
  const own = poster.type === 'device' ? poster.device : 'root';
  if (signer !== own) throw new CodedError('forbidden', { needs: 'admit' });
}

/** A cutoff that is left out says 0. */
function checkCutoffs(cutoffs: Readonly<Record<Id, number>>, authored: Readonly<Record<Id, number>>): void {
  const devices = new Set([...Object.keys(cutoffs), ...Object.keys(authored)]);
  for (const device of devices)
    if ((cutoffs[device] ?? 0) !== (authored[device] ?? 0))
      throw new CodedError('cutoffs-stale', { authored: { ...authored } });
}

function summarise(state: ChainState, entries: readonly HashedEntry[]): ChainChange {
  const bodies = entries.map(({ body }) => body);
  const admitted = bodies.flatMap((body) => (body.type === 'device' ? [body.device.id] : []));
  if (admitted.length > 1) breaks('one-device');
  return {
    state,
    admitted: admitted[0] ?? null,
    removed: bodies.flatMap((body) => (body.type === 'remove' ? [body.device] : [])),
    newRoot: bodies.some((body) => body.type === 'root'),
  };
}

function keyName({ recipient, scope, epoch }: Pick<SealedKey, 'recipient' | 'scope' | 'epoch'>): string {
  return `${recipient} ${scope} ${epoch}`;
}

/**
 * Which keys must come along: each new epoch to the root and every live reader; to a new reader and a new root all
 * epochs and the id key; to a new device that only writes the id key.
 */
function neededKeys(before: ChainState, { state, admitted, newRoot }: ChainChange): Map<string, string> {
  const needed = new Map<string, string>();
  const need = (recipient: string, scope: SealedKey['scope'], epoch: number): void => {
    needed.set(keyName({ recipient, scope, epoch }), recipient);
  };
  const needAll = (recipient: string): void => {
    need(recipient, 'id', 0);
    for (let epoch = 1; epoch <= state.epoch; epoch++) need(recipient, 'epoch', epoch);
  };
  for (let epoch = before.epoch + 1; epoch <= state.epoch; epoch++) {
    need('root', 'epoch', epoch);
    for (const [id, device] of state.devices)
      if (!device.removed && device.can.includes('read')) need(id, 'epoch', epoch);
  }
  if (newRoot) needAll('root');
  const device = admitted === null ? undefined : state.devices.get(admitted);
  if (admitted !== null && device && !device.removed) {
    if (device.can.includes('read')) needAll(admitted);
    else if (device.can.includes('write')) need(admitted, 'id', 0);
  }
  return needed;
}

/** Exactly the needed keys, each once: none may be replaced in passing. */
function checkKeys(needed: ReadonlyMap<string, string>, keys: readonly SealedKey[]): void {
  const given = new Set<string>();
  for (const key of keys) {
    const name = keyName(key);
    if (given.has(name)) breaks('key-twice');
    if (!needed.has(name)) breaks('key-not-needed');
    given.add(name);
  }
  for (const [name, recipient] of needed)
    if (!given.has(name)) throw new CodedError('keys-missing', { recipient });
}
