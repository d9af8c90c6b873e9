/** The server's own codes go over a gateway as soon as that has a carrier, and leave a trace nowhere. */
import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { newPerson, startSystem, type System } from '@smseal/testkit';
import { startSmsc } from '@smseal/testkit/rehearsal';
import { carrierAt } from '../src/gateway/carrier-at.ts';
import { GatewayOwner } from '../src/gateway/gateway-owner.ts';
import { HeadlessBrowser } from '../src/headless-browser.ts';
import { until } from '../src/until.ts';

type Smsc = Awaited<ReturnType<typeof startSmsc>>;

const TOKEN = 'what-the-server-shows-to-its-gateway';

describe('the server’s notices', () => {
  let system: System;
  let smsc: Smsc;
  let owner: GatewayOwner;

  before(async () => {
    smsc = await startSmsc({ behaviour: 'fast' });
    system = await startSystem({
      programs: ['database', 'rehearsal', 'server', 'gateway'],
      env: { SMSEAL_NOTICE_TOKEN: TOKEN },
    });
    const urls = `${system.gatewayUrl}/notices,${system.carrierUrl}`;
    await system.end('server');
    await system.restart('server', { SMSEAL_NOTICE_URL: urls });
    const browser = await HeadlessBrowser.signUp(system);
    owner = new GatewayOwner(browser, await browser.linkGateway());
    browser.close();
  });
  after(async () => {
    await system?.stop();
    await smsc?.stop();
  });

  /** The code of the newest text to a number at the carrier of the settings. */
  const codeFor = (mobile: string): Promise<string> =>
    until('a code at the carrier', () => {
      const text = smsc.texts().findLast(({ to }) => to === mobile)?.text;
      return /(?<!\d)\d{6}(?!\d)/.exec(text ?? '')?.[0];
    });

  const tellsOf = (mobile: string): boolean =>
    system.linesOf('rehearsal').some((line) => line.includes(mobile));

  test('come to the rehearsal while the gateway has no carrier of its own', async () => {
    const codeFor = (mobile: string) => system.oneTimePassword(mobile);
    const person = await newPerson(system.origin, { codeFor }, { origin: system.origin });
    assert.ok(tellsOf(person.mobile));
    assert.equal(smsc.texts().length, 0);
  });

  test('go by its carrier once it has one, and no code and no number stays anywhere', async () => {
    const connector = carrierAt(smsc, { systemId: 'gateway', password: 'secret', from: ['Operator'] });
    await owner.configure((settings) => ({ ...settings, connectors: [connector] }));
    await until('a notice that it takes', async () => {
      const probe = { to: '+447700900999', text: 'Probe', kind: 'notice' };
      const response = await fetch(`${system.gatewayUrl}/notices/v1/messages`, {
        method: 'POST',
        headers: { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/json' },
        body: JSON.stringify(probe),
      });
      await response.body?.cancel();
      return response.status === 202 || undefined;
    });
    let code = '';
    const mobile = '+447700955667';
    await newPerson(
      system.origin,
      { codeFor: async (to) => (code = await codeFor(to)) },
      { origin: system.origin, email: 'notice@example.org', mobile },
    );
    const text = smsc.texts().find(({ to }) => to === mobile);
    assert.equal(text?.from, 'Operator');
    assert.ok(!tellsOf(mobile));
    const said = (['server', 'gateway', 'rehearsal', 'database'] as const).flatMap((name) => [
      ...system.linesOf(name),
      ...system.logOf(name),
    ]);
    const kept = [said.join('\n'), ...(await filesOf(system.home))];
    assert.ok(kept.length > 5);
    for (const text of kept) assert.ok(!text.includes(`${code} is your`), 'the notice');
    assert.ok(!said.some((line) => line.includes(code) || line.includes(mobile.slice(1))));
  });
});

/** What is in the gateway's folder and in all that is not the database. */
async function filesOf(home: string): Promise<string[]> {
  const entries = await readdir(home, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile() && !entry.parentPath.includes('postgres'));
  return Promise.all(
    files.map((entry) => readFile(path.join(entry.parentPath, entry.name), 'latin1').catch(() => '')),
  );
}
