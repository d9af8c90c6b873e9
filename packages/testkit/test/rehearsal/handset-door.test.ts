import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { startRehearsal, type Rehearsal } from '../../src/rehearsal/index.ts';

interface Heard {
  event: string;
  data: Record<string, unknown>;
}

let rehearsal: Rehearsal;
const printed: string[] = [];
const heard: Heard[] = [];
const ears = new AbortController();

before(async () => {
  rehearsal = await startRehearsal({
    seed: 9,
    counts: { messages: 200, contacts: 20, calls: 5 },
    pace: 0.01,
    print: (line) => printed.push(line),
  });
  await listen();
});
after(async () => {
  ears.abort();
  await rehearsal.stop();
});

async function listen(): Promise<void> {
  const answer = await fetch(`${rehearsal.handsetUrl}/provider/events`, { signal: ears.signal });
  assert.equal(answer.headers.get('content-type'), 'text/event-stream');
  void (async () => {
    let held = '';
    for await (const chunk of answer.body ?? []) {
      held += Buffer.from(chunk).toString('utf8');
      const blocks = held.split('\n\n');
      held = blocks.pop() ?? '';
      for (const block of blocks) {
        const event = /^event: (.+)$/mu.exec(block)?.[1];
        const data = /^data: (.+)$/mu.exec(block)?.[1];
        if (event && data) heard.push({ event, data: JSON.parse(data) as Heard['data'] });
      }
    }
  })().catch(() => undefined);
}

