import { deleteRecords } from '@smseal/client';
import { MAX_BATCH_RECORDS, type BatchText } from '@smseal/protocol';
import { canonicalParty, conversationParties } from '@smseal/sms';
import type { DeviceSession } from '../device/device-session.ts';
import type { SendRequest } from '../engine-api.ts';
import { EngineError } from '../engine-error.ts';
import { isMine, partiesOf, textOf, type ThreadEntry } from '../message/thread-entry.ts';
import { sendRoutes } from './routes.ts';

/** Sends what a person wrote. @throws EngineError for what no phone could send. */
export async function sendText(
  session: DeviceSession,
  { to, text, device, simSlot, from }: SendRequest,
): Promise<{ conversation: string; item: string }> {
  const parties = conversationParties(to, contextOf(session));
  if (parties.length === 0)
    throw new EngineError('no-recipient', 'Nobody is named; add a number or a contact.');
  const strange = parties.find((party) => canonicalParty(party).kind === 'name');
  if (strange !== undefined) {
    throw new EngineError('not-a-number', `“${strange}” is not a number; write it with its country code.`);
  }
  if (text.trim() === '') throw new EngineError('no-text', 'There is no text; write something first.');
  const item = await session.acts.sender.send(
    { to: parties, text, simSlot, ...(from === undefined ? {} : { from }) },
    device,
  );
  return { conversation: await session.conversationOf(parties), item };
}

/** Sends a text of ours once more, by its own phone where that still sends. */
export async function sendAgain(session: DeviceSession, id: string): Promise<void> {
  const entry = session.mailbox.entry(id);
  if (!entry || !isMine(entry)) {
    throw new EngineError('no-such-text', 'This text is no longer there; it was deleted.');
  }
  const { membership, acts, presence } = session;
  const routes = sendRoutes(
    membership.chain,
    (device) => acts.settings.report(device),
    (device) => presence.connected(device),
  );
  const own = routeOf(entry);
  const route =
    routes.find(({ device, simSlot }) => device === own.device && simSlot === own.simSlot) ??
    routes.find(({ device }) => device === own.device) ??
    routes[0];
  if (!route) throw new EngineError('no-route', 'No linked phone can send; link a phone first.');
  const text: BatchText = { to: [...partiesOf(entry)], text: textOf(entry), simSlot: route.simSlot };
  const attachments = entry.type === 'text' ? entry.outgoing.attachments : [];
  await session.acts.sender.send(attachments.length > 0 ? { ...text, attachments } : text, route.device);
}

function routeOf(entry: ThreadEntry): { device: string; simSlot: number | null } {
  return entry.type === 'text'
    ? { device: entry.outgoing.target, simSlot: entry.outgoing.simSlot }
    : { device: entry.author, simSlot: entry.payload.sim?.slot ?? null };
}

/** Stops a text that has not left. */
export async function cancelText(session: DeviceSession, id: string): Promise<void> {
  const batch = id.split(':')[0];
  if (batch === undefined || !session.mailbox.text(id)) {
    throw new EngineError('no-such-text', 'This text is no longer waiting; look at its state.');
  }
  await session.acts.sender.cancel(batch);
  session.look();
}

/** Deletes here what the phones have deleted. @returns how many. */
export async function deleteGone(session: DeviceSession): Promise<number> {
  const ids = [...session.mailbox.messages()]
    .filter((entry) => entry.payload.goneFromPhone !== undefined)
    .map((entry) => entry.id);
  for (let from = 0; from < ids.length; from += MAX_BATCH_RECORDS) {
    const some = ids.slice(from, from + MAX_BATCH_RECORDS);
    await deleteRecords(
      session.api,
      some.map((id) => ({ kind: 'message', id })),
    );
    session.store.deleted('message', some);
  }
  return ids.length;
}

/** How numbers are read: own ones left out, national forms in the phones' country. */
export function contextOf({ acts }: DeviceSession): { own: string[]; country?: string } {
  const country = acts.settings.country();
  return { own: acts.settings.ownNumbers(), ...(country === undefined ? {} : { country }) };
}
