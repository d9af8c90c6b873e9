import type { ReactNode } from 'react';
import { SealMark } from '../design/seal-mark.tsx';
import { classNames } from '../design/class-names.ts';

/** Steps of signing up, with the secret key as the last. */
export const SIGN_UP_STEPS = 5;

/** One question in one column of 420 px. `step` counts from 1; without it no dots are shown. */
export function StepFrame({
  step,
  title,
  children,
  footer,
  wide = false,
}: {
  step?: number;
  title: string;
  children: ReactNode;
  footer?: ReactNode;
  /** For the steps that show something besides a question. */
  wide?: boolean;
}) {
  return (
    <main className="flex min-h-dvh flex-col items-center bg-paper px-5 py-8 text-ink md:py-16 print:min-h-0 print:p-0">
      <div className={classNames('flex w-full flex-col gap-6', wide ? 'max-w-[560px]' : 'max-w-[420px]')}>
        <header className="flex items-center gap-3 print:hidden">
          <SealMark size={36} className="text-seal" />
          <span className="flex-1 text-lead font-semibold">SMSeal</span>
          {step && <Dots step={step} />}
        </header>
        <h1 className="text-display font-semibold tracking-tight text-balance print:hidden">{title}</h1>
        {children}
        {footer && <footer className="border-t border-line pt-4 text-ink-2 print:hidden">{footer}</footer>}
      </div>
    </main>
  );
}

function Dots({ step }: { step: number }) {
  return (
    <p className="flex items-center gap-1.5">
      <span className="sr-only">
        Step {step} of {SIGN_UP_STEPS}
      </span>
      {Array.from({ length: SIGN_UP_STEPS }, (_, index) => (
        <span
          key={index}
          aria-hidden
          className={classNames(
            'size-2 rounded-full',
            index + 1 < step ? 'bg-seal opacity-50' : index + 1 === step ? 'bg-seal' : 'bg-edge opacity-50',
          )}
        />
      ))}
    </p>
  );
}
