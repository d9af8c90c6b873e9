import { listRecords } from '@smseal/client';
import { fromBase64Url, type DirectEvent, type LiveEvent } from '@smseal/protocol';
import { pieceCanaries, type Canary } from '@smseal/verify';
import type { CanaryStory } from './canary-story.ts';

/** The sealed octets of every live event that any device sent, as they were on the wire. */
export function liveCiphertexts({ wires }: CanaryStory): Canary[] {
  const events = wires.server.said().flatMap((octets): (LiveEvent | DirectEvent)[] => {
    if (octets[0] !== '{'.charCodeAt(0)) return [];
    const message = JSON.parse(octets.toString()) as LiveEvent | DirectEvent | { type: 'hello' | 'ping' };
    return message.type === 'live' || message.type === 'direct' ? [message] : [];
  });
  return events.flatMap((event) =>
    pieceCanaries(
      `${event.type} event ${event.type === 'live' ? event.seq : event.id} of ${event.from}`,
      fromBase64Url(event.envelope),
      3,
    ),
  );
}

/** The sealed octets of a text that is stored: the ones that must be found. */
export async function storedCiphertext({ browser }: CanaryStory): Promise<Canary[]> {
  const { records } = await listRecords(browser.api, { kind: 'message', limit: 1 });
  return records.flatMap(({ id, envelope }) => pieceCanaries(`message ${id}`, fromBase64Url(envelope), 3));
}
