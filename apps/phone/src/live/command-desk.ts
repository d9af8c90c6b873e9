import { hasExpired, REMEMBER_AFTER_EXPIRY_MS, type PhoneSource, type ServerClock } from '@smseal/client';
import type { Id, LivePayload } from '@smseal/protocol';
import type { Journal } from '../journal/journal.ts';
import type { Log } from '../log/log.ts';

export type Command = Extract<
  LivePayload,
  { type: 'dismiss-notification' | 'silence-call' | 'sync-deletions-now' }
>;
export type Receipt = Extract<LivePayload, { type: 'command-receipt' }>;

export interface CommandDeskOptions {
  journal: Journal;
  source: PhoneSource;
  clock: ServerClock;
  /** Deletes in the account what the phone no longer has; how many. */
  deleteGone: () => Promise<number>;
  log: Log;
}

/** Obeys commands once, in time, and says what came of them. */
export class CommandDesk {
  readonly #options: CommandDeskOptions;

  constructor(options: CommandDeskOptions) {
    this.#options = options;
  }

  /** The receipt; null for a command that was taken before. */
  async take(command: Command, from: Id): Promise<Receipt | null> {
    const { journal, clock, log } = this.#options;
    const receipt = (outcome: Receipt['outcome'], reason?: string): Receipt => ({
      v: 1,
      type: 'command-receipt',
      id: command.id,
      outcome,
      ...(reason === undefined ? {} : { reason }),
    });
    if (hasExpired(command.expires, clock)) return receipt('expired');
    // Durable before anything is done: after a crash the command is forgotten rather than obeyed twice.
    const forgetAt = Date.parse(command.expires) + REMEMBER_AFTER_EXPIRY_MS;
    journal.run('DELETE FROM command WHERE forget_at < ?', clock.own());
    if (
      journal.run('INSERT OR IGNORE INTO command (id, forget_at) VALUES (?, ?)', command.id, forgetAt) === 0
    ) {
      return null;
    }
    try {
      return await this.#obey(command, receipt);
    } catch (error) {
      log('warn', 'command failed', { type: command.type, from, reason: String(error) });
      return receipt('failed', 'The phone did not answer.');
    }
  }

  async #obey(
    command: Command,
    receipt: (outcome: Receipt['outcome'], reason?: string) => Receipt,
  ): Promise<Receipt> {
    const { source, deleteGone } = this.#options;
    switch (command.type) {
      case 'dismiss-notification': {
        const result = await source.dismissNotification(command.key);
        return result === 'done' ? receipt('done') : receipt('refused', 'The notification is gone already.');
      }
      case 'silence-call': {
        const result = await source.silenceCall(command.call);
        return result === 'done' ? receipt('done') : receipt('refused', 'The call has ended.');
      }
      case 'sync-deletions-now':
        return receipt('done', String(await deleteGone()));
    }
  }
}
