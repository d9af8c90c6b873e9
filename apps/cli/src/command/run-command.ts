import type { Command } from './command.ts';
import { Misuse } from './misuse.ts';

export interface Surroundings {
  commands: Record<string, Command>;
  version: string;
  /** One or more lines for people or programs. */
  print: (text: string) => void;
  /** What went wrong, one sentence. */
  complain: (sentence: string) => void;
}

/** Does what the command line says and resolves with the exit code: 0 done, 1 failed, 2 called wrongly. */
export async function runCommand(args: readonly string[], around: Surroundings): Promise<number> {
  const [name = 'help', ...rest] = args;
  if (name === 'version' || name === '--version') {
    around.print(around.version);
    return 0;
  }
  const asksForHelp = name === 'help' || name === '--help' || name === '-h';
  const wanted = asksForHelp ? rest[0] : name;
  if (wanted === undefined) {
    around.print(overview(around.commands));
    return 0;
  }
  const command = Object.hasOwn(around.commands, wanted) ? around.commands[wanted] : undefined;
  if (command === undefined) {
    around.complain(`There is no command “${wanted}”; “smseal help” lists them.`);
    return 2;
  }
  if (asksForHelp || rest.includes('--help') || rest.includes('-h')) {
    around.print((await command.help()).trimEnd());
    return 0;
  }
  return run(wanted, command, { ...around, rest });
}

async function run(
  name: string,
  command: Command,
  { rest, complain }: Surroundings & { rest: string[] },
): Promise<number> {
  try {
    return await command.run(rest);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    if (error instanceof Misuse) {
      complain(message);
      return 2;
    }
    if (!isMisuse(error)) {
      complain(message);
      return 1;
    }
    // What follows Node's first sentence is advice for programmers.
    complain(`${message.split('. ')[0]?.replace(/\.$/u, '')}; “smseal help ${name}” shows what it takes.`);
    return 2;
  }
}

/** Whether node:util could not make sense of the arguments. */
function isMisuse(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return code.startsWith('ERR_PARSE_ARGS');
}

function overview(commands: Record<string, Command>): string {
  const rows = [
    ...Object.values(commands).map(({ usage, summary }) => [usage, summary] as const),
    ['help [COMMAND]', 'this, or what a command takes'] as const,
    ['version', 'the version of this program'] as const,
  ];
  const width = Math.max(...rows.map(([usage]) => usage.length)) + 3;
  return [
    'smseal: texting in which the service that stores the texts cannot read them',
    '',
    ...rows.map(([usage, summary]) => `  smseal ${usage.padEnd(width)}${summary}`),
    '',
    'Settings are environment variables; docs/reference/environment.md lists them.',
  ].join('\n');
}
