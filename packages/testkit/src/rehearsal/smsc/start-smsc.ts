import type { SmscOptions } from './smsc-options.ts';
import { Smsc } from './smsc.ts';

/** Starts a carrier on loopback. Stop it, or it stays. */
export async function startSmsc(options: SmscOptions = {}): Promise<Smsc> {
  const smsc = new Smsc(options);
  const { port = 0 } = options;
  if (typeof port === 'number') await smsc.listen(port);
  else await smsc.listen(port.preferred).catch((error: unknown) => listenElsewhere(smsc, error));
  return smsc;
}

async function listenElsewhere(smsc: Smsc, error: unknown): Promise<void> {
  if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error;
  await smsc.listen(0);
}
