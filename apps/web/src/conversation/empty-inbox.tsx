import { Link } from '@tanstack/react-router';
import { Smartphone, SquarePen } from 'lucide-react';
import { EmptyState } from '../design/empty-state.tsx';
import { useEngineValue } from '../frame/engine-context.tsx';

/** An inbox without texts: says which step comes next. */
export function EmptyInbox() {
  const devices = useEngineValue('devices');
  const phone = devices.find((device) => device.platform === 'phone' && !device.removedAt);
  return phone ? (
    <EmptyState
      icon={<SquarePen size={32} />}
      title="No texts yet"
      action={
        <Link to="/new" className="font-medium text-seal underline">
          Write one
        </Link>
      }
    >
      Texts on {phone.name} appear here as soon as it has sent them.
    </EmptyState>
  ) : (
    <EmptyState
      icon={<Smartphone size={32} />}
      title="Link your phone first"
      action={
        <Link to="/devices" className="font-medium text-seal underline">
          Link a phone
        </Link>
      }
    >
      Your texts come from your phone. Start the agent on it; it shows six digits that you type here.
    </EmptyState>
  );
}
