import { countOf } from '../design/amounts.ts';
import { CopyButton } from '../design/copy-button.tsx';
import { Section } from '../design/section.tsx';
import type { TextTimelineView } from '../engine/message/timeline-api.ts';
import { FieldTable } from './field-table.tsx';

type Segment = TextTimelineView['segments'][number];

/** A text's segments with the PDU of each, down to the octets. */
export function SegmentList({
  segments,
  submission: { pdu, note },
}: {
  segments: readonly Segment[];
  submission: NonNullable<TextTimelineView['submission']>;
}) {
  return (
    <Section title={countOf(segments.length, 'segment')} intro={note}>
      {segments.map((segment) => (
        <article
          key={segment.part}
          aria-label={`Segment ${segment.part} of ${segments.length}`}
          className="flex flex-col gap-2 rounded-card border border-line bg-raised px-4 py-3"
        >
          <header className="flex flex-wrap items-baseline gap-x-3">
            <h3 className="font-medium">
              {pdu} {segments.length > 1 && `${segment.part} of ${segments.length}`}
            </h3>
            <p className="tabular text-small text-ink-2">{segment.octets} of 140 octets</p>
          </header>
          <p dir="auto" className="whitespace-pre-wrap [overflow-wrap:anywhere]">
            {segment.text}
          </p>
          <FieldTable label={`Fields of ${pdu} ${segment.part}`} fields={segment.fields} />
          <div className="flex items-start gap-3">
            <code className="min-w-0 flex-1 font-mono text-small break-all text-ink-2">
              {segment.userData}
            </code>
            <CopyButton text={segment.userData} label="Copy octets" className="shrink-0" />
          </div>
        </article>
      ))}
    </Section>
  );
}
