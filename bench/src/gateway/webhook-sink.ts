import { Child } from './child.ts';

/** What the sink was told. */
export interface Told {
  posts: number;
  /** Those that say that a text was delivered. */
  delivered: number;
  /** Signatures that were checked, and how many of them were wrong. */
  checked: number;
  wrong: number;
  /** When the last one came, ms since 1970. */
  lastAt: number;
}

/** `secret`: as in `Webhook.secret`; null where nobody signs. Counts from 0 again. */
export type SinkOrder = { begin: { secret: string | null } } | { begin?: undefined };

/** Takes webhooks and counts them, in a process of its own. */
export interface WebhookSink {
  port: number;
  begin(secret: string | null): Promise<void>;
  told(): Promise<Told>;
  stop(): Promise<void>;
}

export async function startWebhookSink(): Promise<WebhookSink> {
  const { child, ready } = await Child.start<{ port: number }>('sink-process.ts');
  return {
    port: ready.port,
    async begin(secret) {
      await child.ask<Told>({ begin: { secret } } satisfies SinkOrder);
    },
    told: () => child.ask<Told>({} satisfies SinkOrder),
    stop: () => child.stop(),
  };
}
