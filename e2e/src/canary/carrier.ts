import { startSmsc } from '@smseal/testkit/rehearsal';
import type { Smsc } from '../gateway/open-gateway-stage.ts';
import type { Lifetime } from '../lifetime.ts';
import { until } from '../until.ts';

/** A made-up carrier and the phones of everybody who is texted over it. */
export interface Carrier {
  smsc: Smsc;
  /** Resolves once so many texts are on the phone of a number; it can reply from then on. */
  arrived(number: string, texts?: number): Promise<void>;
  /** The newest text on the phone of a number. */
  newestOf(number: string): string | null;
}

/** Starts a carrier that takes everything. */
export async function startCarrier(lifetime: Lifetime): Promise<Carrier> {
  const phones = new Map<string, (string | null)[]>();
  const smsc = await startSmsc({
    behaviour: 'fast',
    onText: ({ to, text }) => void phones.set(to, [...(phones.get(to) ?? []), text]),
  });
  lifetime.after(() => smsc.stop());
  return {
    smsc,
    arrived: async (number, texts = 1) => {
      await until(
        `text ${texts} to ${number}`,
        () => (phones.get(number)?.length ?? 0) >= texts || undefined,
      );
    },
    newestOf: (number) => phones.get(number)?.at(-1) ?? null,
  };
}
