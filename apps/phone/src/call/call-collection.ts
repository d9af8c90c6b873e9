import { mapCall, type RowContext } from '@smseal/client';
import { callId, type Keyring } from '@smseal/seal';
import type { Collection } from '../provider/collection.ts';

/** The phone's call log. */
export function callCollection(sources: { keyring: () => Keyring; context: () => RowContext }): Collection {
  return {
    name: 'call',
    kind: 'call',
    uri: 'content://call_log/calls',
    dateUnitMs: 1,
    columns: ['number', 'presentation', 'date', 'duration', 'type', 'sub_id', 'subscription_id'],
    map: (row) => {
      const payload = mapCall(row, sources.context());
      return Promise.resolve({
        id: (ordinal) => callId(sources.keyring(), { ...payload, ordinal }),
        clear: {},
        seal: (previous) => {
          const known = previous as { source?: unknown } | null;
          const source = known?.source ?? payload.source;
          return Promise.resolve({ payload: { ...known, ...payload, source }, blobs: [] });
        },
      });
    },
  };
}
