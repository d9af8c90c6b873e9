import { readFile } from 'node:fs/promises';
import { createInterface } from 'node:readline/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import {
  openReader,
  ThrowawayAccount,
  tryClaims,
  type Given,
  type ProbeResult,
  type Site,
} from '@smseal/verify';
import { Misuse } from '../command/misuse.ts';
import { describeClaims } from './describe-claims.ts';

const RELEASE = fileURLToPath(new URL('../../../../', import.meta.url));

export const VERIFY_HELP = `smseal verify URL [--email E-MAIL --mobile NUMBER] [--database URL] [--home FOLDER] [--authority FILE] [--json]

Tries on a running service what its privacy policy claims, and prints every claim with what was seen. Nobody has to let
you: what needs only the address runs for any stranger. Ends with 1 when something is not as it is claimed.

  --email E-MAIL    makes a throw-away account with this address and the number, tries what needs one, and deletes it;
  --mobile NUMBER   the code that is texted to the number is asked for
  --database URL    its PostgreSQL, read only, for whoever keeps it
  --home FOLDER     its SMSEAL_HOME, for whoever keeps it
  --authority FILE  certificate authority (PEM) of a service that has its own
  --json            prints one JSON object: {"at","claims":[{"id","status","how","age","evidence"}]}

“observed” was seen from here; “reported” takes the word of who keeps the service, or of the release on this machine.
`;

const OPTIONS = {
  email: { type: 'string' },
  mobile: { type: 'string' },
  database: { type: 'string' },
  home: { type: 'string' },
  authority: { type: 'string' },
  json: { type: 'boolean', default: false },
} as const;

/** `smseal verify`. Resolves with the exit code: 0 nothing is red, 1 something is. Throws an Error with one sentence. */
export async function verifyCommand(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({ args, allowPositionals: true, options: OPTIONS });
  const site = siteOf(
    positionals,
    values.authority === undefined ? undefined : await readPem(values.authority),
  );
  const { email, mobile, database, home, json } = values;
  if ((email === undefined) !== (mobile === undefined))
    throw new Misuse('--email and --mobile go together: a throw-away account needs both.');
  const reader = database === undefined ? undefined : await openReader(database);
  try {
    const given: Partial<Given> = { release: RELEASE, url: site };
    if (reader) given.database = reader;
    if (home !== undefined) given.home = home;
    if (email !== undefined && mobile !== undefined)
      given.account = await ThrowawayAccount.signUp(site, { email, mobile, code: () => askCode(mobile) });
    const tell = ({ probe, result }: ProbeResult): unknown =>
      json || !process.stderr.isTTY ? undefined : process.stderr.write(`  ${probe.padEnd(30)} ${result}\n`);
    const results = await tryClaims(given, { heard: tell });
    const { claims } = results;
    process.stdout.write(json ? `${JSON.stringify(results)}\n` : describeClaims(claims));
    return claims.some(({ status }) => status === 'red') ? 1 : 0;
  } finally {
    await reader?.close();
  }
}

function siteOf([text, ...more]: string[], authority: string | undefined): Site {
  const url = URL.parse(text ?? '');
  if (more.length > 0 || !url || !/^https?:$/.test(url.protocol))
    throw new Misuse('“smseal verify” takes one address, such as https://texts.example.');
  return authority === undefined ? { origin: url.origin } : { origin: url.origin, authority };
}

async function readPem(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch {
    throw new Error(`${file} cannot be read; --authority takes a PEM file.`);
  }
}

async function askCode(mobile: string): Promise<string> {
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return (await terminal.question(`Code that is texted to ${mobile}: `)).trim();
  } finally {
    terminal.close();
  }
}
