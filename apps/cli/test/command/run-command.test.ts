import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parseArgs } from 'node:util';
import { COMMANDS } from '../../src/command/commands.ts';
import { runCommand } from '../../src/command/run-command.ts';
import type { Command } from '../../src/command/command.ts';

const greet: Command = {
  usage: 'greet NAME',
  summary: 'says hello',
  help: async () => 'smseal greet NAME\n',
  run: async (args) => {
    const { positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: { loud: { type: 'boolean' } },
    });
    if (positionals[0] === 'nobody') throw new Error('There is nobody.');
    return 0;
  },
};

async function call(...args: string[]): Promise<{ code: number; printed: string; complaints: string[] }> {
  const printed: string[] = [];
  const complaints: string[] = [];
  const code = await runCommand(args, {
    commands: { ...COMMANDS, greet },
    version: '1.2.3',
    print: (text) => printed.push(text),
    complain: (sentence) => complaints.push(sentence),
  });
  return { code, printed: printed.join('\n'), complaints };
}

describe('smseal', () => {
  it('without a command, or asked for help, lists every command', async () => {
    for (const args of [[], ['help'], ['--help'], ['-h']]) {
      const { code, printed } = await call(...args);
      assert.equal(code, 0);
      for (const name of Object.keys(COMMANDS)) assert.match(printed, new RegExp(`smseal ${name}`));
    }
  });

  it('answers an unknown command with one sentence and exit code 2', async () => {
    for (const args of [['frobnicate'], ['help', 'frobnicate'], ['constructor'], ['__proto__']]) {
      const { code, complaints } = await call(...args);
      assert.equal(code, 2, args.join(' '));
      assert.match(complaints.join(), /^There is no command “\w+”; “smseal help” lists them\.$/);
    }
  });

  it('answers an unknown option with one sentence and exit code 2', async () => {
    const { code, complaints } = await call('greet', '--quiet');
    assert.equal(code, 2);
    assert.deepEqual(complaints, [`Unknown option '--quiet'; “smseal help greet” shows what it takes.`]);
  });

  it('tells what went wrong in one sentence and exit code 1', async () => {
    assert.deepEqual(await call('greet', 'nobody'), {
      code: 1,
      printed: '',
      complaints: ['There is nobody.'],
    });
  });

  it('shows what a command takes', async () => {
    for (const args of [
      ['help', 'start'],
      ['start', '--help'],
      ['start', '-h'],
    ]) {
      const { code, printed } = await call(...args);
      assert.equal(code, 0);
      assert.match(printed, /^smseal start/);
      assert.match(printed, /--json/);
    }
  });

  it('tells its version', async () => {
    assert.equal((await call('--version')).printed, '1.2.3');
    assert.equal((await call('version')).printed, '1.2.3');
  });
});