async function until<T>(find: () => T | undefined, what: string): Promise<T> {
  for (let tries = 0; tries < 300; tries += 1) {
    const found = find();
    if (found !== undefined) return found;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  throw new Error(`never came: ${what}; heard ${JSON.stringify(heard.slice(-8))}`);
}

const event = (name: string, token?: string): Promise<Heard['data']> =>
  until(
    () =>
      heard.find((one) => one.event === name && (token === undefined || one.data['token'] === token))?.data,
    `${name} ${token ?? ''}`,
  );

async function post(path: string, body: object, base = rehearsal.handsetUrl): Promise<Response> {
  return fetch(base + path, { method: 'POST', body: JSON.stringify(body) });
}

async function sent(selection: string): Promise<Record<string, unknown>[]> {
  const answer = await post('/provider/query', { uri: 'content://sms', selection });
  return ((await answer.json()) as { rows: Record<string, unknown>[] }).rows;
}

describe('sending', () => {
  it('is accepted, sent, delivered and answered, part by part', async () => {
    const text = 'x'.repeat(200);
    const answer = await post('/provider/send', { to: '+12025550144', text, simSlot: 1, token: 'a' });
    assert.deepEqual(await answer.json(), { result: 'accepted' });
    const delivered = await until(
      () => heard.find((one) => one.event === 'sms-delivered' && one.data['part'] === 2)?.data,
      'second part delivered',
    );
    assert.deepEqual([delivered['token'], delivered['of']], ['a', 2]);
    const parts = heard.filter((one) => one.event === 'sms-sent').map((one) => one.data['part']);
    assert.deepEqual(parts, [1, 2]);
    const [row] = await sent("address = '+12025550144' AND type = 2");
    assert.equal(delivered['uri'], `content://sms/${Number(row?.['_id'])}`);
    assert.deepEqual([row?.['body'], row?.['status'], row?.['sub_id']], [text, 0, 2]);
    await until(
      () =>
        rehearsal.handset.store.database
          .prepare("SELECT 1 FROM sms WHERE address = '+12025550144' AND type = 1")
          .get(),
      'an answer',
    );
  });

  it('that fails says why, and leaves nothing in the sent box that an app sees', async () => {
    await post('/provider/send', { to: '+12025550190', text: 'no', simSlot: null, token: 'b' });
    assert.equal((await event('sms-failed', 'b'))['error'], 'RESULT_ERROR_GENERIC_FAILURE');
    await post('/provider/send', { to: '+12025550191', text: 'no', simSlot: null, token: 'c' });
    assert.equal((await event('sms-failed', 'c'))['error'], 'RESULT_ERROR_NO_SERVICE');
    await post('/provider/send', { to: '+12025550194', text: 'y'.repeat(200), simSlot: null, token: 'd' });
    assert.equal((await event('sms-failed', 'd'))['part'], 2);
    assert.deepEqual(await sent("address LIKE '+120255501_9%' OR address = '+12025550194'"), []);
  });

  it('may never be delivered, or never be reported at all', async () => {
    await post('/provider/send', { to: '+12025550192', text: 'lost', simSlot: 0, token: 'e' });
    await post('/provider/send', { to: '+12025550193', text: 'silence', simSlot: 0, token: 'f' });
    await event('sms-sent', 'e');
    await new Promise((resolve) => setTimeout(resolve, 80));
    assert.ok(!heard.some((one) => one.event === 'sms-delivered' && one.data['token'] === 'e'));
    assert.ok(!heard.some((one) => one.data['token'] === 'f'));
  });

  it('to nobody, of nothing or by a SIM that is not there is refused', async () => {
    for (const body of [
      { to: 'Ada', text: 'x', simSlot: 0, token: 'g' },
      { to: '+12025550144', text: '', simSlot: 0, token: 'g' },
      { to: '+12025550144', text: 'x', simSlot: 5, token: 'g' },
      { to: [], text: 'x', simSlot: 0, token: 'g' },
    ]) {
      const answer = (await (await post('/provider/send', body)).json()) as { result: string };
      assert.equal(answer.result, 'refused', JSON.stringify(body));
    }
    assert.equal((await post('/provider/send', { to: 5, text: 'x', token: 'g' })).status, 422);
  });

  it('to several, or with a picture, is one picture message', async () => {
    const data = Buffer.from('not really a picture').toString('base64');
    await post('/provider/send', {
      to: ['+12025550145', '+12025550146'],
      text: 'both of you',
      simSlot: 0,
      token: 'h',
      attachments: [{ contentType: 'image/png', name: 'a.png', data }],
    });
    const uri = String((await event('sms-sent', 'h'))['uri']);
    assert.match(uri, /^content:\/\/mms\/\d+$/);
    const parts = await post('/provider/query', { uri: `${uri}/part`, selection: "ct = 'image/png'" });
    const [part] = ((await parts.json()) as { rows: Record<string, number>[] }).rows;
    const octets = await fetch(`${rehearsal.handsetUrl}/provider/part/${part?.['_id']}`);
    assert.equal(await octets.text(), 'not really a picture');
  });
});

describe('the moment', () => {
  it('rings, is answered, ends, and stands in the call log', async () => {
    const contact = rehearsal.handset.store.database
      .prepare("SELECT data1, display_name FROM view_data WHERE mimetype LIKE '%phone_v2' LIMIT 1")
      .get();
    await post('/page/call', { number: contact?.['data1'] });
    const ringing = await event('call');
    assert.deepEqual([ringing['state'], ringing['name']], ['ringing', contact?.['display_name']]);
    const silenced = await post('/provider/call/silence', { call: ringing['call'] });
    assert.deepEqual(await silenced.json(), { result: 'done' });
    assert.equal(rehearsal.handset.callSilenced, true);
    assert.equal((await post('/page/call', { number: '1' })).status, 409);
    await post('/page/call/answer', {});
    await post('/page/call/end', {});
    await until(() => heard.find((one) => one.data['state'] === 'ended'), 'the end');
    assert.deepEqual(await (await post('/provider/call/silence', { call: ringing['call'] })).json(), {
      result: 'gone',
    });
    const rows = await post('/provider/query', { uri: 'content://call_log/calls', limit: 1 });
    assert.equal(((await rows.json()) as { rows: { type: number }[] }).rows[0]?.type, 1);
    await post('/page/call', {});
    await post('/page/call/end', { how: 'missed' });
    await until(() => heard.find((one) => one.data['state'] === 'missed'), 'a missed call');
  });

  it('notifications come and go, and the battery falls', async () => {
    await post('/page/notification', { app: 'Calendar', title: 'Choir', text: '18:30' });
    const { key } = await event('notification');
    assert.deepEqual(await (await post('/provider/notification/dismiss', { key })).json(), {
      result: 'done',
    });
    assert.equal((await event('notification-gone'))['key'], key);
    assert.deepEqual(await (await post('/provider/notification/dismiss', { key })).json(), {
      result: 'gone',
    });
    await post('/page/battery', { level: 7, charging: false });
    await until(
      () => heard.find((one) => one.event === 'battery' && one.data['level'] === 7),
      'a low battery',
    );
  });

  it('linking shows its digits to people, and tells the agent what they say', async () => {
    assert.equal((await post('/agent/status', { state: 'digits', digits: '483920' })).status, 204);
    assert.equal(printed.at(-1), 'The phone shows 483 920: type these digits in the browser.');
    await post('/agent/confirm', { linked: false });
    assert.equal((await event('agent-confirm'))['linked'], false);
    await post('/agent/link', {});
    await event('agent-link');
    assert.equal((await post('/agent/status', { state: 'singing' })).status, 422);
  });
});

describe('the carrier', () => {
  it('gives SIM 1 the first number that gets a notice, and keeps it', async () => {
    await post('/agent/status', { state: 'linked' });
    const notice = (to: string): object => ({ to, text: 'Your SMSeal code is 123456', kind: 'notice' });
    assert.equal((await post('/v1/messages', notice('+48500100200'), rehearsal.carrierUrl)).status, 202);
    assert.equal(printed.at(-1), 'Text to +48500100200: Your SMSeal code is 123456');
    assert.equal((await sent("address = 'SMSeal'")).length, 1);
    assert.equal((await post('/v1/messages', notice('+48500100299'), rehearsal.carrierUrl)).status, 202);
    assert.equal((await sent("address = 'SMSeal'")).length, 1, 'another phone’s text does not come here');
    assert.equal(rehearsal.handset.numberOf(0), '+48500100200');
    const state = (await (await fetch(`${rehearsal.handsetUrl}/page/state`)).json()) as {
      elsewhere: { to: string }[];
    };
    assert.deepEqual(
      state.elsewhere.map(({ to }) => to),
      ['+48500100299'],
    );
  });

  it('gives an unlinked phone the number of whoever signs up anew, a linked one never', async () => {
    const sign = async (to: string): Promise<string | null> => {
      await post('/v1/messages', { to, text: 'Your code is 654321', kind: 'notice' }, rehearsal.carrierUrl);
      return rehearsal.handset.numberOf(0);
    };
    await post('/agent/status', { state: 'waiting' });
    assert.equal(await sign('+48500100301'), '+48500100301');
    for (const state of ['digits', 'confirm', 'linked']) {
      await post('/agent/status', { state, ...(state === 'linked' ? {} : { digits: '483920' }) });
      assert.equal(await sign('+48500100302'), '+48500100301', state);
    }
  });

  it('refuses what is no notice', async () => {
    for (const body of [
      {},
      { to: '500', text: 'x', kind: 'k' },
      { to: '+48500100200', text: 'x', kind: 'k', more: 1 },
    ])
      assert.equal((await post('/v1/messages', body, rehearsal.carrierUrl)).status, 422);
  });
});

describe('the page', () => {
  it('is served under a strict policy, without inline script or style', async () => {
    const answer = await fetch(`${rehearsal.handsetUrl}/`);
    const policy = answer.headers.get('content-security-policy') ?? '';
    assert.match(policy, /default-src 'none'/);
    assert.match(policy, /script-src 'self';/);
    assert.doesNotMatch(policy, /unsafe/);
    const html = await answer.text();
    assert.doesNotMatch(html, /<script(?![^>]*\bsrc=)|<style|\sstyle=|\son\w+=/i);
    for (const [, path] of html.matchAll(/(?:src|href)="([^"]+)"/g))
      assert.equal((await fetch(rehearsal.handsetUrl + path)).status, 200, path);
  });

  it('cannot be reached from pages of other origins or by other names', async () => {
    const foreign = await fetch(`${rehearsal.handsetUrl}/page/delete-newest`, {
      method: 'POST',
      headers: { origin: 'https://elsewhere.example' },
    });
    assert.equal(foreign.status, 403);
    const { request } = await import('node:http');
    const status = await new Promise((resolve) => {
      request(`${rehearsal.handsetUrl}/page/state`, { headers: { host: 'rebound.example' } }, (answer) => {
        answer.resume();
        resolve(answer.statusCode);
      }).end();
    });
    assert.equal(status, 403);
  });

  it('shows withheld texts to the phone’s owner and lets them go', async () => {
    await post('/page/text', { from: 'Lumen', text: '482913 is your code\n@lumen.example #482913' });
    assert.deepEqual(await sent("address = 'Lumen'"), []);
    const state = (await (await fetch(`${rehearsal.handsetUrl}/page/state`)).json()) as {
      texts: { who: string; withheld: boolean; code: string }[];
    };
    assert.deepEqual(
      state.texts.filter(({ who }) => who === 'Lumen').map(({ withheld, code }) => [withheld, code]),
      [[true, '482913']],
    );
    await post('/page/release', {});
    assert.equal((await sent("address = 'Lumen'")).length, 1);
  });
});
