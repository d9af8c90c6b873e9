import { SMSeal } from '@smseal/sdk/source';
import { Interrupts } from './interrupts.ts';
import { readSendOptions } from './send-options.ts';
import { send } from './send.ts';
import { peoplesSend, programsSend } from './send-terminal.ts';

export const SEND_HELP = `smseal send (--to NUMBER… | --csv FILE) [--text TEXT] [OPTION…]

Sends texts over a gateway. The API key comes from SMSEAL_API_KEY or from --key-file, never from an argument.

  --to NUMBER          whom to text; may be said several times
  --csv FILE           whom to text: a table (CSV, TSV) with a row for each, as spreadsheets write them
  --text TEXT          what to say; standard input unless given. {name} stands for what a row has in that column
  --from SENDER        number or name that it comes from (default: the gateway's own)
  --class CLASS        one-time-code, transactional or marketing (default: transactional)
  --at MOMENT          not before this moment: 2026-12-24T18:00, or with a zone
  --expires MOMENT     what has not left by then never leaves
  --country CC         country in which numbers without a prefix are read
  --smart              replaces typographic characters where that saves segments

  --number-column COL  the column of numbers, by its name or its place (default: found out)
  --delimiter CHAR     what parts columns: , ; | or tab (default: found out)
  --encoding NAME      of a file that is neither UTF-8 nor UTF-16: windows-1250, windows-1252 (default)
  --strict             sends nothing when any row cannot be texted
  --state FILE         keeps what was handed in (default: FILE.sending beside the table); holds no number and no text
  --once NAME          of --to: for a day the same command under the same name sends once

  --dry-run            says what it comes to in segments, and sends nothing
  --no-wait            ends once everything is handed in, and does not watch
  --gateway URL        the gateway (default: SMSEAL_GATEWAY_URL, or http://127.0.0.1:7060)
  --key-file FILE      a file that holds the API key
  --json               prints one JSON object a line in place of sentences

After a break the same command goes on where it was and sends nothing twice. Ctrl-C stops handing in; a second one
cancels what was handed in and has not left.

Exit codes: 0 all texts are handed in, and none of those that were watched failed. 1 it broke off; the same command goes
on. 2 called wrongly. 3 rows were refused, or texts failed or are in doubt. 130 stopped by Ctrl-C.
`;

/** `smseal send`. Resolves with the exit code that its help names. Throws an Error with one sentence. */
export async function sendCommand(args: string[], env = process.env): Promise<number> {
  const options = await readSendOptions(args, { env, stdin: process.stdin });
  const write = (text: string): unknown => process.stdout.write(text);
  const { apiKey, gatewayUrl: baseUrl } = options;
  const interrupts = new Interrupts().listen();
  try {
    return await send(options, {
      client: apiKey === null ? null : new SMSeal({ apiKey, baseUrl, timeoutMs: 60_000 }),
      listener: options.json ? programsSend(write) : peoplesSend(write),
      interrupts,
      now: Date.now,
    });
  } finally {
    interrupts.deafen();
  }
}
