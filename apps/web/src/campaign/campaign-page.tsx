import { useState } from 'react';
import { count, countOf } from '../design/amounts.ts';
import { ProblemNote } from '../design/problem-note.tsx';
import { Section } from '../design/section.tsx';
import { duration, fullTime, stampTime } from '../design/times.ts';
import type { CampaignView, CampaignWish } from '../engine/campaign/campaign-api.ts';
import { Page } from '../frame/page.tsx';
import { CampaignControls } from './campaign-controls.tsx';
import { ResultsTable } from './results-table.tsx';
import { StateChart } from './state-chart.tsx';
import { shownCounts, type ShownState } from './states.ts';
import { isLive } from './summary.ts';
import { useProgress } from './use-campaigns.ts';

/** One text to many: how far it is, what one can do about it, and what became of each recipient's text. */
export function CampaignPage({ campaign }: { campaign: CampaignView }) {
  const { id, name, recipients } = campaign;
  const live = isLive(campaign);
  const { progress, away } = useProgress(id, live);
  const [wanted, setWanted] = useState<CampaignWish | null>(null);
  const [state, setState] = useState<ShownState | null>(null);
  const wish = campaign.wish === 'cancel' ? 'cancel' : (wanted ?? campaign.wish);
  const counts = live ? (progress?.counts ?? waiting(campaign)) : campaign.counts;
  const { queued } = shownCounts(counts);
  return (
    <Page wide title={name} back={{ to: '/many', label: 'Back to what was sent' }}>
      <div className="-mt-2 flex min-h-11 flex-wrap items-center gap-x-6 gap-y-2 pb-4">
        <p role="status" className="tabular min-w-60 flex-1 text-ink-2">
          {away
            ? 'The server cannot be reached; the numbers are those of a moment ago.'
            : stateWords(campaign, { wish, queued, progress })}
        </p>
        <div className="flex gap-2 empty:hidden">
          <CampaignControls id={id} wish={wish} waits={queued} onWish={setWanted} />
        </div>
      </div>
      <StateChart counts={counts} recipients={recipients} chosen={state} onChoose={setState} />
      {campaign.trouble !== null && (
        <div className="mt-4">
          <ProblemNote
            what="Some texts were refused by the server."
            trouble={{ code: 'refused', sentence: campaign.trouble }}
          />
        </div>
      )}
      <div className="mt-6">
        <Facts campaign={campaign} />
        <ResultsTable campaign={campaign} state={state} onState={setState} />
      </div>
    </Page>
  );
}

/** Before the server has answered: what this browser knows. */
function waiting({ counts, missing, wish }: CampaignView): CampaignView['counts'] {
  const rest = wish === 'cancel' ? 'cancelled' : 'queued';
  return { ...counts, [rest]: (counts[rest] ?? 0) + missing };
}

function stateWords(
  { notBefore, toPost, recipients }: CampaignView,
  {
    wish,
    queued,
    progress,
  }: { wish: CampaignWish; queued: number; progress: ReturnType<typeof useProgress>['progress'] },
): string {
  if (wish === 'cancel')
    return queued > 0 ? 'Being cancelled. What a gateway holds comes back first.' : 'Cancelled.';
  if (queued === 0) return `All ${countOf(recipients, 'text has left', 'texts have left')}.`;
  if (wish === 'pause')
    return `Paused. ${countOf(queued, 'text waits', 'texts wait')}; nothing leaves until you resume.`;
  if (notBefore !== null && Date.parse(notBefore) > Date.now()) return `Leaves ${stampTime(notBefore)}.`;
  if (toPost > 0)
    return `Sealed. ${countOf(toPost, 'text is', 'texts are')} being handed in; keep this browser open.`;
  if (progress?.rate === null || progress?.rate === undefined) return 'Waiting for the sending device.';
  const left =
    progress.secondsLeft === null ? '' : ` · about ${duration(Math.ceil(progress.secondsLeft))} left`;
  return `${count(Math.round(progress.rate))} texts a second${left}`;
}

function Facts({ campaign }: { campaign: CampaignView }) {
  const { at, by, target, from, template, recipients, segments, notBefore, expires } = campaign;
  const facts: [string, string, string?][] = [
    ['Sent', `${stampTime(at)} by ${by}`, fullTime(at)],
    ['To', `${countOf(recipients, 'person', 'people')}, ${countOf(segments, 'segment')}`],
    ['Route', `Sealed to ${target}${from === null ? '' : `, which writes as ${from}`}`],
    ...(notBefore === null
      ? []
      : ([['Not before', stampTime(notBefore), fullTime(notBefore)]] as [string, string, string][])),
    ['Given up', stampTime(expires), fullTime(expires)],
  ];
  return (
    <Section title="What was sent">
      <p className="w-fit max-w-150 rounded-bubble rounded-br-[4px] bg-mine px-4 py-2.5 break-words whitespace-pre-wrap">
        {template}
      </p>
      <dl className="grid grid-cols-[auto_1fr] gap-x-6 gap-y-1">
        {facts.map(([what, words, title]) => (
          <div key={what} className="contents">
            <dt className="text-ink-2">{what}</dt>
            <dd title={title} className="min-w-0 break-words">
              {words}
            </dd>
          </div>
        ))}
      </dl>
    </Section>
  );
}
