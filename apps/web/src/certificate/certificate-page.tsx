import { FileCheck2, FileX2, Upload } from 'lucide-react';
import { useCallback, useEffect, useRef, useState } from 'react';
import { Button } from '../design/button.tsx';
import { SealMark } from '../design/seal-mark.tsx';
import { CertificateFacts } from './certificate-facts.tsx';
import { checkCertificate, type Checked, type KeyStanding } from './check-certificate.ts';

/** Where anybody checks a certificate of an erasure: without an account, in their own browser. */
export function CertificatePage() {
  const [name, setName] = useState<string | null>(null);
  const [checked, setChecked] = useState<Checked | null>(null);
  const result = useRef<HTMLElement>(null);
  const check = useCallback(async (file: File) => {
    setChecked(null);
    setName(file.name);
    setChecked(await checkCertificate(file));
    result.current?.focus();
  }, []);
  const over = useDrop((file) => void check(file));
  return (
    <main className="flex min-h-dvh flex-col items-center bg-paper px-5 py-8 text-ink md:py-16">
      <div className="flex w-full max-w-[640px] flex-col gap-6">
        <header className="flex items-center gap-3 print:hidden">
          <SealMark size={36} className="text-seal" />
          <a href="/" className="flex-1 text-lead font-semibold">
            SMSeal
          </a>
        </header>
        <h1 className="text-display font-semibold tracking-tight text-balance">Check a certificate</h1>
        <p className="text-ink-2">
          Whoever was erased from SMSeal, or erased somebody, has a certificate of it: a file that ends in
          .json. It is checked here, in your browser. The file is sent nowhere, and you need no account.
        </p>
        <Choose over={over} onFile={(file) => void check(file)} />
        {name !== null && (
          <section
            ref={result}
            tabIndex={-1}
            aria-live="polite"
            aria-busy={checked === null}
            className="flex flex-col gap-6 outline-none"
          >
            {checked === null ? <p>Checking {name}…</p> : <Result name={name} checked={checked} />}
          </section>
        )}
      </div>
    </main>
  );
}

/** Files may be dropped anywhere. @returns whether one is held over the page */
function useDrop(onFile: (file: File) => void): boolean {
  const [over, setOver] = useState(false);
  useEffect(() => {
    const enter = (event: DragEvent) => {
      event.preventDefault();
      setOver(true);
    };
    const leave = (event: DragEvent) => {
      if (event.relatedTarget === null) setOver(false);
    };
    const drop = (event: DragEvent) => {
      event.preventDefault();
      setOver(false);
      const file = event.dataTransfer?.files[0];
      if (file) onFile(file);
    };
    document.addEventListener('dragover', enter);
    document.addEventListener('dragleave', leave);
    document.addEventListener('drop', drop);
    return () => {
      document.removeEventListener('dragover', enter);
      document.removeEventListener('dragleave', leave);
      document.removeEventListener('drop', drop);
    };
  }, [onFile]);
  return over;
}

function Choose({ over, onFile }: { over: boolean; onFile(file: File): void }) {
  const field = useRef<HTMLInputElement>(null);
  return (
    <div
      className={`flex flex-col items-center gap-3 rounded-card border-2 border-dashed p-8 text-center print:hidden ${over ? 'border-seal bg-selected' : 'border-edge bg-raised'}`}
    >
      <Upload size={28} className="text-ink-3" aria-hidden />
      <p>Drop the file here, or</p>
      <input
        ref={field}
        type="file"
        accept=".json,application/json"
        className="sr-only"
        tabIndex={-1}
        aria-label="Certificate"
        onChange={(event) => {
          const file = event.target.files?.[0];
          event.target.value = '';
          if (file) onFile(file);
        }}
      />
      <Button variant="primary" onClick={() => field.current?.click()}>
        Choose a file
      </Button>
    </div>
  );
}

const KEY_WORDS = {
  published: 'It is signed with the key that this service publishes.',
  elsewhere:
    'It was issued by another service. That its key is that service’s own, only the page of that service can say: open it there.',
  'not-asked':
    'It agrees with itself. This service could not be asked for its key just now; check again with a connection.',
} as const satisfies Record<KeyStanding, string>;

function Result({ name, checked }: { name: string; checked: Checked }) {
  if (checked.state === 'refused')
    return (
      <div className="flex gap-3 rounded-card border border-bad bg-raised p-4">
        <FileX2 size={24} className="mt-0.5 shrink-0 text-bad" aria-hidden />
        <div className="flex flex-col gap-1">
          <h2 className="text-lead font-semibold">Refused</h2>
          <p>{checked.reason}</p>
          <p className="text-small text-ink-2">
            <bdi>{name}</bdi> proves nothing. If it was sent to you, ask for the file as it was issued.
          </p>
        </div>
      </div>
    );
  const { certificate, key } = checked;
  return (
    <>
      <div className="flex gap-3 rounded-card border border-good bg-raised p-4">
        <FileCheck2 size={24} className="mt-0.5 shrink-0 text-good" aria-hidden />
        <div className="flex flex-col gap-1">
          <h2 className="text-lead font-semibold">{key === 'published' ? 'Verified' : 'As it was signed'}</h2>
          <p>Not one character of it was changed since it was signed. {KEY_WORDS[key]}</p>
          <p className="text-small text-ink-2">
            <bdi>{name}</bdi>
          </p>
        </div>
      </div>
      <CertificateFacts certificate={certificate} />
    </>
  );
}
