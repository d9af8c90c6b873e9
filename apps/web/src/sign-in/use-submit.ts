import { useState } from 'react';
import { troubleOf, type Trouble } from '../design/trouble.ts';

/** Runs the act of a form; holds whether it runs and why it failed. */
export function useSubmit(): {
  busy: boolean;
  trouble: Trouble | null;
  submit(act: () => Promise<void>): void;
  clear(): void;
} {
  const [busy, setBusy] = useState(false);
  const [trouble, setTrouble] = useState<Trouble | null>(null);
  const run = async (act: () => Promise<void>) => {
    setBusy(true);
    setTrouble(null);
    try {
      await act();
    } catch (error) {
      setTrouble(troubleOf(error));
    } finally {
      setBusy(false);
    }
  };
  return { busy, trouble, submit: (act) => void run(act), clear: () => setTrouble(null) };
}
