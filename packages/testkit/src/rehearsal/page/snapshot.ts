import type { AgentStatus, ProviderDevice } from '@smseal/client';
import type { DeliveredNotice, NoticeDesk } from '../carrier/notice.ts';
import type { Handset } from '../handset/handset.ts';
import { SCENE_NAMES } from '../picture/picture.ts';

/** A text as the phone's owner sees it: also drafts, failures, and what is withheld from other apps. */
export interface ShownText {
  id: string;
  box: 'in' | 'out' | 'draft' | 'failed';
  /** Name or number of the other side. */
  who: string;
  text: string;
  /** RFC 3339 UTC. */
  at: string;
  /** A code in it, to copy. */
  code: string | null;
  /** Path of its picture. */
  picture: string | null;
  withheld: boolean;
  delivered: boolean;
}

/** All that the page shows. */
export interface Snapshot {
  device: ProviderDevice;
  silenced: boolean;
  agent: AgentStatus;
  texts: ShownText[];
  /** Texts that the carrier brought to other phones, newest first. */
  elsewhere: DeliveredNotice[];
  people: { name: string; number: string }[];
  scenes: readonly string[];
}

const SHOWN = 16;
const BOXES: Record<number, ShownText['box']> = { 1: 'in', 2: 'out', 3: 'draft', 5: 'failed' };

/** Reads the phone as its owner sees it. */
export function snapshot(handset: Handset, desk: NoticeDesk): Snapshot {
  return {
    device: handset.device(),
    silenced: handset.callSilenced,
    agent: handset.status,
    texts: latestTexts(handset),
    elsewhere: desk.latest().filter((notice) => !notice.here),
    people: people(handset),
    scenes: SCENE_NAMES,
  };
}

function latestTexts(handset: Handset): ShownText[] {
  const rows = handset.store.database
    .prepare(
      `SELECT * FROM (
        SELECT 'sms-' || _id AS id, type AS box, address, body, date, status, NULL AS part,
          EXISTS (SELECT 1 FROM rehearsal_withheld WHERE sms_id = sms._id AND until > :now) AS withheld
          FROM sms ORDER BY date DESC, _id DESC LIMIT :shown)
      UNION ALL SELECT * FROM (
        SELECT 'mms-' || _id, msg_box,
          (SELECT group_concat(address, ', ') FROM addr WHERE msg_id = pdu._id AND address NOT LIKE 'own:%'
            AND address != 'insert-address-token'),
          (SELECT text FROM part WHERE mid = pdu._id AND ct = 'text/plain'), date * 1000, -1,
          (SELECT _id FROM part WHERE mid = pdu._id AND ct LIKE 'image/%'), 0
          FROM pdu WHERE m_type != 130 ORDER BY date DESC, _id DESC LIMIT :shown)
      ORDER BY date DESC LIMIT :shown`,
    )
    .all({ now: handset.now(), shown: SHOWN });
  return rows.map((row) => {
    const text = row['body'] === null ? '' : String(row['body']);
    const box = BOXES[Number(row['box'])] ?? 'failed';
    return {
      id: String(row['id']),
      box,
      who: String(row['address'])
        .split(', ')
        .map((address) => handset.nameOf(address) ?? address)
        .join(', '),
      text,
      at: new Date(Number(row['date'])).toISOString(),
      code: box === 'in' ? (/(?<!\d)\d{6}(?!\d)/u.exec(text)?.[0] ?? null) : null,
      picture: row['part'] === null ? null : `/provider/part/${Number(row['part'])}`,
      withheld: row['withheld'] === 1,
      delivered: row['status'] === 0,
    };
  });
}

function people(handset: Handset): Snapshot['people'] {
  return handset.store.database
    .prepare(
      `SELECT display_name AS name, data1 AS number FROM view_data
        WHERE mimetype = 'vnd.android.cursor.item/phone_v2' AND is_primary = 1 ORDER BY contact_id LIMIT 40`,
    )
    .all()
    .map((row) => ({ name: String(row['name']), number: String(row['number']) }));
}
