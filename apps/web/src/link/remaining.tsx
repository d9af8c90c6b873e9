import { useEffect, useState } from 'react';

/** Time left as `1:42`, counted down each second; null once it is over. */
function useRemaining(expires: string): number {
  const left = () => Math.max(0, Math.ceil((Date.parse(expires) - Date.now()) / 1000));
  const [seconds, setSeconds] = useState(left);
  useEffect(() => {
    const timer = setInterval(() => setSeconds(left()), 1000);
    return () => clearInterval(timer);
  });
  return seconds;
}

/** How long the link still waits. Not read out each second. */
export function Remaining({ expires }: { expires: string }) {
  const seconds = useRemaining(expires);
  return (
    <p className="tabular text-small text-ink-2" role="timer" aria-live="off">
      {seconds > 0
        ? `Good for ${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`
        : 'The time is over.'}
    </p>
  );
}
