import { integerOf, type PhoneSource } from '@smseal/client';

/** About how many messages and calls the phone has: what progress is measured against. */
export async function countRows(source: PhoneSource): Promise<{ message: number; call: number }> {
  const threads = await source.query({ uri: 'content://mms-sms/conversations' }).catch(() => []);
  const message = threads.reduce((sum, thread) => sum + (integerOf(thread, 'message_count') ?? 0), 0);
  const [lastCall] = await source.query({ uri: 'content://call_log/calls', sort: '_id DESC', limit: 1 });
  return { message, call: lastCall === undefined ? 0 : (integerOf(lastCall, '_id') ?? 0) };
}
