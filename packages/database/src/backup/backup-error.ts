/** A backup or a restore cannot be made; its message is one sentence with the reason and the mend. */
export class BackupError extends Error {
  override readonly name = 'BackupError';
}

/** What the system says of a failure, such as `ENOSPC`. */
export function systemWord(error: unknown): string {
  const { code, message } = error as { code?: unknown; message?: unknown };
  return typeof code === 'string' ? code : String(message ?? error);
}
