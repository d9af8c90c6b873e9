import { MonitorSmartphone } from 'lucide-react';
import { useState } from 'react';
import { Button } from '../design/button.tsx';
import type { PendingLinkView } from '../engine/engine-api.ts';
import { useAct, useEngine, useEngineValue } from '../frame/engine-context.tsx';
import { AnswerLink } from './answer-link.tsx';

/** Tells on every screen that a device asks to be linked; it stays until it is answered, refused or over. */
export function LinkCards() {
  const links = useEngineValue('links');
  const [answering, setAnswering] = useState<PendingLinkView | null>(null);
  const waiting = links.filter((link) => link.link !== answering?.link);
  return (
    <>
      {waiting.map((link) => (
        <LinkCard key={link.link} link={link} onAnswer={() => setAnswering(link)} />
      ))}
      {answering && <AnswerLink key={answering.link} first={answering} onClose={() => setAnswering(null)} />}
    </>
  );
}

function LinkCard({ link, onAnswer }: { link: PendingLinkView; onAnswer(): void }) {
  const engine = useEngine();
  const act = useAct();
  return (
    <section
      role="alert"
      aria-label="A device asks to be linked"
      className="fixed inset-x-3 bottom-20 z-30 mx-auto flex max-w-110 flex-col gap-3 rounded-card border border-line bg-raised p-4 shadow-float md:right-6 md:bottom-6 md:left-auto"
    >
      <p className="flex gap-3">
        <MonitorSmartphone size={22} className="mt-0.5 shrink-0 text-seal" aria-hidden />
        <span>
          <strong className="font-semibold">{link.name}</strong> asks to be linked.
          <span className="block text-small text-ink-2">
            If you did not start this just now, somebody who can sign in to your account did.
          </span>
        </span>
      </p>
      <div className="flex justify-end gap-2">
        <Button
          variant="danger"
          onClick={() => void act('The link was not refused.', () => engine.refuseLink(link.link))}
        >
          Refuse
        </Button>
        <Button variant="primary" onClick={onAnswer}>
          Type its digits
        </Button>
      </div>
    </section>
  );
}
