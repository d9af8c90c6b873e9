import { useEffect, useSyncExternalStore } from 'react';
import { guardRelease, onRelease, releaseState } from './guard.ts';
import type { ReleaseState } from './worker-messages.ts';

const REASONS = {
  unsigned: 'is not as its publisher signed it',
  'other-publisher': 'is signed by another publisher than the app that runs here',
  older: 'is older than the app that runs here',
} as const satisfies Record<(ReleaseState & { state: 'refused' })['reason'], string>;

/** How the release in use stands, where that is worth a line. Guards it from then on. */
export function useRelease(): { role: 'status' | 'alert'; sentence: string; canReload: boolean } | null {
  useEffect(() => void guardRelease(), []);
  const release = useSyncExternalStore(onRelease, releaseState);
  switch (release.state) {
    case 'in-use':
      return null;
    case 'newer':
      return { role: 'status', sentence: 'A newer version of the app is here.', canReload: true };
    case 'refused':
      return {
        role: 'alert',
        sentence: `The app that the service offers ${REASONS[release.reason]}. This browser goes on with the one that it has.`,
        canReload: false,
      };
  }
}
