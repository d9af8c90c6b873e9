import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { CertificateRefused, verifyCertificate } from '@smseal/seal';
import { describeCertificate } from '@smseal/verify';
import { Misuse } from '../command/misuse.ts';

export const VERIFY_CERTIFICATE_HELP = `smseal verify-certificate FILE [--key KEY]

Checks a deletion certificate without asking anybody, and says in plain words what it says. Ends with 1 where it is refused.

  --key KEY   the public key of the service that issued it, as it stands at the service's own address under
              /.well-known/smseal-certificates; without it, the certificate is only shown to agree with itself
`;

/** `smseal verify-certificate`. Resolves with the exit code: 0 it is as it was issued, 1 it is not. */
export async function verifyCertificateCommand(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: { key: { type: 'string' } },
  });
  const [file, ...more] = positionals;
  if (file === undefined || more.length > 0) throw new Misuse('“smseal verify-certificate” takes one file.');
  const octets = await readFile(file).catch(() => {
    throw new Error(`${file} cannot be read; name the certificate's file.`);
  });
  try {
    const { key } = values;
    const certificate = await verifyCertificate(octets, key === undefined ? {} : { key });
    process.stdout.write(`${describeCertificate(certificate).join('\n')}\n`);
    process.stdout.write(
      key === undefined
        ? `It is as it was signed, by ${certificate.key}. Compare that with the service’s key, or give it with --key.\n`
        : 'It is as it was signed, by the key that was given.\n',
    );
    return 0;
  } catch (error) {
    if (!(error instanceof CertificateRefused)) throw error;
    process.stderr.write(`smseal: ${file} is refused. ${error.message}\n`);
    return 1;
  }
}
