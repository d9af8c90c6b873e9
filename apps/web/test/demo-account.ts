/** Answers the account's HTTP routes in a page, as the server would, for an invented account. */
import { ERRORS } from '@smseal/protocol';
import type { Page } from 'playwright-core';

const now = Date.now();
const iso = (back: number) => new Date(now - back).toISOString();
const id = (letter: string) => letter.repeat(22);
const HOUR = 3_600_000;

const GETS: Readonly<Record<string, unknown>> = {
  '/v1/session': {
    account: id('A'),
    email: 'ada.brandt@example.org',
    mobile: '+447700900001',
    hasSignInMethod: true,
    hasPassword: true,
    passkeys: 1,
    hasRoot: true,
    kind: 'sealed',
    closedUntil: null,
  },
  '/v1/sessions': [
    { id: id('s'), started: iso(30 * HOUR), lastUsed: iso(60_000), current: true },
    { id: id('t'), started: iso(400 * HOUR), lastUsed: iso(52 * HOUR), current: false },
  ],
  '/v1/passkeys': [{ id: id('p'), name: 'Firefox on Linux', added: iso(700 * HOUR).slice(0, 10) }],
  '/v1/account': {
    id: id('A'),
    kind: 'sealed',
    retentionDays: null,
    counts: {
      records: { message: 5012, contact: 324, call: 412 },
      blobs: 210,
      blobOctets: 84_000_000,
      batches: 40,
    },
  },
  '/v1/account/older': { message: 1204, call: 31, campaign: 0, batch: 2 },
  '/v1/activity': {
    entries: [
      { id: id('1'), at: iso(2 * HOUR), ip: '203.0.113.24', action: 'sign-in', device: null },
      {
        id: id('2'),
        at: iso(30 * HOUR),
        ip: '203.0.113.24',
        action: 'device-added',
        device: 'd0002AAAAAAAAAAAAAAAAA',
      },
      { id: id('3'), at: iso(31 * HOUR), ip: '2001:db8::17', action: 'passkey-added', device: null },
      { id: id('4'), at: iso(32 * HOUR), ip: '2001:db8::17', action: 'sign-up', device: null },
    ],
    next: null,
  },
};

/** Takes over `/v1/*` in this page. */
export async function answerAccountRoutes(page: Page): Promise<void> {
  await page.route('**/v1/**', async (route) => {
    const { pathname } = new URL(route.request().url());
    const away = page.url().includes('signed-out') && pathname === '/v1/session';
    if (page.url().includes('of=wake') && pathname === '/v1/session') {
      const closedUntil = new Date(now + 51 * 24 * HOUR).toISOString();
      return route.fulfill({ json: { ...(GETS[pathname] as object), closedUntil } });
    }
    const of =
      page.url().includes('scenario=open') && (pathname === '/v1/session' || pathname === '/v1/account');
    if (of && route.request().method() === 'GET')
      return route.fulfill({ json: { ...(GETS[pathname] as object), kind: 'open' } });
    if (page.url().includes('of=settings-change-again') && pathname === '/v1/account/email')
      return route.fulfill({
        status: 403,
        contentType: 'application/problem+json',
        json: { title: ERRORS['sign-in-again'].sentence, code: 'sign-in-again', status: 403 },
      });
    const found = away ? undefined : route.request().method() === 'GET' ? GETS[pathname] : {};
    if (found === undefined)
      await route.fulfill({
        status: 404,
        contentType: 'application/problem+json',
        body: JSON.stringify({
          type: 'urn:smseal:error:not-found',
          title: 'There is nothing here; check the path and the id.',
          status: 404,
          code: 'not-found',
        }),
      });
    else await route.fulfill({ json: found });
  });
}
