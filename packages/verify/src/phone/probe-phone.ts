import path from 'node:path';
import { listRecords } from '@smseal/client';
import type { Id, MessagePayload } from '@smseal/protocol';
import { openRecord } from '@smseal/seal';
import { admitWaiting } from '../account/second-device.ts';
import type { ThrowawayAccount } from '../account/throwaway-account.ts';
import { ask, type Site } from '../site/site.ts';
import type { Stage } from '../stage/stage.ts';
import { waitFor } from '../stage/wait-for.ts';

const FILE = 'apps/phone/src/main.ts';

/** A made-up phone with this release's agent, linked to a throw-away account. */
export class ProbePhone {
  readonly #account: ThrowawayAccount;
  readonly #handset: Site;
  readonly #id: Id;

  private constructor(account: ThrowawayAccount, { handset, id }: { handset: Site; id: Id }) {
    this.#account = account;
    this.#handset = handset;
    this.#id = id;
  }

  /** Starts and links one, as people do with both before them. */
  static async open(account: ThrowawayAccount, stage: Stage): Promise<ProbePhone> {
    const rehearsal = await stage.startRehearsal('handset');
    const handset: Site = { origin: rehearsal.told('url') };
    // A SIM has its number from the first text of the service's on.
    const first = { to: account.mobile, text: 'This is your number.', kind: 'probe' };
    await tell({ origin: rehearsal.told('carrierUrl') }, '/v1/messages', first);
    const agent = await stage.start('phone', FILE, {
      SMSEAL_SERVER_URL: account.site.origin,
      SMSEAL_REHEARSAL_URL: handset.origin,
      SMSEAL_PHONE_HOME: path.join(stage.folder, 'phone'),
    });
    const shown = (): string | undefined =>
      agent.lines.flatMap((line) => /^\{"digits":"(\d{6})"/.exec(line)?.[1] ?? []).at(-1);
    const id = await admitWaiting(account, () => waitFor('the phone’s digits', shown));
    await tell(handset, '/agent/confirm', { linked: true });
    return new ProbePhone(account, { handset, id });
  }

  /** Somebody texts it. */
  receive(text: string): Promise<void> {
    return tell(this.#handset, '/page/text', { from: '+447700900999', text });
  }

  /** Its person deletes the newest text. */
  deleteNewest(): Promise<void> {
    return tell(this.#handset, '/page/delete-newest', {});
  }

  /** What texts of the phone say that the account has, as its first device reads them. */
  async textsInAccount(): Promise<string[]> {
    const { api, membership } = await this.#account.device();
    await membership.refresh();
    const { chain, keyring } = membership;
    const texts: string[] = [];
    for (let after: string | null | undefined; after !== null;) {
      const page = await listRecords(api, { kind: 'message', ...(after === undefined ? {} : { after }) });
      for (const record of page.records.filter(({ author }) => author === this.#id))
        texts.push(((await openRecord({ chain, keyring, record })) as MessagePayload).text);
      after = page.next;
    }
    return texts;
  }
}

async function tell(site: Site, where: string, body: object): Promise<void> {
  const headers = { 'content-type': 'application/json' };
  const answer = await ask(site, { method: 'POST', path: where, headers, body: JSON.stringify(body) });
  if (answer.status >= 300) throw new Error(`the made-up phone answers ${where} with ${answer.status}`);
}
