import type { SealedRecord } from '@smseal/protocol';
import type { SyncStore } from './sync-store.ts';

const MOST_TRIES = 5;

/**
 * A page that holds no older version than the store has seen. This device may write while a page is on its way, which
 * then shows what stood before: it is asked for again. Only a server that goes on showing the old is to blame for it, and
 * its page is returned as it is.
 */
export async function notOvertaken<Page>(
  store: SyncStore,
  ask: () => Promise<Page>,
  recordsOf: (page: Page) => readonly SealedRecord[],
): Promise<Page> {
  for (let attempt = 1; ; attempt++) {
    const page = await ask();
    const overtaken = recordsOf(page).some(
      ({ kind, id, version }) => version < (store.versionSeen(kind, id) ?? 0),
    );
    if (!overtaken || attempt === MOST_TRIES) return page;
  }
}
