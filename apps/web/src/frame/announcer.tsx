import { useEffect, useState } from 'react';
import { useAnswer, useEngineEvent } from './engine-context.tsx';

/** Tells screen readers politely of new texts, and keeps the place and the number of unread ones in the title. */
export function Announcer({ place }: { place: string }) {
  const [said, setSaid] = useState('');
  useEngineEvent('incoming', ({ title, text }) => setSaid(`New text from ${title}: ${text}`));
  const [answer] = useAnswer('conversations inbox', (engine) => engine.conversations('inbox'), [
    'conversations',
  ]);
  const unread =
    answer.state === 'ready' ? answer.value.rows.filter((row) => row.unread > 0 && !row.muted).length : 0;
  useEffect(() => {
    document.title = `${unread > 0 ? `(${unread}) ` : ''}${place} · SMSeal`;
  }, [unread, place]);
  return (
    <div aria-live="polite" className="sr-only">
      {said}
    </div>
  );
}
