import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { ProgramProcess } from '../program/program-process.ts';
import { StatusLine } from '../progress/status-line.ts';
import { describeStatus, type SaidStatus } from './gateway-status.ts';

const MAIN = fileURLToPath(new URL('../../../../apps/gateway/src/main.ts', import.meta.url));

export const GATEWAY_HELP = `smseal gateway [--server URL] [--account WHO] [--home FOLDER] [--port N] [--carrier URL] [--json]

Starts a gateway: it takes texts from your programs by HTTP, hands them to your carrier, and brings receipts and replies
back, sealed before any server sees them. At its first start it shows six digits; type them in the app, under Gateways.

  --server URL     the SMSeal server (default: SMSEAL_SERVER_URL, or http://localhost:7070)
  --account WHO    e-mail or mobile number of the account; else its page asks for it
  --home FOLDER    where its keys are kept (default: SMSEAL_HOME/gateway)
  --port N         its page and its API (default: 7060; 0 takes a free one)
  --carrier URL    smpp://systemId:password@host:port, used while the app names no carrier
  --json           prints one JSON object a line in place of sentences, and each second a status

On a terminal its last line says how fast texts go, how many it has in hand, and how its carriers stand.
`;

const OPTIONS = {
  server: { type: 'string' },
  account: { type: 'string' },
  home: { type: 'string' },
  port: { type: 'string' },
  carrier: { type: 'string' },
  json: { type: 'boolean', default: false },
} as const;

/** The gateway's settings, by the option that says each. */
const VARIABLES = {
  server: 'SMSEAL_SERVER_URL',
  account: 'SMSEAL_GATEWAY_ACCOUNT',
  home: 'SMSEAL_GATEWAY_HOME',
  port: 'SMSEAL_GATEWAY_PORT',
  carrier: 'SMSEAL_CARRIER_SMPP_URL',
} as const;

/** `smseal gateway`. Resolves with the exit code once it has ended. Throws an Error with one sentence. */
export async function gatewayCommand(args: string[], env = process.env): Promise<number> {
  const { values } = parseArgs({ args, options: OPTIONS });
  const settings: NodeJS.ProcessEnv = { ...env };
  for (const [option, variable] of Object.entries(VARIABLES)) {
    const value = values[option as keyof typeof VARIABLES];
    if (value !== undefined) settings[variable] = value;
  }
  const status = new StatusLine();
  const tell = (event: string, more: object): unknown =>
    process.stdout.write(`${JSON.stringify({ event, ...more })}\n`);
  if (values.json || status.isWatched) settings['SMSEAL_GATEWAY_STATUS'] = '1';
  const gateway = new ProgramProcess<{ url: string }>({
    name: 'gateway',
    file: MAIN,
    env: settings,
    onLine: (line) => (values.json ? tell('line', { line }) : status.say(`  ${line}\n`)),
    onSaid: (said) =>
      values.json ? tell('status', said as SaidStatus) : status.show(describeStatus(said as SaidStatus)),
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => gateway.stop());
  const { url } = await gateway.ready;
  const place = url.replace('127.0.0.1', 'localhost');
  if (values.json) tell('running', { url });
  else
    status.say(
      `\n  The gateway is running.\n\n  ${place.padEnd(26)} its page and its API. Ctrl-C ends it.\n\n`,
    );
  await gateway.ended.finally(() => status.end());
  return 0;
}
