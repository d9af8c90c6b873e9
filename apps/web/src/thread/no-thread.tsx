import { WhoReads } from '../account/who-reads.tsx';
import { SealMark } from '../design/seal-mark.tsx';

/** Beside the list while nothing is open. */
export function NoThread() {
  return (
    <div className="flex flex-1 flex-col items-center justify-center gap-3 px-8 text-center text-ink-2">
      <SealMark size={56} className="text-line" />
      <p>Open a conversation, or press n to write a new message.</p>
      <p className="text-small">
        <WhoReads />
      </p>
    </div>
  );
}
