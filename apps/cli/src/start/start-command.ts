import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { readStartSettings } from './settings.ts';
import { Supervisor } from './supervisor.ts';
import { peoplesTerminal, programsTerminal } from './terminal.ts';

const ROOT = fileURLToPath(new URL('../../../../', import.meta.url));
/** npm passes a Ctrl-C on that its child has already got; only a later one is a second wish. */
const SECOND_WISH_MS = 1_000;

export const START_HELP = `smseal start [--json]

Starts everything on this machine: database, server, rehearsal phone and its agent. Ctrl-C ends everything in order; a
second one ends it at once.

  --json   prints one JSON object a line in place of sentences
`;

/** `smseal start`. Resolves with the exit code once everything has ended. Throws an Error with one sentence. */
export async function startCommand(args: string[], env = process.env): Promise<number> {
  const { values } = parseArgs({ args, options: { json: { type: 'boolean', default: false } } });
  const write = (text: string): unknown => process.stdout.write(text);
  const bold = process.stdout.isTTY && !env['NO_COLOR'];
  const terminal = values.json ? programsTerminal(write) : peoplesTerminal(write, { bold });
  const supervisor = new Supervisor({ settings: readStartSettings(env), env, root: ROOT, terminal });
  const asked = whenAsked(() => supervisor.kill());
  try {
    const started = supervisor.start();
    const first = await Promise.race([started.then(() => 'started' as const), asked]);
    if (first === 'started') await asked;
    else started.catch(() => undefined);
    terminal.stopping();
    await supervisor.stop();
    terminal.stopped();
    return 0;
  } catch (error) {
    await supervisor.stop();
    throw error;
  }
}

/** Resolves when somebody asks for the end; calls `kill` when they ask again. */
function whenAsked(kill: () => void): Promise<'asked'> {
  return new Promise((resolve) => {
    let askedAt: number | null = null;
    const ask = (): void => {
      if (askedAt === null) {
        askedAt = Date.now();
        resolve('asked');
      } else if (Date.now() - askedAt > SECOND_WISH_MS) {
        kill();
        process.exit(130);
      }
    };
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, ask);
  });
}
