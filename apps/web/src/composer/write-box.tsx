import { Link } from '@tanstack/react-router';
import { SendHorizontal } from 'lucide-react';
import { useRef, type RefObject } from 'react';
import { IconButton } from '../design/icon-button.tsx';
import type { SendRoute } from '../engine/engine-api.ts';
import { RouteChoice } from './route-choice.tsx';
import { SegmentCounter } from './segment-counter.tsx';
import { TextBox } from './text-box.tsx';
import { useRoute } from './use-route.ts';

interface WriteBoxProps {
  ref?: RefObject<HTMLTextAreaElement | null>;
  value: string;
  label: string;
  /** Why nothing can be sent yet; null when it can. */
  blocked?: string | null;
  onChange(text: string): void;
  onSend(route: SendRoute): void;
}

/** Where one writes: text, counter, route and the button that sends. */
export function WriteBox({ ref, value, label, blocked = null, onChange, onSend }: WriteBoxProps) {
  const own = useRef<HTMLTextAreaElement>(null);
  const box = ref ?? own;
  const { routes, chosen, loading, choose } = useRoute();
  const ready = chosen !== null && value.trim() !== '' && blocked === null;
  const send = () => {
    if (ready) onSend(chosen);
  };
  if (!loading && !chosen)
    return (
      <p className="shrink-0 border-t border-line px-4 py-4 text-center text-ink-2">
        No phone can send yet.{' '}
        <Link to="/devices" className="font-medium text-seal underline">
          Link a phone
        </Link>{' '}
        first.
      </p>
    );
  return (
    <form
      className="flex shrink-0 flex-col gap-1.5 border-t border-line px-3 pt-3 pb-[max(10px,env(safe-area-inset-bottom))] md:px-5"
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <div className="flex items-end gap-2">
        <TextBox
          ref={box}
          value={value}
          label={label}
          placeholder="Write a text"
          onChange={onChange}
          onSend={send}
        />
        <IconButton
          type="submit"
          label="Send"
          keys="Enter"
          side="top"
          aria-disabled={!ready}
          className="size-11 bg-seal text-on-seal hover:bg-seal hover:text-on-seal hover:opacity-90 aria-disabled:bg-sunken aria-disabled:text-ink-3"
        >
          <SendHorizontal size={20} />
        </IconButton>
      </div>
      <div className="flex min-h-5 items-center justify-between gap-4 px-1">
        <RouteChoice routes={routes} chosen={chosen} onChoose={choose} />
        {blocked ? (
          <p className="text-small text-ink-2">{blocked}</p>
        ) : (
          <SegmentCounter text={value} onChange={onChange} />
        )}
      </div>
    </form>
  );
}
