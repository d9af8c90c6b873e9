import { useId, useRef } from 'react';
import { countOf } from '../design/amounts.ts';
import { Button } from '../design/button.tsx';
import { SwitchRow } from '../design/switch-row.tsx';
import { TextField } from '../design/text-field.tsx';
import type { SheetColumn, Wording, WordingCounts } from '../engine/campaign/campaign-api.ts';
import { CostLine } from './cost-line.tsx';

/** What: the text, with places for what the list knows of each person, and what it comes to. */
export function WhatStep({
  columns,
  wording,
  counts,
  stale,
  onChange,
  onShow,
  onDone,
}: {
  /** Columns that a text can name. */
  columns: readonly SheetColumn[];
  wording: Wording;
  counts: WordingCounts | null;
  stale: boolean;
  onChange(change: Partial<Wording>): void;
  /** Shows a recipient's text. */
  onShow(index: number): void;
  onDone(): void;
}) {
  const id = useId();
  const field = useRef<HTMLTextAreaElement>(null);
  const { text } = wording;
  const insert = (name: string) => {
    const box = field.current;
    const [from, to] = [box?.selectionStart ?? text.length, box?.selectionEnd ?? text.length];
    onChange({ text: `${text.slice(0, from)}{${name}}${text.slice(to)}` });
    const after = from + name.length + 2;
    requestAnimationFrame(() => {
      box?.focus();
      box?.setSelectionRange(after, after);
    });
  };
  const unknown = counts?.unknown ?? [];
  const blocked =
    text.trim() === '' ||
    unknown.length > 0 ||
    (counts !== null && counts.empty + counts.tooLong >= counts.recipients);
  return (
    <>
      <div className="flex flex-col gap-1.5">
        <label htmlFor={id} className="font-medium">
          Text
        </label>
        <textarea
          ref={field}
          id={id}
          rows={5}
          value={text}
          aria-invalid={unknown.length > 0 || undefined}
          aria-describedby={`${id}-error`}
          onChange={(event) => onChange({ text: event.target.value })}
          className="field-sizing-content max-h-90 min-h-32 w-full rounded-card border border-edge bg-raised px-3 py-2 text-body text-ink ring-inside"
        />
        <p id={`${id}-error`} role="alert" className="text-small text-bad empty:hidden">
          {unknown.length > 0 &&
            `No column fills ${unknown.map((name) => `{${name}}`).join(', ')}. Take one of the buttons below; {{ and }} stand for braces.`}
        </p>
      </div>
      {columns.length > 0 && (
        <div
          role="group"
          aria-label="Insert what the list knows of each person"
          className="flex flex-wrap items-center gap-2"
        >
          <span className="text-small text-ink-2">Insert</span>
          {columns.map(({ field: name, title }) => (
            <button
              key={name}
              type="button"
              title={title}
              onClick={() => insert(name)}
              className="touch rounded-full border border-edge bg-raised px-3 py-1 font-mono text-small hover:bg-sunken"
            >
              {`{${name}}`}
            </button>
          ))}
        </div>
      )}
      <Blanks wording={wording} counts={counts} onChange={onChange} />
      <CostLine counts={text.trim() === '' ? null : counts} stale={stale} onShow={onShow} />
      <SmartChoice wording={wording} counts={counts} onChange={onChange} />
      <div>
        <Button variant="primary" disabled={blocked} onClick={onDone}>
          Go on
        </Button>
      </div>
    </>
  );
}

/** What stands where a person's own field is empty. */
function Blanks({
  wording: { instead },
  counts,
  onChange,
}: {
  wording: Wording;
  counts: WordingCounts | null;
  onChange(change: Partial<Wording>): void;
}) {
  const blank = new Map((counts?.blank ?? []).map(({ field, texts }) => [field, texts]));
  const shown = [...new Set([...blank.keys(), ...Object.keys(instead)])];
  if (shown.length === 0) return null;
  return (
    <div className="grid items-start gap-4 md:grid-cols-2">
      {shown.map((field) => (
        <TextField
          key={field}
          label={`Where {${field}} is empty`}
          hint={
            blank.has(field)
              ? `${countOf(blank.get(field) ?? 0, 'person has', 'people have')} none; nothing stands there.`
              : 'This stands there instead.'
          }
          value={instead[field] ?? ''}
          maxLength={400}
          autoComplete="off"
          onChange={(event) => onChange({ instead: { ...instead, [field]: event.target.value } })}
        />
      ))}
    </div>
  );
}

/** Shown where Unicode makes texts dearer and plain characters could stand in. */
function SmartChoice({
  wording: { smart },
  counts,
  onChange,
}: {
  wording: Wording;
  counts: WordingCounts | null;
  onChange(change: Partial<Wording>): void;
}) {
  if (!counts) return null;
  const { lossless, all, about, characters } = counts.saves;
  const less = (segments: number) => `${about ? 'about ' : ''}${countOf(segments, 'segment')} less`;
  const words = characters
    .map(({ character, replacement }) => `${character} → ${replacement || 'nothing'}`)
    .join(', ');
  return (
    <div className="flex flex-col empty:hidden">
      {(lossless > 0 || smart !== 'off') && (
        <SwitchRow
          label={`Plain characters where nothing is lost${lossless > 0 ? `: ${less(lossless)}` : ''}`}
          checked={smart !== 'off'}
          onChange={(on) => onChange({ smart: on ? 'lossless' : 'off' })}
        >
          Typographic quotes, dashes and spaces force Unicode, which holds 70 characters a segment and not
          160.
        </SwitchRow>
      )}
      {all > lossless && (
        <SwitchRow
          label={`Letters without their accents, too: ${less(all - lossless)}`}
          checked={smart === 'all'}
          onChange={(on) => onChange({ smart: on ? 'all' : lossless > 0 ? 'lossless' : 'off' })}
        >
          {words}
        </SwitchRow>
      )}
    </div>
  );
}
