import { Button } from '../design/button.tsx';
import { ProblemNote } from '../design/problem-note.tsx';
import type { ErasureProgress, ErasureRow } from '../engine/erasure/erasure-api.ts';
import { useAnswer, useEngine } from '../frame/engine-context.tsx';
import { progressWords } from './erasure-words.ts';
import { SaveCertificate } from './save-certificate.tsx';
import { StepList } from './step-list.tsx';

const STEPS = ['ordered', 'searching', 'searched', 'certified'] as const satisfies ErasureProgress[];
const STEP_WORDS = {
  ordered: 'Order signed and kept in this browser',
  searching: 'Erased at the server',
  searched: 'Looked for in this browser and at the server, nothing found',
  certified: 'Certified',
} as const satisfies Record<(typeof STEPS)[number], string>;

/** How an erasure that was just ordered goes on. It goes on without being watched. */
export function ErasureProgressView({ id, onClose }: { id: string; onClose(): void }) {
  const engine = useEngine();
  const [answer, again] = useAnswer('erasures', (asked) => asked.erasures(), ['erasures']);
  if (answer.state === 'failed')
    return <ProblemNote what="It could not be shown." trouble={answer.trouble} again={again} />;
  const row = answer.state === 'ready' ? answer.value.find((one) => one.id === id) : undefined;
  return (
    <div className="flex flex-col gap-5">
      {row && row.state !== 'waiting' && <Steps row={row} />}
      <p role="status" className="font-medium">
        {row ? progressWords(row) : 'The order is kept.'}
      </p>
      {row?.trouble && (
        <ProblemNote
          what="It does not go on."
          trouble={row.trouble}
          again={() => void engine.resumeErasure(id)}
        />
      )}
      <p className="text-small text-ink-2">
        {row?.state === 'certified'
          ? 'The certificate names nobody. Whoever has the file can check it at /certificate, or with “smseal verify-certificate”. It stays in Settings, Erasures.'
          : 'You can close this: it goes on, also after the browser was closed. Look at Settings, Erasures.'}
      </p>
      <div className="flex flex-wrap justify-end gap-2">
        {row && <SaveCertificate row={row} />}
        <Button onClick={onClose}>{row?.state === 'certified' ? 'Done' : 'Close'}</Button>
      </div>
    </div>
  );
}

function Steps({ row }: { row: ErasureRow }) {
  const at = STEPS.findIndex((step) => step === row.state);
  // `ordered` says what is under way; every other state says what is done.
  const done = row.state === 'certified' ? STEPS.length : at + 1;
  return <StepList steps={STEPS.map((step) => STEP_WORDS[step])} done={done} />;
}
