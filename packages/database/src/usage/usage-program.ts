import { FEWEST_ACCOUNTS, USAGE_METRICS, type UsageMetric } from '@smseal/inventory';
import { openDatabase } from '../connection/database.ts';
import { runningUrl } from '../embedded/running-url.ts';
import { readUsage, type UsageFigure } from './usage.ts';

/** What the program is given from outside. */
export interface UsageSurroundings {
  home: string;
  /** `SMSEAL_DATABASE_URL`; without one the embedded PostgreSQL of `home`. */
  databaseUrl: string | undefined;
  json: boolean;
  print: (line: string) => void;
}

const number = new Intl.NumberFormat('en');

/** Shows the figures on use that were made, and nothing that lies behind them. @throws Error with one sentence. */
export async function usageProgram(given: UsageSurroundings): Promise<void> {
  const database = openDatabase(given.databaseUrl ?? (await runningUrl(given.home)), { connections: 1 });
  try {
    const figures = await readUsage(database);
    if (given.json) given.print(JSON.stringify(figures));
    else for (const line of linesOf(figures)) given.print(line);
  } finally {
    await database.destroy();
  }
}

function linesOf(figures: readonly UsageFigure[]): string[] {
  if (figures.length === 0)
    return ['There are no figures yet: those of a week are made a day after its Sunday.'];
  const weeks = [...new Set(figures.map(({ week }) => week))];
  return weeks.flatMap((week) => [
    `Week of ${week}`,
    ...Object.entries<UsageMetric>(USAGE_METRICS).flatMap(([name, { title }]) => [
      `  ${title}`,
      ...figures
        .filter((one) => one.week === week && one.metric === name)
        .map(({ dimension, figure }) => `    ${dimension.padEnd(12)} ${wordOf(figure)}`),
    ]),
  ]);
}

function wordOf(figure: number | null): string {
  return figure === null
    ? `not told: fewer than ${FEWEST_ACCOUNTS} accounts`
    : `${number.format(figure)} or more`;
}
