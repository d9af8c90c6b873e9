import { startRehearsal } from '../stage/rehearsal.ts';

const PROGRAM = 'packages/database/src/retention/rehearsal/main.ts';

/** A retention job on a database of its own, run when it is told that it is a certain time. */
export interface RehearsedJob {
  /** The database; whoever asks may do with it as they like. */
  url: string;
  /** Runs the job as if it were `now`, ms since 1970. */
  runAt(now: number): Promise<void>;
  /** Ends it and throws its database away. */
  end(): Promise<void>;
}

/** Starts this release's own job. @throws Error with its last words where it does not start. */
export async function startRehearsedJob(release: string): Promise<RehearsedJob> {
  const program = startRehearsal(release, PROGRAM);
  const { url } = await program.next();
  return {
    url: String(url),
    async runAt(now) {
      program.say(String(now));
      await program.next();
    },
    end: () => program.end(),
  };
}
