/** What an import read, added, found already there and left out. */
export interface ImportReport {
  read: { sms: number; mms: number; call: number };
  added: number;
  /** Were there already, from the phone or from an earlier import. */
  present: number;
  /** Left out, by reason. */
  skipped: Record<string, number>;
  pictures: number;
  /** Parts whose octets the backup does not hold, or that are larger than a blob may be. */
  lostParts: number;
  /** Characters that XML forbids, replaced by U+FFFD. */
  mended: number;
  /** What the file says it holds. */
  announced: number | null;
  /** Why reading ended early; null when the file is whole. */
  broken: string | null;
  octets: number;
}

export function emptyReport(): ImportReport {
  return {
    read: { sms: 0, mms: 0, call: 0 },
    added: 0,
    present: 0,
    skipped: {},
    pictures: 0,
    lostParts: 0,
    mended: 0,
    announced: null,
    broken: null,
    octets: 0,
  };
}

const REASONS: Readonly<Record<string, string>> = {
  draft: 'drafts',
  'not-downloaded': 'picture messages that the phone had not downloaded',
  'not-a-message': 'reports and other entries that are no messages',
  'no-time': 'entries without a time',
};

/** The report for people, a line each. */
export function describeReport(report: ImportReport): string[] {
  const total = report.read.sms + report.read.mms + report.read.call;
  const lines = [
    `Read ${report.read.sms} texts, ${report.read.mms} picture messages, ${report.read.call} calls.`,
    `Added ${report.added}; ${report.present} were there already.`,
  ];
  if (report.pictures > 0) lines.push(`Sealed ${report.pictures} pictures and other parts.`);
  for (const [reason, count] of Object.entries(report.skipped))
    lines.push(
      `Skipped ${count}: ${REASONS[reason] ?? `element “${reason}”, which this program does not know`}.`,
    );
  if (report.lostParts > 0)
    lines.push(`${report.lostParts} parts have no octets in the file or are too large.`);
  if (report.mended > 0) lines.push(`${report.mended} characters that XML forbids were replaced.`);
  if (report.announced !== null && report.announced !== total)
    lines.push(`The file says that it holds ${report.announced}; it holds ${total}.`);
  if (report.broken !== null)
    lines.push(`Reading ended early: ${report.broken}. Everything before that point is imported.`);
  return lines;
}
