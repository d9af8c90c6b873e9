import { Section } from '../design/section.tsx';
import { ProblemNote } from '../design/problem-note.tsx';
import { fullTime, stampTime } from '../design/times.ts';
import { Loaded } from '../account/loaded.tsx';
import type { ErasureRow } from '../engine/erasure/erasure-api.ts';
import { useAnswer, useEngine } from '../frame/engine-context.tsx';
import { goneInShort, progressWords } from './erasure-words.ts';
import { SaveCertificate } from './save-certificate.tsx';

/** The erasures that were ordered in this browser, with their certificates. */
export function ErasuresPage() {
  const [answer, again] = useAnswer('erasures', (engine) => engine.erasures(), ['erasures']);
  return (
    <>
      <Section
        title="Ordered in this browser"
        intro="What was erased is listed as numbers: whom it was about is nowhere any more. Other browsers list what was ordered in them. The list goes when you sign out, so save the certificates that you want to keep."
      >
        <Loaded answer={answer} again={again} what="Your erasures could not be shown.">
          {(rows) =>
            rows.length === 0 ? (
              <p className="text-ink-2">
                Nothing yet. A person is erased from their contact, a conversation or a text from its menu.
              </p>
            ) : (
              <ul className="flex flex-col divide-y divide-line rounded-card border border-line bg-raised">
                {rows.map((row) => (
                  <Line key={row.id} row={row} />
                ))}
              </ul>
            )
          }
        </Loaded>
      </Section>
      <Section title="Check a certificate">
        <p className="max-w-150 text-ink-2">
          Anybody can, without an account, on{' '}
          <a href="/certificate" className="font-medium text-seal underline">
            the page for certificates
          </a>{' '}
          or with “smseal verify-certificate FILE”. It proves what the service has promised and when, and that
          nobody has changed it since. It cannot prove that no other copy exists.
        </p>
      </Section>
    </>
  );
}

function Line({ row }: { row: ErasureRow }) {
  const engine = useEngine();
  return (
    <li className="flex flex-col gap-2 p-4">
      <p className="flex flex-col">
        <time dateTime={row.at} title={fullTime(row.at)} className="tabular font-medium">
          {stampTime(row.at)}
        </time>
        <span className="tabular text-ink-2">{goneInShort(row.counts)}</span>
      </p>
      <p className="text-ink-2">{progressWords(row)}</p>
      {row.trouble && (
        <ProblemNote
          what="It does not go on."
          trouble={row.trouble}
          again={() => void engine.resumeErasure(row.id)}
        />
      )}
      {row.certificates > 0 && (
        <div className="flex flex-wrap gap-2">
          <SaveCertificate row={row} />
        </div>
      )}
    </li>
  );
}
