import { EventEmitter } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  Logger,
  parseCronItems,
  run,
  type CronItem,
  type Runner,
  type Task,
  type WorkerEvents,
} from 'graphile-worker';
import type { Deps } from '../deps.ts';
import { describeFailure } from '../error/describe-failure.ts';
import { tendKeys } from '../keys/tend-keys.ts';
import { ClockWatch } from './clock-watch.ts';
import { everyHour, everyMinute } from './housekeeping.ts';

/** Housekeeping under way in this process. */
export interface Jobs {
  stop(): Promise<void>;
}

/** What would have run while no server did is made up for when one starts, within a day. */
const BACKFILL_MS = 24 * 60 * 60_000;
/** Pause before housekeeping begins again after the database was away. */
const AGAIN_MS = 2_000;

const CRON: CronItem[] = [
  { task: 'every-minute', match: '* * * * *', options: { jobKey: 'every-minute', maxAttempts: 3 } },
  {
    task: 'every-hour',
    match: '7 * * * *',
    options: { jobKey: 'every-hour', maxAttempts: 3, backfillPeriod: BACKFILL_MS },
  },
  {
    task: 'keys',
    match: '3 * * * *',
    options: { jobKey: 'keys', maxAttempts: 3, backfillPeriod: BACKFILL_MS },
  },
];

/**
 * Runs housekeeping by the clock (graphile-worker, in its own schema): of several server processes one takes each run.
 * Each task is a plain function of the time. It outlives the database's absence.
 */
export function startJobs(deps: Deps): Jobs {
  const stopping = new AbortController();
  const watch = new ClockWatch(deps);
  watch.start();
  let runner: Runner | null = null;
  const ended = (async () => {
    while (!stopping.signal.aborted) {
      try {
        runner = await startRunner(deps);
        if (stopping.signal.aborted) await runner.stop();
        await runner.promise;
      } catch (error) {
        deps.log.error(describeFailure(error), 'housekeeping stopped and begins again');
      }
      runner = null;
      await sleep(AGAIN_MS, undefined, { signal: stopping.signal }).catch(() => undefined);
    }
  })();
  return {
    async stop() {
      stopping.abort();
      watch.stop();
      await runner?.stop().catch(() => undefined);
      await ended;
    },
  };
}

function startRunner(deps: Deps): Promise<Runner> {
  const events: WorkerEvents = new EventEmitter();
  // When its connections break while it ends a job, a pool shuts itself down and leaves the promise of that, which
  // rejects, to nobody. `runner.promise` tells of it all the same.
  events.on('pool:create', ({ workerPool }) => {
    const shutDown = workerPool.gracefulShutdown.bind(workerPool);
    workerPool.gracefulShutdown = (message) => {
      const done = shutDown(message);
      Promise.resolve(done).catch(() => undefined);
      return done;
    };
  });
  return run({
    events,
    connectionString: deps.configuration.databaseUrl,
    taskList: {
      'every-minute': logged(deps, () => everyMinute(deps, deps.now())),
      'every-hour': logged(deps, () => everyHour(deps, deps.now())),
      keys: logged(deps, () => tendKeys(deps, deps.now())),
    },
    parsedCronItems: parseCronItems(CRON),
    concurrency: 1,
    maxPoolSize: 3,
    noHandleSignals: true,
    // Without a delay a job that cannot be ended, because its connection broke, rejects a promise that nobody holds.
    preset: { worker: { completeJobBatchDelay: 0, failJobBatchDelay: 0 } },
    // Its own words quote errors of the database, which quote what people wrote.
    logger: new Logger(() => () => undefined),
  });
}

function logged(deps: Deps, task: () => Promise<void>): Task {
  return async () => {
    try {
      await task();
    } catch (error) {
      deps.log.error(describeFailure(error), 'a task of housekeeping failed');
      throw error;
    }
  };
}
