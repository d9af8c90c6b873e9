/** The rehearsal handset as a person and an app have it: its page's buttons and its providers. */
import type { ProviderRow } from '@smseal/client';
import type { System } from '@smseal/testkit';

/** What a person does at the handset's page, such as `/page/text`. */
export async function atHandset(system: System, path: string, body: unknown = {}): Promise<void> {
  await ask(system, path, body);
}

/** Rows of one of the handset's tables, such as `content://sms`. */
export async function rowsOnHandset(system: System, uri: string, selection?: string): Promise<ProviderRow[]> {
  const query = { uri, ...(selection === undefined ? {} : { selection }) };
  const response = await ask(system, '/provider/query', query);
  const { rows } = (await response.json()) as { rows: ProviderRow[] | null };
  return rows ?? [];
}

async function ask(system: System, path: string, body: unknown): Promise<Response> {
  const response = await fetch(`${system.handsetUrl}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`${path} answered ${response.status}: ${await response.text()}`);
  return response;
}
