import type { Certificate } from '@smseal/protocol';

const KINDS: Readonly<Record<Certificate['request']['kind'], string>> = {
  account: 'a whole account',
  device: 'a device',
  records: 'records',
  contact: 'a contact',
};

/** What a certificate says, in plain words, a line each; with what it cannot prove. */
export function describeCertificate(certificate: Certificate): string[] {
  const { controller, request, rows, keys, retained, backups, verifier, device } = certificate;
  const gone = rows.filter(({ before }) => before > 0);
  const left = rows.reduce((sum, { after }) => sum + after, 0);
  return [
    `${controller} certifies that it has erased ${KINDS[request.kind]}.`,
    `Asked for ${request.receivedAt}, keys destroyed ${keys.at}, looked for ${verifier.at}, issued ${certificate.issuedAt}.`,
    ...gone.map(({ table, before, after }) => `  ${table}: ${before} rows before, ${after} after`),
    ...keys.destroyed
      .filter(({ count }) => count > 0)
      .map(({ scope, count }) => `  keys, ${scope}: ${count}`),
    `Somebody other than who removed the rows looked (${verifier.build}), and found ${left === 0 ? 'nothing' : `${left} rows`}:`,
    ...verifier.checks.map(({ check, looked }) => `  ${check} (${looked} looked at)`),
    ...retained.map(
      ({ what, basis, until }) =>
        `What stays, ${until === null ? 'for as long as there is the account' : `to the end of ${until}`}: ${what} ${basis}`,
    ),
    ...(backups.closedBy === null
      ? []
      : [`From the end of ${backups.closedBy} on no backup opens with any key that is left.`]),
    `From the end of ${backups.goneBy} on no backup has any of it.`,
    device === null
      ? 'No device of the account has signed.'
      : `A device of the account (${device.key}) has signed the plan${device.search ? ', has looked for itself afterwards, and found nothing' : ''}.`,
    certificate.limit,
  ];
}
