/** `smseal verify` as a stranger runs it, with a throw-away account. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { System } from '@smseal/testkit';
import type { JudgedClaim } from '@smseal/verify';

const MAIN = fileURLToPath(new URL('../../apps/cli/src/main.ts', import.meta.url));
const STRANGER = { email: 'stranger@mail.example', mobile: '+447700900777' };

/** Types each code that comes by text when it is asked for, and resolves with the exit code and the table. */
export async function runVerify(system: System): Promise<{ code: number | null; claims: JudgedClaim[] }> {
  const { email, mobile } = STRANGER;
  const args = ['verify', system.origin, '--json', '--account', '--email', email, '--mobile', mobile];
  const child = spawn(process.execPath, [MAIN, ...args], { stdio: 'pipe' });
  let out = '';
  let complaint = '';
  child.stdout.on('data', (piece: Buffer) => (out += piece.toString()));
  let typed = 0;
  child.stderr.on('data', (piece: Buffer) => {
    complaint += piece.toString();
    while (complaint.split(`texted to ${mobile}: `).length - 1 > typed)
      void system.oneTimePassword(mobile, typed++).then((code) => child.stdin.write(`${code}\n`));
  });
  const ended = once(child, 'close') as Promise<[number | null]>;
  const [code] = await ended;
  if (out === '') throw new Error(complaint);
  return { code, claims: (JSON.parse(out) as { claims: JudgedClaim[] }).claims };
}
