import type { Certificate, ErasureSearch } from '@smseal/protocol';
import { fromBase64Url } from '@smseal/protocol';
import { Fragment, type ReactNode } from 'react';
import { count } from '../design/amounts.ts';
import { fullTime } from '../design/times.ts';

const KINDS = {
  account: 'A whole account',
  device: 'What was wrapped to a device, and what named it',
  records: 'Texts or other records of an account',
  contact: 'What an account held about a person',
} as const satisfies Record<Certificate['request']['kind'], string>;

/** What a certificate says, in plain words, with what it cannot prove. */
export function CertificateFacts({ certificate }: { certificate: Certificate }) {
  const { controller, request, issuedAt, keys, verifier, device, backups, retained, limit } = certificate;
  return (
    <>
      <Facts
        title="What was erased"
        facts={[
          ['Erased', KINDS[request.kind]],
          ['By', <bdi key="by">{controller}</bdi>],
          ['Asked for', fullTime(request.receivedAt)],
          ['Closed', closedWords(certificate)],
          ['Looked for', `${fullTime(verifier.at)}. ${lookedWords(certificate)}`],
          ['Certified', fullTime(issuedAt)],
          ['By the account', deviceWords(device)],
        ]}
      />
      <Facts
        title="What stays, and why"
        facts={retained.map(({ what, basis, until }) => [
          what,
          `${basis} ${until === null ? 'As long as there is the account.' : `To the end of ${until}.`}`,
        ])}
      />
      <Facts
        title="Backups"
        facts={[
          ...(backups.closedBy === null
            ? []
            : ([['No key opens them', `From the end of ${backups.closedBy} on.`]] as const)),
          ['Nothing of it is left in them', `From the end of ${backups.goneBy} on.`],
        ]}
      />
      <section aria-label="What it cannot prove" className="rounded-card border border-edge bg-sunken p-4">
        <h2 className="font-semibold">What it cannot prove</h2>
        <p>{limit}</p>
      </section>
      <details>
        <summary className="cursor-pointer font-medium">Numbers and keys</summary>
        <Facts
          title="As they stand in it"
          mono
          facts={[
            ['Erasure', certificate.id],
            ['Key of the service', certificate.key],
            ['Key of the device', device?.key ?? 'none'],
            ['Order', certificate.plan ?? 'none'],
            ['Whose, as a digest', certificate.subject],
            ['Policy', certificate.policy],
            ['Who looked', verifier.build],
            ...keys.destroyed.map(
              ({ scope, count: times }) => [`Keys destroyed, ${scope}`, count(times)] as const,
            ),
          ]}
        />
      </details>
    </>
  );
}

function closedWords({ keys, request }: Certificate): string {
  const destroyed = keys.destroyed.reduce((sum, { count: times }) => sum + times, 0);
  const at = fullTime(keys.at);
  if (destroyed > 0)
    return `${at}. ${count(destroyed)} keys were destroyed, and nothing of it can be reached since.`;
  return request.kind === 'records' || request.kind === 'contact'
    ? `${at}. The service has no key of what devices seal.`
    : at;
}

/** What somebody other than who removed it has found. */
function lookedWords({ rows, verifier }: Certificate): string {
  const left = rows.reduce((sum, { after }) => sum + after, 0);
  const before = rows.reduce((sum, row) => sum + row.before, 0);
  const looked = verifier.checks.reduce((sum, check) => sum + check.looked, 0);
  const found = left === 0 ? 'Nothing was found' : `${count(left)} rows were found`;
  const of = before > 0 ? `, of ${count(before)} rows before` : '';
  return `${found}${of}, in ${count(looked)} places of the database.`;
}

function deviceWords(device: Certificate['device']): string {
  if (device === null) return 'No device has signed.';
  if (device.search === null) return 'A device signed the order. It did not say that it looked for itself.';
  const { sought } = JSON.parse(
    new TextDecoder().decode(fromBase64Url(device.search.statement)),
  ) as ErasureSearch;
  return `A device signed the order, looked for ${count(sought)} things afterwards by itself, and found none of them.`;
}

function Facts({
  title,
  facts,
  mono = false,
}: {
  title: string;
  facts: readonly (readonly [what: string, says: ReactNode])[];
  mono?: boolean;
}) {
  return (
    <section className="flex flex-col gap-2">
      <h2 className={mono ? 'sr-only' : 'text-small font-semibold text-ink-2'}>{title}</h2>
      <dl className="grid gap-x-6 gap-y-1 rounded-card border border-line bg-raised p-4 md:grid-cols-[12rem_1fr] md:gap-y-3">
        {facts.map(([what, says]) => (
          <Fragment key={what}>
            <dt className="font-medium max-md:not-first:mt-2">{what}</dt>
            <dd className={mono ? 'font-mono text-small break-all text-ink-2' : 'tabular text-ink-2'}>
              {says}
            </dd>
          </Fragment>
        ))}
      </dl>
    </section>
  );
}
