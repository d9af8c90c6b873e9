import { CodedError, type AnswerLink, type Id, type LinkReveal } from '@smseal/protocol';
import { inTransaction, type Database, type Transaction } from '../connection/database.ts';
import { linkPlace, lockLink, requireState, type Link } from './link-row.ts';

interface Step {
  link: Id;
  now: Date;
}

/** The trusted device answers: once. @throws CodedError `not-found`, `link-over`, `link-state` */
export async function answerLink(
  database: Database,
  { account, link: id, answer, now }: Step & { account: Id; answer: AnswerLink },
): Promise<void> {
  await inTransaction(database, async (transaction) => {
    const link = await lockLink(transaction, id, now);
    if (link.account !== account) throw new CodedError('not-found');
    requireState(link, 'waiting');
    await move(transaction, link, { state: 'answered', answer: JSON.stringify(answer) });
  });
}

/** The new device opens its commitment: once, after the answer. @throws CodedError `not-found`, `link-over`, `link-state` */
export async function revealLink(
  database: Database,
  { link: id, reveal, now }: Step & { reveal: LinkReveal },
): Promise<Link> {
  return inTransaction(database, async (transaction) => {
    const link = await lockLink(transaction, id, now);
    requireState(link, 'answered');
    const plain = Buffer.from(JSON.stringify(reveal));
    const sealed = await transaction.keys.sealForDay(linkPlace(id, 'reveal'), plain);
    await move(transaction, link, { state: 'revealed', reveal: sealed });
    return link;
  });
}

/** Either side ends it for good. @throws CodedError `not-found`, `link-over` */
export async function refuseLink(database: Database, { link: id, now }: Step): Promise<Link> {
  return inTransaction(database, async (transaction) => {
    const link = await lockLink(transaction, id, now);
    requireState(link, link.state === 'answered' || link.state === 'revealed' ? link.state : 'waiting');
    await move(transaction, link, { state: 'refused' });
    return link;
  });
}

interface Move {
  state: 'answered' | 'revealed' | 'refused' | 'finished';
  answer?: string;
  reveal?: Buffer;
}

async function move(transaction: Transaction, link: Link, to: Move): Promise<void> {
  await transaction
    .updateTable('link')
    .set(to)
    .where('account_id', '=', link.account)
    .where('id', '=', link.id)
    .execute();
}

export interface FinishInput extends Step {
  account: Id;
  /** The device that the entry admits. */
  device: LinkReveal['device'];
  /** Who admits it: null for the root. */
  by: Id | null;
}

/**
 * The admission that a link was for. It admits exactly what was revealed, by the device that answered.
 * @returns SHA-256 of the new device's token. @throws CodedError `not-found`, `link-over`, `link-state`
 */
export async function finishLink(transaction: Transaction, input: FinishInput): Promise<Buffer> {
  const link = await lockLink(transaction, input.link, input.now);
  if (link.account !== input.account) throw new CodedError('not-found');
  requireState(link, 'revealed');
  const { device } = link.reveal ?? {};
  const same =
    device?.id === input.device.id &&
    device.sign === input.device.sign &&
    device.agree === input.device.agree &&
    device.platform === input.device.platform &&
    link.answer?.device === input.by;
  if (!same) throw new CodedError('link-state', { state: link.state });
  await move(transaction, link, { state: 'finished' });
  return link.credential;
}
