import { Link, Outlet, useParams, useRouterState } from '@tanstack/react-router';
import { Plus } from 'lucide-react';
import { ConversationSkeleton } from '../conversation/conversation-row.tsx';
import { IconButton } from '../design/icon-button.tsx';
import { ProblemNote } from '../design/problem-note.tsx';
import { fullTime, listTime } from '../design/times.ts';
import { useNow } from '../design/use-now.ts';
import type { CampaignRow } from '../engine/campaign/campaign-api.ts';
import { BackLink } from '../frame/back-link.tsx';
import { NotHere } from '../frame/not-here.tsx';
import { TwoPanes } from '../frame/two-panes.tsx';
import { CampaignPage } from './campaign-page.tsx';
import { StateBar } from './state-chart.tsx';
import { summaryOf } from './summary.ts';
import { useCampaign, useCampaigns } from './use-campaigns.ts';

/** What was sent to many, and the one that is open or being written. */
export function CampaignsScreen() {
  const path = useRouterState({ select: (state) => state.location.pathname });
  const [answer, again] = useCampaigns();
  const open = path.startsWith('/many/');
  const none = answer.state === 'ready' && answer.value.length === 0;
  return (
    <TwoPanes
      label="Sent to many"
      open={open}
      list={
        none ? null : (
          <>
            <header className="flex h-14 shrink-0 items-center gap-2 pr-2 pl-4">
              <BackLink to="/settings" label="Back to settings" />
              <h1 className="flex-1 text-title font-semibold">Send to many</h1>
              <IconButton
                label="New text to many"
                side="left"
                render={<Link to="/many/new" activeOptions={{ exact: true }} />}
              >
                <Plus size={20} />
              </IconButton>
            </header>
            {answer.state === 'loading' ? (
              <ConversationSkeleton />
            ) : answer.state === 'failed' ? (
              <div className="p-3">
                <ProblemNote
                  what="What was sent could not be shown."
                  trouble={answer.trouble}
                  again={again}
                />
              </div>
            ) : (
              <nav
                aria-label="Sent to many"
                className="flex min-h-0 flex-1 flex-col gap-0.5 overflow-y-auto px-2 pb-6"
              >
                {answer.value.map((row) => (
                  <Row key={row.id} row={row} />
                ))}
              </nav>
            )}
          </>
        )
      }
    >
      <Outlet />
    </TwoPanes>
  );
}

function Row({ row }: { row: CampaignRow }) {
  const now = useNow();
  return (
    <Link
      to="/many/$campaign"
      params={{ campaign: row.id }}
      className="flex min-h-16 flex-col gap-1 rounded-card px-3 py-2 ring-inside hover:bg-sunken aria-[current=page]:bg-selected"
    >
      <span className="flex items-baseline gap-2">
        <span className="min-w-0 flex-1 truncate font-medium">{row.name}</span>
        <time dateTime={row.at} title={fullTime(row.at)} className="tabular shrink-0 text-small text-ink-2">
          {listTime(row.at, now)}
        </time>
      </span>
      <StateBar counts={row.counts} recipients={row.recipients} />
      <span className="truncate text-small text-ink-2">{summaryOf(row)}</span>
    </Link>
  );
}

/** The one of the address. */
export function CampaignOfAddress() {
  const id = useParams({ from: '/many/$campaign', select: (params) => params.campaign });
  const [answer, again] = useCampaign(id);
  if (answer.state === 'loading') return null;
  if (answer.state === 'failed')
    return (
      <div className="p-6">
        <ProblemNote what="This could not be shown." trouble={answer.trouble} again={again} />
      </div>
    );
  return answer.value ? <CampaignPage key={id} campaign={answer.value} /> : <NotHere />;
}
