import type { AccountKind, SessionView } from '@smseal/protocol';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { Button } from '../design/button.tsx';
import { ChangeDetail, type Detail } from './change-detail.tsx';

const KINDS = {
  sealed: 'Sealed. Only your devices can read it.',
  open: 'Open. The service can read it; it is encrypted on its disks.',
  sealing: 'Being sealed. What is not sealed yet, the service can read.',
} satisfies Record<AccountKind, string>;

/** Whose account it is, each part with a way to change it, and of which kind it is. */
export function AccountDetails({ view, onChanged }: { view: SessionView; onChanged(): void }) {
  const [changing, setChanging] = useState<Detail | null>(null);
  const rows = [
    { what: 'email', name: 'E-mail', value: <span className="break-all">{view.email}</span> },
    { what: 'mobile', name: 'Mobile', value: <span className="tabular">{view.mobile}</span> },
  ] as const;
  return (
    <>
      <dl className="flex flex-col divide-y divide-line rounded-card border border-line bg-raised">
        {rows.map(({ what, name, value }) => (
          <div key={what} className="grid grid-cols-[1fr_auto] items-center gap-x-3 py-2 pr-2 pl-4">
            <dt className="text-small text-ink-2">{name}</dt>
            <dd className="row-start-2">{value}</dd>
            <dd className="row-span-2">
              <Button
                variant="quiet"
                aria-label={`Change ${what === 'email' ? 'the e-mail address' : 'the mobile number'}`}
                onClick={() => setChanging(what)}
              >
                Change
              </Button>
            </dd>
          </div>
        ))}
        <div className="px-4 py-2">
          <dt className="text-small text-ink-2">Kind</dt>
          <dd>
            {KINDS[view.kind]}{' '}
            {view.kind !== 'sealed' && (
              <Link
                to="/settings/$page"
                params={{ page: 'secret-key' }}
                className="font-medium text-seal underline"
              >
                {view.kind === 'open' ? 'Seal this account' : 'Go on sealing it'}
              </Link>
            )}
          </dd>
        </div>
      </dl>
      {changing && (
        <ChangeDetail
          what={changing}
          view={view}
          onClose={() => setChanging(null)}
          onChanged={() => {
            setChanging(null);
            onChanged();
          }}
        />
      )}
    </>
  );
}
