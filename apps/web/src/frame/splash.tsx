import { useEffect, useState } from 'react';
import { SealMark } from '../design/seal-mark.tsx';

/** What is seen for the moment in which the engine starts; says so in words when the moment is long. */
export function Splash() {
  const [long, setLong] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setLong(true), 300);
    return () => clearTimeout(timer);
  }, []);
  return (
    <main className="flex h-dvh flex-col items-center justify-center gap-4 bg-paper text-ink-2">
      <h1 className="sr-only">SMSeal</h1>
      <SealMark size={48} className="text-seal" />
      <p role="status">{long ? 'Opening your texts…' : ''}</p>
    </main>
  );
}
