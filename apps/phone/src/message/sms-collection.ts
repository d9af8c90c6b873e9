import { mapSms, type RowContext } from '@smseal/client';
import type { MessagePayload } from '@smseal/protocol';
import type { Keyring } from '@smseal/seal';
import type { Collection } from '../provider/collection.ts';
import { messageRecord } from './message-record.ts';

export interface MessageSources {
  keyring: () => Keyring;
  context: () => RowContext;
  /** The outgoing text that a row is the phone's own record of; `row` names it among all tables. */
  batchOf: (payload: MessagePayload, row: string) => string | null;
}

/** The phone's table of texts. */
export function smsCollection({ keyring, context, batchOf }: MessageSources): Collection {
  return {
    name: 'sms',
    kind: 'message',
    uri: 'content://sms',
    dateUnitMs: 1,
    columns: ['address', 'body', 'date', 'date_sent', 'type', 'status', 'read', 'error_code', 'sub_id'],
    map: (row) => {
      const payload = mapSms(row, context());
      if (typeof payload === 'string') return Promise.resolve(null);
      const attach = () => Promise.resolve({ attachments: [], blobs: [] });
      const own = (sent: MessagePayload) => batchOf(sent, `sms/${row['_id']}`);
      return messageRecord({ keyring: keyring(), payload, digests: [], attach, batchOf: own });
    },
  };
}
