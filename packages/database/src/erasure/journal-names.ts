/** Files of the journal: entries one by one, runs of entries that were put together, and where the chain begins. */
const NAME = /^(entry|run|start)\.(\d{12})(?:\.(\d{12}))?$/;

/** A file, and the numbers of the entries that it has. */
export interface JournalName {
  name: string;
  from: number;
  to: number;
}

/** Each kind in the order of its numbers. */
export interface JournalNames {
  singles: JournalName[];
  runs: JournalName[];
  starts: JournalName[];
}

const digits = (number: number): string => String(number).padStart(12, '0');

export function entryName(number: number): string {
  return `entry.${digits(number)}`;
}

export function runName(from: number, to: number): string {
  return `run.${digits(from)}.${digits(to)}`;
}

export function startName(number: number): string {
  return `start.${digits(number)}`;
}

/** Sorts names by what they are; others, such as octets that were kept, are left out. */
export function readNames(names: readonly string[]): JournalNames {
  const sorted: JournalNames = { singles: [], runs: [], starts: [] };
  for (const name of [...names].sort()) {
    const [, kind, from = '', to = from] = NAME.exec(name) ?? [];
    const one = { name, from: Number(from), to: Number(to) };
    if (kind === 'entry') sorted.singles.push(one);
    else if (kind === 'run') sorted.runs.push(one);
    else if (kind === 'start') sorted.starts.push(one);
  }
  return sorted;
}
