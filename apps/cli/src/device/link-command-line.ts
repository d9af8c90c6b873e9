/** Makes the command line a device of the account: it shows six digits, a trusted browser takes them. */
import { hostname } from 'node:os';
import { createInterface } from 'node:readline/promises';
import { linkNewDevice, type AlarmBell, type ApiClient, type DeviceIdentity } from '@smseal/client';
import type { DeviceFolder } from '@smseal/device-folder';

export interface LinkInput {
  api: ApiClient;
  folder: DeviceFolder;
  /** E-mail or mobile number of the account; asked for when missing. */
  identifier: string | undefined;
  bell: AlarmBell;
}

/** @throws LinkEnded, CodedError, Unreachable. */
export async function linkCommandLine(input: LinkInput): Promise<DeviceIdentity> {
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  const over = new AbortController();
  try {
    const identifier =
      input.identifier ?? (await terminal.question('E-mail or mobile number of the account: '));
    return await linkNewDevice({
      api: input.api,
      keyStore: input.folder,
      platform: 'cli',
      name: `Command line on ${hostname()}`.slice(0, 80),
      origin: 'agent',
      identifier: identifier.trim(),
      extractable: true,
      bell: input.bell,
      signal: over.signal,
      show: (step) => {
        if (step.step === 'waiting')
          process.stderr.write('Open SMSeal in a linked browser, Devices, and answer this device there.\n');
        if (step.step === 'digits')
          process.stderr.write(`Type these digits in the browser: ${step.digits}\n`);
      },
      confirmed: async (signal) => {
        const answer = await terminal.question('Does the browser say “Linked”? [y/n] ', { signal });
        return /^y/i.test(answer.trim());
      },
    });
  } finally {
    over.abort();
    terminal.close();
  }
}
