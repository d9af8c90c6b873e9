import type { DeviceSession } from '../device/device-session.ts';
import type { ThreadWindow } from '../engine-api.ts';
import { EngineError } from '../engine-error.ts';
import { threadItem } from './thread-item.ts';
import { windowAround } from './thread.ts';

/** More items than a screen can show at once are not worth copying. */
const MOST_ITEMS = 500;

/** The part of a thread around an index. @throws EngineError `no-conversation`. */
export async function threadWindow(
  session: DeviceSession,
  id: string,
  { around, count }: { around: number | 'end' | 'unread'; count: number },
): Promise<ThreadWindow> {
  const { mailbox } = session;
  if (!mailbox.conversations.get(id)) await session.restored;
  const conversation = mailbox.conversations.get(id);
  if (!conversation) {
    throw new EngineError(
      'no-conversation',
      'This conversation is not here; its texts were deleted or have not come yet.',
    );
  }
  const entries = conversation.thread.entries();
  const { firstUnread } = conversation;
  const index =
    around === 'end' ? entries.length : around === 'unread' ? (firstUnread ?? entries.length) : around;
  const { start, end } = windowAround(entries.length, index, Math.min(count, MOST_ITEMS));
  const context = {
    contacts: mailbox.contacts,
    pictures: session.pictures,
    text: (text: string) => mailbox.text(text),
    deviceName: (device: string) => session.deviceName(device),
    isGateway: (device: string) => session.membership.chain.device(device)?.platform === 'gateway',
    isOpen: session.membership.chain.open,
  };
  return {
    conversation: mailbox.conversations.row(conversation),
    total: entries.length,
    start,
    items: entries.slice(start, end).map((entry) => threadItem(entry, context)),
    firstUnread,
    complete: session.complete,
  };
}
