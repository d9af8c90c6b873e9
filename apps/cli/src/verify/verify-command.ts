import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import {
  once,
  openReader,
  readRunning,
  rehearseDay,
  ThrowawayAccount,
  tryClaims,
  verifySystem,
  type Offered,
  type ProbeResult,
  type Results,
  type Site,
} from '@smseal/verify';
import { Misuse } from '../command/misuse.ts';
import { readStartSettings } from '../start/settings.ts';
import { CodePrompt } from './code-prompt.ts';
import { describeClaims } from './describe-claims.ts';

const RELEASE = fileURLToPath(new URL('../../../../', import.meta.url));

export const VERIFY_HELP = `smseal verify [--json]
smseal verify URL [--account --email E-MAIL --mobile NUMBER] [--database URL] [--home FOLDER] [--authority FILE] [--json]

Tries on a running service what its privacy policy claims, and prints every claim with what was seen. Ends with 1 when
something is not as it is claimed.

Without an address it tries the service that “smseal start” runs on this machine, with all that its keeper has: database,
folder and processes, and a made-up person, phone, carrier and gateway of its own, who are gone afterwards.

With an address nobody has to let you: what needs only the address runs for any stranger.

  --account         makes a throw-away account, tries what needs one, and deletes it; it takes
  --email E-MAIL    an address of yours and
  --mobile NUMBER   a number of yours; the codes that are texted to it are asked for
  --database URL    its PostgreSQL, read only, for whoever keeps it
  --home FOLDER     its SMSEAL_HOME, for whoever keeps it
  --authority FILE  certificate authority (PEM) of a service that has its own
  --json            prints one JSON object: {"at","claims":[{"id","status","how","age","evidence"}]}

“observed” was seen from here; “reported” takes the word of who keeps the service, or of the release on this machine.
`;

const OPTIONS = {
  account: { type: 'boolean', default: false },
  email: { type: 'string' },
  mobile: { type: 'string' },
  database: { type: 'string' },
  home: { type: 'string' },
  authority: { type: 'string' },
  json: { type: 'boolean', default: false },
} as const;

type Values = ReturnType<typeof parse>['values'];
const parse = (args: string[]) => parseArgs({ args, allowPositionals: true, options: OPTIONS });

/** `smseal verify`. Resolves with the exit code: 0 nothing is red, 1 something is. Throws an Error with one sentence. */
export async function verifyCommand(args: string[]): Promise<number> {
  const { values, positionals } = parse(args);
  const { json } = values;
  const heard = ({ probe, result }: ProbeResult): unknown =>
    json || !process.stderr.isTTY ? undefined : process.stderr.write(`  ${probe.padEnd(30)} ${result}\n`);
  const results = await (positionals.length === 0
    ? verifyOwn(values, heard)
    : verifyAnyones(positionals, values, heard));
  const { claims } = results;
  process.stdout.write(json ? `${JSON.stringify(results)}\n` : describeClaims(claims));
  return claims.some(({ status }) => status === 'red') ? 1 : 0;
}

type Heard = (result: ProbeResult) => unknown;

/** The service that a start runs here. */
async function verifyOwn({ home: folder, ...values }: Values, heard: Heard): Promise<Results> {
  const { account, email, mobile, database, authority } = values;
  if (account || [email, mobile, database, authority].some((value) => value !== undefined))
    throw new Misuse(
      '“smseal verify” without an address takes --json and --home: the rest it finds by itself.',
    );
  const home = folder ?? readStartSettings(process.env).home;
  const running = await readRunning(home);
  if (running === null)
    throw new Misuse(`Nothing runs on ${home}; start it with “smseal start”, or name an address to try.`);
  const { origin, databaseUrl } = running;
  return verifySystem(
    { release: RELEASE, origin, home, databaseUrl, env: process.env },
    { heard, lacking: (sentence) => process.stderr.write(`Some claims could not be tried: ${sentence}\n`) },
  );
}

/** A service anywhere, with what is at hand. */
async function verifyAnyones(positionals: string[], values: Values, heard: Heard): Promise<Results> {
  const { account, email, mobile, database, home, authority } = values;
  const site = siteOf(positionals, authority === undefined ? undefined : await readPem(authority));
  const person = email !== undefined && mobile !== undefined ? { email, mobile } : null;
  if (account !== (person !== null) || (email === undefined) !== (mobile === undefined))
    throw new Misuse('--account, --email and --mobile go together: a throw-away account needs all three.');
  const reader = database === undefined ? undefined : await openReader(database);
  const prompt = new CodePrompt();
  try {
    const given: Offered = { release: RELEASE, url: site, rehearsal: once(() => rehearseDay(RELEASE)) };
    if (reader) given.database = reader;
    if (home !== undefined) given.home = home;
    if (person !== null)
      given.account = await ThrowawayAccount.signUp(site, {
        ...person,
        code: () => prompt.ask(person.mobile),
      });
    return await tryClaims(given, { heard });
  } finally {
    prompt.close();
    await reader?.close();
  }
}

function siteOf([text, ...more]: string[], authority: string | undefined): Site {
  const url = URL.parse(text ?? '');
  if (more.length > 0 || !url || !/^https?:$/.test(url.protocol))
    throw new Misuse('“smseal verify” takes one address, such as https://texts.example, or none.');
  return authority === undefined ? { origin: url.origin } : { origin: url.origin, authority };
}

async function readPem(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch {
    throw new Error(`${file} cannot be read; --authority takes a PEM file.`);
  }
}
