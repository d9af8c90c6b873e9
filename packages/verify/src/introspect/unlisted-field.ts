import { green, red, type Outcome } from '../probe/outcome.ts';
import { ask, jsonOf, type Site } from '../site/site.ts';

/** A sign-up that brings more than it is asked for; nothing comes of it. */
export async function unlistedField(site: Site): Promise<Outcome> {
  const answer = await ask(site, {
    method: 'POST',
    path: '/v1/sign-up',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email: 'nobody@mail.example', mobile: '+15550100', name: 'Nobody' }),
  });
  const at = jsonOf(answer)?.['at'];
  if (answer.status !== 422) return red(`a sign-up with a name is answered with ${answer.status}`);
  return at === '/name' ? green('422, at /name') : red(`422, but it names ${String(at)}`);
}
