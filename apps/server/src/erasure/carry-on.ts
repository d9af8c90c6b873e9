import { setTimeout as sleep } from 'node:timers/promises';
import { advanceErasure, headOf } from '@smseal/database';
import type { Id } from '@smseal/protocol';
import type { Deps } from '../deps.ts';
import { describeFailure } from '../error/describe-failure.ts';

/** Who asks waits for so long; what is not done by then goes on without. */
const WAITED_MS = 5_000;

/** An erasure that is carried on. */
interface Carried {
  id: Id;
  /** Whose devices are told; null where there are none to be told. */
  account: Id | null;
  /** Called once the keys are gone, before any row is, and where that could not be done. */
  whenShut?: () => void;
}

/**
 * Carries an erasure on, and tells the account's devices what has changed. Whoever asked for it waits a little, and until
 * nothing can be reached any more in any case. @throws CodedError, ErasureError where not even that could be done.
 */
export async function carryOn(deps: Deps, { id, account, whenShut }: Carried): Promise<void> {
  const { eraser, log } = deps;
  try {
    await advanceErasure(eraser, id, 'keys-destroyed');
  } finally {
    whenShut?.();
  }
  const going = advanceErasure(eraser, id)
    .catch((error: unknown) => {
      log.error(describeFailure(error), 'an erasure stopped; housekeeping goes on with it');
    })
    .then(() => (account === null ? undefined : tellChanged(deps, account)));
  await Promise.race([going, sleep(WAITED_MS, undefined, { ref: false })]);
}

async function tellChanged({ database, bus }: Deps, account: Id): Promise<void> {
  const head = await headOf(database, account).catch(() => null);
  if (head !== null) bus.publish(account, { type: 'changed', head });
}
