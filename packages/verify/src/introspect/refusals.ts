import { randomBytes } from 'node:crypto';
import { verdict, type Outcome } from '../probe/outcome.ts';
import { ask, jsonOf, textOf, type Asked, type Site } from '../site/site.ts';

/** Signs of inner workings: frames, files, SQL, addresses of other machines. */
const INNER = /\bat .+:\d+:\d+|node_modules|\.[cm]?[jt]s\b|\bSELECT\b|\bINSERT\b|postgres|ECONN|127\.0\.0\.1/;

/** Refusals of every kind, each provoked with words that must not come back. */
export async function refusals(site: Site): Promise<Outcome> {
  const word = `canary${randomBytes(8).toString('hex')}`;
  const json = { 'content-type': 'application/json' };
  const post = (path: string, body: string): Asked => ({ method: 'POST', path, headers: json, body });
  const asked: readonly Asked[] = [
    post(
      '/v1/sign-in/password',
      JSON.stringify({ identifier: `${word}@mail.example`, password: `${word}!` }),
    ),
    post('/v1/sign-up', JSON.stringify({ email: word, mobile: word })),
    post('/v1/sign-up', `{"email": "${word}`),
    { method: 'POST', path: '/v1/sign-up', headers: { 'content-type': `text/${word}` }, body: word },
    { path: `/v1/${word}` },
    { path: `/v1/records?kind=${word}`, headers: { authorization: `Bearer ${word}` } },
    { path: '/v1/account', headers: { cookie: `smseal_session=${word}` } },
    { method: 'DELETE', path: '/v1/sign-up' },
  ];
  const faults: string[] = [];
  for (const one of asked) {
    const answer = await ask(site, one);
    const place = `${one.method ?? 'GET'} ${one.path.replaceAll(word, '…')}`;
    const text = textOf(answer);
    if (answer.status < 400) faults.push(`${place} is not refused`);
    if (
      answer.headers['content-type'] !== 'application/problem+json' ||
      typeof jsonOf(answer)?.['code'] !== 'string'
    )
      faults.push(`${place} is refused in a form of its own`);
    if (text.includes(word) || JSON.stringify(answer.headers).includes(word))
      faults.push(`${place} repeats what was sent`);
    const inner = INNER.exec(text)?.[0];
    if (inner !== undefined) faults.push(`${place} shows “${inner}”`);
  }
  return verdict(
    faults,
    `${asked.length} refusals of different kinds say a code and nothing of what was sent`,
  );
}
