import { useEffect, useRef } from 'react';
import { NARROW } from '../design/media-query.ts';
import type { ConversationRow, SendRoute } from '../engine/engine-api.ts';
import { useAct, useEngine } from '../frame/engine-context.tsx';
import { useShortcuts } from '../frame/shortcuts.ts';
import { canAnswer } from './can-answer.ts';
import { useDraft } from './use-draft.ts';
import { WriteBox } from './write-box.tsx';

/** Single letters that mean something else in the inbox. */
const TAKEN = new Set(['j', 'k', 'e', 'u', 'n', 'g']);

/** Writes into an open conversation. */
export function Composer({ conversation }: { conversation: ConversationRow }) {
  const engine = useEngine();
  const act = useAct();
  const box = useRef<HTMLTextAreaElement>(null);
  const [text, setText, clear] = useDraft(conversation);
  const mute = conversation.parties.find((party) => !canAnswer(party.number));
  useShortcuts((keys) => {
    if (mute || !/^\p{L}$/u.test(keys) || TAKEN.has(keys)) return false;
    box.current?.focus();
    if (keys !== 'r') setText(text + keys);
    return true;
  });
  useEffect(() => {
    const at = document.activeElement;
    const nowhere = at === document.body || at?.id === 'main';
    // On a phone the keyboard would cover the texts that one came to read.
    if (nowhere && !matchMedia(NARROW).matches) box.current?.focus({ preventScroll: true });
  }, []);
  const send = async (route: SendRoute) => {
    const sent = text;
    clear();
    const done = await act('The text was not sent.', () =>
      engine.send({
        to: conversation.parties.map((party) => party.number),
        text: sent,
        device: route.device,
        simSlot: route.simSlot,
      }),
    );
    if (!done) setText(sent);
  };
  if (mute)
    return (
      <p className="shrink-0 border-t border-line px-4 py-4 text-center text-ink-2">
        {mute.number} is a sender’s name, not a number: no text can go there.
      </p>
    );
  return (
    <WriteBox
      ref={box}
      value={text}
      label={`Text to ${conversation.title}`}
      onChange={setText}
      onSend={(route) => void send(route)}
    />
  );
}
