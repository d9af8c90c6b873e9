/** The first screen comes first. */
const LIKELY_AFTER_MS = 300;

/** The open conversation; not needed for the list. */
export const loadThread = () => import('../thread/thread-screen.tsx');

/** Fetches what the next click most likely needs, so that it is there by then. */
export function fetchLikely(): () => void {
  const timer = setTimeout(() => void loadThread().catch(() => undefined), LIKELY_AFTER_MS);
  return () => clearTimeout(timer);
}
