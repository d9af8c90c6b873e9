/**
 * Lets an error of a caller's callback surface as an uncaught exception of its own, so that the PDUs behind it in the
 * same chunk are still read.
 */
export function rethrowLater(error: unknown): void {
  queueMicrotask(() => {
    throw error;
  });
}
