import { Link } from '@tanstack/react-router';
import { Smartphone } from 'lucide-react';
import { EmptyState } from '../design/empty-state.tsx';
import { useEngineValue } from '../frame/engine-context.tsx';
import { Page } from '../frame/page.tsx';
import { PhonePanel } from './phone-panel.tsx';

/** The linked phones as they are at this moment. */
export function PhoneScreen() {
  const phones = useEngineValue('phones');
  return (
    <div className="flex min-w-0 flex-1 flex-col">
      {phones.length === 0 ? (
        <EmptyState
          heading
          icon={<Smartphone size={36} />}
          title="No phone is linked"
          action={
            <Link to="/devices" className="font-medium text-seal underline">
              Link a phone
            </Link>
          }
        >
          Its battery, signal, notifications and calls appear here. They pass through sealed and are never
          stored.
        </EmptyState>
      ) : (
        <Page title={phones.length === 1 ? 'Phone' : 'Phones'}>
          <div className="flex flex-col gap-8">
            {phones.map((phone) => (
              <PhonePanel key={phone.device} phone={phone} />
            ))}
          </div>
        </Page>
      )}
    </div>
  );
}
