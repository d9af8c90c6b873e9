import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const MAIN = fileURLToPath(new URL('../../../../packages/database/src/usage/main.ts', import.meta.url));

export const USAGE_HELP = `smseal usage [--json]

Shows how much the service is used, week by week: accounts in use, texts taken, requests answered. Figures are sums that name
nobody, rounded down, and told only where at least twenty accounts are behind them and behind whatever could be worked out of
them. They are kept for three years. What a week had is not kept once its figures are made.
`;

/** `smseal usage`. Resolves with the exit code; the program says itself what went wrong. */
export async function usageCommand(args: string[], env = process.env): Promise<number> {
  const child = spawn(process.execPath, [MAIN, ...args], { env, stdio: 'inherit' });
  const [code] = (await once(child, 'exit')) as [number | null];
  return code ?? 1;
}
