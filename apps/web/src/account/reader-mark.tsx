import { Eye } from 'lucide-react';
import { SealMark } from '../design/seal-mark.tsx';
import { useIsOpen } from './use-is-open.ts';

/** The seal where only devices can read; an eye where the service can, too. */
export function ReaderMark({ size, className }: { size: number; className?: string }) {
  const given = { size, ...(className === undefined ? {} : { className }) };
  return useIsOpen() ? <Eye {...given} aria-hidden /> : <SealMark {...given} />;
}
