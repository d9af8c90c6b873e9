import { useNavigate, useSearch } from '@tanstack/react-router';
import { useRef, useState } from 'react';
import type { SendRoute } from '../engine/engine-api.ts';
import { BackLink } from '../frame/back-link.tsx';
import { useAct, useEngine } from '../frame/engine-context.tsx';
import { PaneTitle } from '../frame/pane-title.tsx';
import { useShortcuts } from '../frame/shortcuts.ts';
import { RecipientField, type Recipient } from './recipient-field.tsx';
import { WriteBox } from './write-box.tsx';

/** A text to people who may not have a conversation yet. */
export function NewMessage() {
  const engine = useEngine();
  const act = useAct();
  const navigate = useNavigate();
  const start = useSearch({ from: '/inbox/new', select: (search) => search.to });
  const [to, setTo] = useState<Recipient[]>(() =>
    start ? [{ name: null, number: start, picture: null, label: null }] : [],
  );
  const [text, setText] = useState('');
  const box = useRef<HTMLTextAreaElement>(null);
  useShortcuts((keys) => {
    if (keys !== 'Escape') return false;
    void navigate({ to: '/' });
    return true;
  });
  const send = (route: SendRoute) =>
    void act('The text was not sent.', async () => {
      const sent = await engine.send({
        to: to.map((recipient) => recipient.number),
        text,
        device: route.device,
        simSlot: route.simSlot,
      });
      await navigate({ to: '/c/$conversation', params: { conversation: sent.conversation } });
    });
  return (
    <div className="flex min-h-0 flex-1 flex-col">
      <header className="flex h-16 shrink-0 items-center gap-3 border-b border-line px-3 md:px-6">
        <BackLink to="/" label="Back to the list" />
        <PaneTitle className="text-lead font-semibold">New message</PaneTitle>
      </header>
      <RecipientField chosen={to} onChange={setTo} onDone={() => box.current?.focus()} />
      <p className="flex-1 px-4 py-4 text-small text-ink-2 md:px-6">
        {to.length > 1 && 'All of them see each other’s numbers and answers, as in any group text.'}
      </p>
      <WriteBox
        ref={box}
        value={text}
        label="Text"
        blocked={to.length === 0 ? 'Choose who gets it.' : null}
        onChange={setText}
        onSend={send}
      />
    </div>
  );
}
