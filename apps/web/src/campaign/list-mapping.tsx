import { useMemo } from 'react';
import { SwitchRow } from '../design/switch-row.tsx';
import type { Mapping, RecipientsView, SheetView } from '../engine/campaign/campaign-api.ts';
import { CELL, HEAD, Table } from '../gateway/table.tsx';
import { ChoiceField } from '../gateway/form-fields.tsx';
import { REFUSED_WORDS } from './left-out.tsx';

/** How the list is read, with its first lines: which column has the numbers, and in which country. */
export function ListMapping({
  sheet,
  mapping,
  view,
  onMap,
}: {
  sheet: SheetView;
  mapping: Mapping;
  view: RecipientsView;
  onMap(mapping: Mapping): void;
}) {
  const countries = useCountries(sheet.countries);
  const columns = Object.fromEntries(view.columns.map(({ title }, place) => [`${place}`, title]));
  return (
    <>
      <div className="grid items-start gap-4 md:grid-cols-2">
        {view.columns.length > 1 && (
          <ChoiceField
            label="Numbers are in"
            value={`${mapping.numbers}`}
            words={columns}
            onChange={(place) => onMap({ ...mapping, numbers: Number(place) })}
          />
        )}
        <ChoiceField
          label="National numbers are from"
          value={mapping.country ?? ''}
          words={countries}
          onChange={(country) => onMap({ ...mapping, country: country || null })}
        />
      </div>
      <SwitchRow
        label="The first line is a heading"
        checked={mapping.header}
        onChange={(header) => onMap({ ...mapping, header })}
      />
      <FirstLines view={view} numbers={mapping.numbers} />
    </>
  );
}

function FirstLines({ view, numbers }: { view: RecipientsView; numbers: number }) {
  return (
    <Table label="First lines of the list">
      <thead className={HEAD}>
        <tr>
          {view.columns.map(({ title, field }, place) => (
            <th key={field} scope="col" className={`${CELL} whitespace-nowrap`}>
              {title}
              <span className="block font-mono text-tiny text-ink-2">
                {place === numbers ? 'number' : `{${field}}`}
              </span>
            </th>
          ))}
        </tr>
      </thead>
      <tbody className="divide-y divide-line">
        {view.rows.map(({ line, cells, number, because }) => (
          <tr key={line}>
            {view.columns.map(({ field }, place) => (
              <td key={field} className={`${CELL} tabular max-w-60 truncate whitespace-nowrap`}>
                {place === numbers ? (number ?? cells[place]) : cells[place]}
                {place === numbers && because !== null && (
                  <span className="block text-small text-bad">{REFUSED_WORDS[because].one}</span>
                )}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </Table>
  );
}

/** Countries by their name in the reader's language. */
function useCountries(codes: readonly string[]): Readonly<Record<string, string>> {
  return useMemo(() => {
    const names = new Intl.DisplayNames(undefined, { type: 'region' });
    const named = codes.map((code) => [code, names.of(code) ?? code] as const);
    return Object.fromEntries([
      ['', 'None: all have a country’s code'] as const,
      ...named.toSorted(([, a], [, b]) => a.localeCompare(b)),
    ]);
  }, [codes]);
}
