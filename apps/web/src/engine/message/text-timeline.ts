import { expandBatch } from '@smseal/client';
import { explainText, gatewayRoute, type GatewayRoute, type RoutedText, type WayOut } from '@smseal/policy';
import type { BatchText, TextEvent } from '@smseal/protocol';
import { itemKey, type HeldBatch } from '../cache/cache-item.ts';
import type { DeviceSession } from '../device/device-session.ts';
import type { TextTimelineView } from './timeline-api.ts';

const TEXT_ID = /^([A-Za-z0-9_-]{22}):(0|[1-9][0-9]{0,2})$/;

/**
 * The life of one text, made here from the account's own sealed batch and the reports that its sender signed. The server
 * is asked nothing.
 */
export async function textTimeline(session: DeviceSession, id: string): Promise<TextTimelineView | null> {
  const [, batch, place] = TEXT_ID.exec(id) ?? [];
  if (batch === undefined) return null;
  const index = Number(place);
  const held = heldBatch(session, batch) ?? (await session.restored, heldBatch(session, batch));
  const text = held?.content.texts[index];
  if (!held || !text || text.erased === true) return null;
  const { stored, content } = held;
  const events = [...held.segments]
    .sort((a, b) => a.number - b.number)
    .flatMap((segment) => segment.content.events)
    .filter((event) => event.index === index);
  const state = expandBatch({ batch: stored, content }, held.segments)[index]?.state ?? 'queued';
  const { sender, way } = await senderOf(session, held, { text, events });
  const { contacts, conversations } = session.mailbox;
  const conversation = held.conversations[index] ?? '';
  const known = conversations.get(conversation);
  const { createdAt } = content;
  const { notBefore, expires } = stored;
  return {
    ...explainText({ state, text, createdAt, notBefore, expires, events, way }),
    id,
    state,
    conversation: { id: conversation, title: known ? conversations.title(known) : text.to.join(', ') },
    to: text.to.map((number) => ({ number: contacts.formatted(number), name: contacts.nameOf(number) })),
    text: text.text,
    at: createdAt,
    author: session.deviceName(stored.author),
    notBefore,
    expires,
    sender,
  };
}

function heldBatch({ store }: DeviceSession, batch: string): HeldBatch | null {
  const item = store.item(itemKey('batch', batch));
  return item && 'batch' in item ? item.batch : null;
}

/** Who sends a batch: of a pool of gateways the one that last reported on it, else the device that it is sealed to. */
async function senderOf(
  session: DeviceSession,
  { stored, segments }: HeldBatch,
  { text: { from, simSlot }, events }: { text: BatchText; events: readonly TextEvent[] },
): Promise<{ sender: TextTimelineView['sender']; way: WayOut }> {
  const { chain } = session.membership;
  // What was sealed anew is told by who erased texts of it.
  const told = stored.replaces === undefined ? segments : [];
  const reporter = told.toSorted((a, b) => a.number - b.number).at(-1)?.author ?? '';
  const device = chain.device(reporter) ?? chain.device(stored.target);
  const name = device?.name ?? null;
  if (device !== undefined && device.platform !== 'gateway')
    return { sender: { kind: 'phone', name, simSlot, carrier: null }, way: { kind: 'radio' } };
  const {
    way,
    name: carrier,
    why,
  } = await routeOf(session, device?.id ?? stored.target, {
    from: from ?? null,
    events,
  });
  return { sender: { kind: 'gateway', name, simSlot: null, carrier: { name: carrier, why } }, way };
}

/** The route as the gateway noted it, told by what the gateway obeys now: what it obeyed then is not written down. */
async function routeOf(session: DeviceSession, gateway: string, text: RoutedText): Promise<GatewayRoute> {
  const desk = await session.acts.gateways();
  const views = await desk.views(session.deviceViews()).catch(() => []);
  const settings = views.find(({ device }) => device.id === gateway)?.settings ?? null;
  const route = gatewayRoute(settings?.connectors ?? [], text);
  if (settings !== null) return { ...route, why: `${route.why} These are its settings of now.` };
  const why =
    'What the gateway obeys is not known here, so the rehearsal carrier’s alphabets are reckoned with.';
  return { ...route, name: 'Its carrier', why };
}
