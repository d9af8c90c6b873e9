import { Link } from '@tanstack/react-router';
import { useVirtualizer } from '@tanstack/react-virtual';
import { Download, History } from 'lucide-react';
import { useRef, useState } from 'react';
import { countOf } from '../design/amounts.ts';
import { Button } from '../design/button.tsx';
import { IconButton } from '../design/icon-button.tsx';
import { Section } from '../design/section.tsx';
import { TextField } from '../design/text-field.tsx';
import { clockTime, fullTime } from '../design/times.ts';
import type { CampaignResult, CampaignView } from '../engine/campaign/campaign-api.ts';
import { useAct, useEngine } from '../frame/engine-context.tsx';
import { ChoiceField } from '../gateway/form-fields.tsx';
import { saveFile } from '../design/save-file.ts';
import { shownState, STATES, STATE_WORDS, type ShownState } from './states.ts';
import { useResults } from './use-results.ts';

const ROW_PX = 56;
const FILTERS = {
  all: 'All states',
  ...(Object.fromEntries(STATES.map((state) => [state, STATE_WORDS[state].label])) as Record<
    ShownState,
    string
  >),
} as const;

/** What became of each recipient's text: searchable, by state, as a file. */
export function ResultsTable({
  campaign,
  state,
  onState,
}: {
  campaign: CampaignView;
  state: ShownState | null;
  onState(state: ShownState | null): void;
}) {
  const [search, setSearch] = useState('');
  const results = useResults(campaign.id, { search, state });
  const { total } = results;
  return (
    <Section title="Recipients">
      <div className="flex flex-wrap items-end gap-3">
        <TextField
          label="Search"
          type="search"
          placeholder="Number, name, text or reason"
          className="min-w-50 flex-1"
          value={search}
          onChange={(event) => setSearch(event.target.value)}
        />
        <div className="min-w-40">
          <ChoiceField
            label="State"
            value={state ?? 'all'}
            words={FILTERS}
            onChange={(value) => onState(value === 'all' ? null : value)}
          />
        </div>
        <ReportButton id={campaign.id} />
      </div>
      <p role="status" className="tabular text-small text-ink-2">
        {total === null ? 'Looking…' : countOf(total, 'recipient')}
        {campaign.missing > 0 && ` · ${countOf(campaign.missing, 'text is', 'texts are')} not here yet`}
      </p>
      {total !== null && total > 0 && <Rows results={results} total={total} />}
    </Section>
  );
}

function ReportButton({ id }: { id: string }) {
  const engine = useEngine();
  const act = useAct();
  const [busy, setBusy] = useState(false);
  return (
    <Button
      icon={<Download size={18} aria-hidden />}
      busy={busy && 'Writing…'}
      onClick={() => {
        setBusy(true);
        void act('The results were not written.', async () =>
          saveFile(await engine.campaignReport(id)),
        ).finally(() => setBusy(false));
      }}
    >
      Results as CSV
    </Button>
  );
}

function Rows({ results, total }: { results: ReturnType<typeof useResults>; total: number }) {
  const scroller = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count: total,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_PX,
    overscan: 8,
  });
  return (
    <div
      ref={scroller}
      role="region"
      tabIndex={0}
      aria-label="Recipients"
      className="max-h-130 overflow-y-auto rounded-card border border-line bg-raised ring-inside"
      style={{ height: Math.min(520, total * ROW_PX + 2) }}
    >
      <ul className="relative" style={{ height: virtual.getTotalSize() }}>
        {virtual.getVirtualItems().map(({ index, start }) => (
          <li
            key={index}
            aria-setsize={total}
            aria-posinset={index + 1}
            className="absolute inset-x-0 top-0 border-b border-line"
            style={{ height: ROW_PX, transform: `translateY(${start}px)` }}
          >
            <ResultRow result={results.at(index)} />
          </li>
        ))}
      </ul>
    </div>
  );
}

function ResultRow({ result }: { result: CampaignResult | null }) {
  if (result === null)
    return (
      <span className="flex h-full items-center px-4">
        <span className="skeleton h-3 w-40" />
      </span>
    );
  const words = STATE_WORDS[shownState(result.state)];
  if (result.erased)
    return (
      <p className="flex h-full items-center gap-3 px-4">
        <span aria-hidden className="size-2.5 shrink-0 rounded-full" style={{ background: words.colour }} />
        <span className="min-w-0 flex-1 text-ink-2">Erased</span>
        <span className="text-small">{words.label}</span>
      </p>
    );
  return (
    <div className="flex h-full items-center pr-2 hover:bg-sunken">
      <Link
        to="/c/$conversation"
        params={{ conversation: result.conversation }}
        className="flex h-full min-w-0 flex-1 items-center gap-3 pr-2 pl-4 ring-inside"
      >
        <span aria-hidden className="size-2.5 shrink-0 rounded-full" style={{ background: words.colour }} />
        <span className="min-w-0 flex-1">
          <span className="tabular block truncate font-medium">
            {result.name === null ? result.number : `${result.name} · ${result.number}`}
          </span>
          <span className="block truncate text-small text-ink-2">{result.reason ?? result.text}</span>
        </span>
        <span className="shrink-0 text-right text-small">
          <span className="block">{words.label}</span>
          <time dateTime={result.at} title={fullTime(result.at)} className="tabular block text-ink-2">
            {clockTime(result.at)}
          </time>
        </span>
      </Link>
      <IconButton
        label={`What happened to the text to ${result.number}`}
        side="left"
        render={<Link to="/messages/$text" params={{ text: result.item }} />}
      >
        <History size={18} />
      </IconButton>
    </div>
  );
}
