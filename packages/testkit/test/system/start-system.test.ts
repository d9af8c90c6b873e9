import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { after, it } from 'node:test';
import { startSystem } from '../../src/system/index.ts';

const system = await startSystem({ programs: ['database', 'rehearsal', 'server'], seed: 5 });
after(() => system.stop());

const signUp = (number: string): Promise<Response> =>
  fetch(`${system.origin}/v1/sign-up`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: system.origin },
    body: JSON.stringify({ email: `person${number.slice(-4)}@mail.example`, mobile: number }),
  });

it('a sign-up’s one-time password arrives on the rehearsal phone, which takes the number', async () => {
  const answer = await signUp('+447700900123');
  assert.ok(answer.ok, await answer.text());
  assert.match(await system.oneTimePassword('+447700900123'), /^\d{6}$/);
  const device = (await (await fetch(`${system.handsetUrl}/provider/device`)).json()) as {
    sims: { number: string | null }[];
  };
  assert.equal(device.sims[0]?.number, '+447700900123');
});

it('a killed PostgreSQL and a killed server come back on their ports, with what was committed', async () => {
  await system.kill('database');
  await system.kill('server');
  assert.equal(system.running('server'), false);
  await assert.rejects(signUp('+447700900123'));
  await system.restart('database');
  await system.restart('server');
  const answer = await signUp('+447700900124');
  assert.ok(answer.ok, await answer.text());
  await system.oneTimePassword('+447700900124');
});

it('stopping ends the processes and removes the home', async () => {
  const pid = system.pidOf('server') ?? 0;
  await system.stop();
  assert.equal(existsSync(system.home), false);
  assert.throws(() => process.kill(pid, 0));
});
