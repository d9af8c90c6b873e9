import { useRef, useState } from 'react';
import { count, octetsText } from '../design/amounts.ts';
import { SealedCopyLink } from '../account/delete-account.tsx';
import { Button } from '../design/button.tsx';
import { Section } from '../design/section.tsx';
import { ProgressBar } from '../design/progress-bar.tsx';
import { useEngine, useEngineEvent } from '../frame/engine-context.tsx';
import { FormTrouble } from '../sign-in/form-trouble.tsx';
import { useSubmit } from '../sign-in/use-submit.ts';

/** How far the engine is, as it says itself. */
function Progress({ what }: { what: 'export' | 'import' }) {
  const [fraction, setFraction] = useState(0);
  useEngineEvent('archive', (archive) => {
    if (archive.what === what) setFraction(archive.fraction);
  });
  const percent = Math.round(fraction * 100);
  return (
    <div className="flex flex-col gap-1.5">
      <ProgressBar label={what === 'export' ? 'Packed' : 'Read'} done={percent} total={100} />
      <p className="tabular text-small text-ink-2">
        {percent} %. You can go on using the app in another tab.
      </p>
    </div>
  );
}

/** Everything out, decrypted in this browser, and back in. */
export function ExportPage() {
  return (
    <>
      <ExportPart />
      <ImportPart />
      <Section
        title="What the server holds"
        intro="Everything that the server keeps about you, as it lies there: account, sessions, activity, and the envelopes. What is sealed stays sealed in it."
      >
        <div>
          <SealedCopyLink />
        </div>
      </Section>
    </>
  );
}

function ExportPart() {
  const engine = useEngine();
  const [made, setMade] = useState<{ url: string; name: string; octets: number } | null>(null);
  const { busy, trouble, submit } = useSubmit();
  const link = useRef<HTMLAnchorElement>(null);
  return (
    <Section
      title="Export"
      intro="One zip with everything: texts and calls as JSON, contacts as vCard, pictures as files, and a page to read it all without any program. It is opened in this browser; the server does not see it."
    >
      <p className="max-w-150 text-ink-2">
        What is in the file is readable by whoever has it. Keep it accordingly.
      </p>
      <div className="flex flex-wrap items-center gap-4">
        <Button
          variant={made ? 'plain' : 'primary'}
          busy={busy && 'Opening and packing everything…'}
          onClick={() =>
            submit(async () => {
              setMade(await engine.exportAll());
              setTimeout(() => link.current?.focus(), 0);
            })
          }
        >
          {made ? 'Make it anew' : 'Make the export'}
        </Button>
        {made && (
          <a
            ref={link}
            href={made.url}
            download={made.name}
            className="inline-flex min-h-11 items-center rounded-card bg-seal px-4 font-medium text-on-seal"
          >
            Save {made.name}, {octetsText(made.octets)}
          </a>
        )}
      </div>
      {busy && <Progress what="export" />}
      <FormTrouble trouble={trouble} />
    </Section>
  );
}

function ImportPart() {
  const engine = useEngine();
  const file = useRef<HTMLInputElement>(null);
  const [result, setResult] = useState<{
    read: number;
    added: number;
    skipped: Record<string, number>;
  } | null>(null);
  const { busy, trouble, submit } = useSubmit();
  const read = (chosen: File) =>
    submit(async () => {
      setResult(null);
      setResult(await engine.importArchive(chosen));
    });
  return (
    <Section
      title="Read back"
      intro="Takes a zip that this page has made. What is here already stays as it is: reading the same file twice changes nothing."
    >
      <div>
        <input
          ref={file}
          type="file"
          accept=".zip,application/zip"
          className="sr-only"
          tabIndex={-1}
          aria-label="Export to read back"
          onChange={(event) => {
            const chosen = event.target.files?.[0];
            event.target.value = '';
            if (chosen) read(chosen);
          }}
        />
        <Button busy={busy && 'Reading and sealing…'} onClick={() => file.current?.click()}>
          Choose a file
        </Button>
      </div>
      {busy && <Progress what="import" />}
      <FormTrouble trouble={trouble} />
      {result && (
        <div role="status" className="rounded-card border border-line bg-raised p-4">
          <p className="font-medium">
            {count(result.read)} read, {count(result.added)} added.
          </p>
          <ul className="text-ink-2">
            {Object.entries(result.skipped).map(([why, number]) => (
              <li key={why} className="tabular">
                {count(number)} skipped: {why}
              </li>
            ))}
          </ul>
        </div>
      )}
    </Section>
  );
}
