import type { MessagePayload, MessageStatus } from '@smseal/protocol';
import type { ProviderRow } from '../source/provider-door.ts';
import { UNKNOWN_PARTY, type RowContext, type Skipped } from './row-context.ts';
import { instant, integerOf, textOf, timeMsOf } from './row-values.ts';

/** `Telephony.TextBasedSmsColumns`: `type`, the box of a text. */
const BOX = { inbox: 1, sent: 2, draft: 3, outbox: 4, failed: 5, queued: 6 } as const;

/** A row of table `sms` as a payload. */
export function mapSms(row: ProviderRow, context: RowContext): MessagePayload | Skipped {
  const box = integerOf(row, 'type');
  if (box === BOX.draft) return 'draft';
  const incoming = box === BOX.inbox;
  const status = incoming ? 'received' : statusOf(box, integerOf(row, 'status'), context);
  if (status === null) return 'not-a-message';
  const address = textOf(row, 'address')?.trim() ?? '';
  const parties = address === '' ? [] : context.others([address]);
  const sentMs = incoming ? timeMsOf(row, 'date_sent') : null;
  const errorCode = integerOf(row, 'error_code') ?? -1;
  return {
    v: 1,
    direction: incoming ? 'in' : 'out',
    transport: 'sms',
    parties: parties.length > 0 ? parties : [UNKNOWN_PARTY],
    from: incoming ? (address === '' ? UNKNOWN_PARTY : context.party(address)) : null,
    text: bodyOf(row),
    attachments: [],
    at: instant(timeMsOf(row, 'date') ?? 0),
    ...(sentMs === null ? {} : { sentAt: instant(sentMs) }),
    sim: context.sim(integerOf(row, 'sub_id') ?? -1),
    status,
    ...(status === 'failed'
      ? { error: errorCode > 0 ? `error ${errorCode}` : 'the phone gives no reason' }
      : {}),
    read: !incoming || integerOf(row, 'read') !== 0,
    source: context.source,
  };
}

/** The word "null" is a text that people send, so a body is never read as missing because of it. */
function bodyOf(row: ProviderRow): string {
  const body = row['body'];
  return body === null || body === undefined ? '' : String(body);
}

/** `status` of what was sent: −1 no report asked, 0 delivered, 32 pending, 64 failed (3GPP TS 23.040 §9.2.3.15). */
function statusOf(box: number | null, report: number | null, context: RowContext): MessageStatus | null {
  switch (box) {
    case BOX.sent:
      if (report === 0) return 'delivered';
      return report !== null && report >= 64 ? 'failed' : 'sent';
    case BOX.failed:
      return 'failed';
    case BOX.outbox:
    case BOX.queued:
      return context.source === 'import' ? 'unknown' : 'sending';
    default:
      return null;
  }
}
