import { parseArgs } from 'node:util';
import { getChain } from '@smseal/client';
import { countryOfNumber } from '@smseal/sms';
import { deviceFolderPath } from '../device/device-folder-path.ts';
import { openDevice } from '../device/open-device.ts';
import { ProgressBar } from '../progress/progress-bar.ts';
import { importBackup } from './import-backup.ts';
import { describeReport } from './import-report.ts';
import { phoneReports } from './phone-facts.ts';

export const IMPORT_HELP = `smseal import FILE [--server URL] [--account E-MAIL-OR-NUMBER] [--country CC] [--json]

Reads an SMS Backup & Restore XML file, seals everything on this machine and uploads it. Twice changes nothing.

  --server URL      the server (default: http://localhost:7070)
  --account WHO     e-mail or mobile number of the account, the first time; asked for when missing
  --country CC      how national numbers are read (default: as the account's phone reads them)
  --json            prints the report as one JSON object
`;

/** `smseal import`. Resolves with the exit code: 0 whole, 1 the file breaks off or is not well-formed. */
export async function importCommand(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      server: { type: 'string', default: 'http://localhost:7070' },
      account: { type: 'string' },
      country: { type: 'string' },
      json: { type: 'boolean', default: false },
    },
  });
  const [file] = positionals;
  if (file === undefined || positionals.length > 1) {
    process.stderr.write(IMPORT_HELP);
    return 2;
  }
  const device = await openDevice({
    server: values.server,
    folder: deviceFolderPath(process.env),
    identifier: values.account,
  });
  const { api, identity, membership } = device;
  const reports = await phoneReports(device);
  const own = reports.flatMap(({ sims }) => sims.flatMap(({ number }) => (number === null ? [] : [number])));
  const { authored } = await getChain(api, membership.chain.length);
  const bar = new ProgressBar('Importing');
  const report = await importBackup({
    file,
    api,
    keyring: membership.keyring,
    account: identity.account,
    device: identity.keys.id,
    lastSequence: authored[identity.keys.id] ?? 0,
    country: values.country?.toUpperCase() ?? own.map((number) => countryOfNumber(number)).find(Boolean),
    own,
    onProgress: (share, { read }) =>
      bar.update(
        share,
        `${(read.sms + read.mms).toLocaleString('en')} messages, ${read.call.toLocaleString('en')} calls`,
      ),
  });
  bar.end();
  process.stdout.write(
    values.json ? `${JSON.stringify(report)}\n` : `${describeReport(report).join('\n')}\n`,
  );
  return report.broken === null ? 0 : 1;
}
