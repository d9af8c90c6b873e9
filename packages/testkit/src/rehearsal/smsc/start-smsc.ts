import type { SmscOptions } from './smsc-options.ts';
import { Smsc } from './smsc.ts';

/** Starts a carrier on loopback. Stop it, or it stays. */
export async function startSmsc(options: SmscOptions = {}): Promise<Smsc> {
  const smsc = new Smsc(options);
  await smsc.listen(options.port ?? 0);
  return smsc;
}
