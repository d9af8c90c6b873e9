/** One command of `smseal`. Its code is loaded when it is called, so that none waits for another's. */
export interface Command {
  /** What follows `smseal` when it is called. */
  usage: string;
  /** One line of `smseal help`. */
  summary: string;
  /** What `smseal help NAME` prints. */
  help(): Promise<string>;
  /** Resolves with the exit code: 0 done, 1 failed, 2 called wrongly. Throws an Error with one sentence for people. */
  run(args: string[]): Promise<number>;
}
