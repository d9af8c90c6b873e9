import { Link } from '@tanstack/react-router';
import { ArrowLeft } from 'lucide-react';

/** The way back to a list, where only one pane is shown. */
export function BackLink({
  to,
  label,
}: {
  to: '/' | '/contacts' | '/gateways' | '/many' | '/settings';
  label: string;
}) {
  return (
    <Link
      to={to}
      aria-label={label}
      className="touch -ml-2 inline-flex size-10 shrink-0 items-center justify-center rounded-card text-ink-2 hover:bg-sunken md:hidden"
    >
      <ArrowLeft size={22} />
    </Link>
  );
}
