import { useIsOpen } from './use-is-open.ts';

/** Who can read what is here, in one line; `short` where there is room for a word. */
export function WhoReads({ short = false }: { short?: boolean }) {
  const isOpen = useIsOpen();
  if (short) return isOpen ? 'Readable by the service' : 'Sealed';
  return isOpen
    ? 'Open account: the service can read this, too.'
    : 'Sealed. Only your devices can read this.';
}
