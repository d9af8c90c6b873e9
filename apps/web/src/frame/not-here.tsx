import { Link } from '@tanstack/react-router';
import { EmptyState } from '../design/empty-state.tsx';

/** An address that leads nowhere. */
export function NotHere() {
  return (
    <EmptyState
      heading
      title="There is nothing at this address"
      action={
        <Link to="/" className="font-medium text-seal underline">
          Go to the inbox
        </Link>
      }
    >
      The link may be old, or part of it is missing.
    </EmptyState>
  );
}
