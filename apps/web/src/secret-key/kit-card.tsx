import { FileText, Globe, Printer } from 'lucide-react';
import { Button } from '../design/button.tsx';
import { SealMark } from '../design/seal-mark.tsx';
import { KIT_SENTENCES, kitPage, kitText, saveText, type Kit } from './kit-file.ts';
import { QrPicture } from './qr-picture.tsx';

/** The secret key as a card that looks like what it is: something to keep. It is also what is printed on A4. */
export function KitCard({ kit }: { kit: Kit }) {
  const groups = kit.formatted.split('-');
  return (
    <div className="flex flex-col gap-4">
      <section aria-label="Your secret key" className="rounded-card border-2 border-seal bg-raised p-1.5">
        <div className="flex flex-col gap-5 rounded-soft border border-line p-5 md:p-6">
          <header className="flex items-start gap-3">
            <SealMark size={32} className="text-seal" />
            <div className="min-w-36 flex-1">
              <h2 className="text-lead font-semibold">Secret key</h2>
              <p className="text-small text-ink-2">
                {kit.email && <>{kit.email} · </>}
                {kit.origin} · {kit.day}
              </p>
            </div>
          </header>
          <div className="flex flex-wrap items-center justify-between gap-5">
            <p
              translate="no"
              className="grid grid-cols-3 gap-x-5 gap-y-2 font-mono text-title font-semibold tracking-wide select-all max-[420px]:grid-cols-2"
            >
              {groups.map((group, index) => (
                // Groups of a key may repeat: their place tells them apart.
                // oxlint-disable-next-line react/no-array-index-key
                <span key={index}>{group}</span>
              ))}
            </p>
            <QrPicture text={kit.formatted} label="The secret key as a QR code" />
          </div>
          <ul className="flex flex-col gap-1.5 border-t border-line pt-4 text-small text-ink-2">
            {KIT_SENTENCES.map((sentence) => (
              <li key={sentence}>{sentence}</li>
            ))}
          </ul>
        </div>
      </section>
      <div className="flex flex-wrap gap-2 print:hidden">
        <Button icon={<Printer size={18} aria-hidden />} onClick={() => print()} className="min-w-36 flex-1">
          Print
        </Button>
        <Button
          icon={<FileText size={18} aria-hidden />}
          className="min-w-36 flex-1"
          onClick={() => saveText('smseal-secret-key.txt', 'text/plain', kitText(kit))}
        >
          Save text
        </Button>
        <Button
          icon={<Globe size={18} aria-hidden />}
          className="min-w-36 flex-1"
          onClick={() => saveText('smseal-secret-key.html', 'text/html', kitPage(kit))}
        >
          Save page
        </Button>
      </div>
    </div>
  );
}
