import { unproved, verdict, type Outcome } from '../probe/outcome.ts';
import { ask, textOf, type Site } from '../site/site.ts';

/** A page of the app that anyone can load; its scripts name all others. */
const APP = '/settings/devices';
const MOST_SCRIPTS = 200;
/** What whoever wants no secret key is to read before, beside the button that makes such an account. */
const TOLD = 'We can read your texts. They are encrypted on our disks.';
const BUTTON = 'Make an open account';

/** The app as it is served: the choice of an open account is told as what it is. */
export async function openChoice(site: Site): Promise<Outcome> {
  const page = await ask(site, { path: APP });
  if (page.status !== 200) return unproved(`${APP} answers ${page.status}`);
  const found = [...textOf(page).matchAll(/<script\b[^>]*\bsrc="([^"]+\.js)"/g)].map(([, src = '']) => src);
  const scripts = new Set(found.map((src) => new URL(src, `${site.origin}${APP}`).pathname));
  const offers: string[] = [];
  for (const path of scripts) {
    if (scripts.size > MOST_SCRIPTS) return unproved('there is no end of scripts');
    const text = textOf(await ask(site, { path }));
    for (const [, name = ''] of text.matchAll(/["'`](?:\.\/|\/?assets\/)([\w.-]+\.js)["'`]/g))
      scripts.add(`/assets/${name}`);
    if (text.includes(BUTTON)) offers.push(text);
  }
  if (offers.length === 0) return unproved('the app offers no open account');
  const faults = offers.some((text) => !text.includes(TOLD))
    ? ['an open account is offered without a word']
    : [];
  return verdict(faults, `who wants no secret key is told: “${TOLD}”`);
}
