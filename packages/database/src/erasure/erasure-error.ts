/** Erasures do not stand as they should; its message is one sentence with the reason and the mend. */
export class ErasureError extends Error {
  override readonly name = 'ErasureError';
}
