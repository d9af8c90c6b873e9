import { count } from '../design/amounts.ts';
import { Section } from '../design/section.tsx';
import type { TextTimelineView } from '../engine/message/timeline-api.ts';

const NAMES = { gsm7: 'GSM 7-bit', ucs2: 'Unicode (UCS-2)' } as const;

/** Which alphabet a text went in, and what made it that one. */
export function EncodingSection({ encoding }: { encoding: TextTimelineView['encoding'] }) {
  const { name, why, because, replaced } = encoding;
  return (
    <Section title="Encoding">
      <p>
        <strong className="font-semibold">{NAMES[name]}.</strong> {why}
      </p>
      {because.length > 0 && (
        <Characters
          title="Characters that force Unicode"
          rows={because.map(({ character, replacement }) => ({
            character,
            means:
              replacement === null ? 'nothing stands for it' : `${shown(replacement)} could stand for it`,
          }))}
        />
      )}
      {replaced.length > 0 && (
        <Characters
          title="Replaced before it was sealed, to save segments"
          rows={replaced.map(({ character, replacement, times }) => ({
            character,
            means: `${shown(replacement)} instead, ${times === 1 ? 'once' : `${count(times)} times`}`,
          }))}
        />
      )}
    </Section>
  );
}

function Characters({ title, rows }: { title: string; rows: { character: string; means: string }[] }) {
  return (
    <div>
      <h3 className="mb-1.5 text-small font-medium text-ink-2">{title}</h3>
      <ul className="flex flex-wrap gap-2">
        {rows.map(({ character, means }) => (
          <li
            key={character}
            className="flex items-baseline gap-2 rounded-soft border border-line bg-raised px-2.5 py-1 text-small"
          >
            <bdi className="font-mono text-body">{character}</bdi>
            <span className="text-ink-2">{means}</span>
          </li>
        ))}
      </ul>
    </div>
  );
}

/** A replacement that could not be seen is said. */
function shown(replacement: string): string {
  if (replacement === '') return 'nothing';
  return replacement.trim() === '' ? 'a space' : replacement;
}
