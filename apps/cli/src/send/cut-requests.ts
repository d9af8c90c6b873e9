import type { Addressee } from './judge-row.ts';

/** Most recipients of one request, as the send API has it. */
const MOST_RECIPIENTS = 10_000;
/** Most octets of recipients in one request: the send API takes 8 MiB in all. */
const MOST_OCTETS = 6 * 1024 * 1024;

/** Cuts recipients into requests, the same way every time. */
export async function* cutRequests(people: AsyncIterable<Addressee[]>): AsyncGenerator<Addressee[]> {
  let request: Addressee[] = [];
  let octets = 0;
  for await (const some of people)
    for (const recipient of some) {
      const size = Buffer.byteLength(JSON.stringify(recipientOf(recipient)));
      if (request.length === MOST_RECIPIENTS || octets + size > MOST_OCTETS) {
        yield request;
        request = [];
        octets = 0;
      }
      request.push(recipient);
      octets += size + 1;
    }
  if (request.length > 0) yield request;
}

/** A recipient as the send API takes it. */
export function recipientOf({
  to,
  fields,
}: Addressee): string | { to: string; fields: Record<string, string> } {
  for (const _ in fields) return { to, fields };
  return to;
}
