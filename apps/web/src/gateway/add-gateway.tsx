import { Router } from 'lucide-react';
import { CopyButton } from '../design/copy-button.tsx';
import { EmptyState } from '../design/empty-state.tsx';

const COMMAND = 'npx smseal gateway';

/** How a machine becomes a gateway. */
export function AddGatewaySteps() {
  return (
    <ol className="flex list-decimal flex-col gap-3 pl-5 text-left marker:text-ink-2">
      <li>
        On the machine that shall send, start
        <span className="mt-1.5 flex items-center justify-between gap-2 rounded-card border border-line bg-raised py-1.5 pr-2 pl-3">
          <code className="font-mono text-small">{COMMAND}</code>
          <CopyButton text={COMMAND} label="Copy" />
        </span>
      </li>
      <li>Tell it your e-mail or mobile number. It shows six digits.</li>
      <li>A card appears here. Type the digits in it.</li>
    </ol>
  );
}

/** Shown while the account has no gateway: what one is for, and how to have one. */
export function NoGateway() {
  return (
    <EmptyState
      heading
      icon={<Router size={36} />}
      title="No gateway yet"
      action={
        <div className="max-w-90 text-ink">
          <AddGatewaySteps />
        </div>
      }
    >
      A gateway hands texts of your programs to a carrier and brings the answers back. It runs on a machine of
      your choice; the server never sees a text of it.
    </EmptyState>
  );
}
