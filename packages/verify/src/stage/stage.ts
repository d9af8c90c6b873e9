import { mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Site } from '../site/site.ts';
import { throwawayCertificate } from '../tls/throwaway-authority.ts';
import { freePort } from './free-port.ts';
import { StageProgram, type ProgramPlan } from './program.ts';
import { waitFor } from './wait-for.ts';

export interface StageOptions {
  /** Folder of the checkout that this release is. */
  release: string;
  /** For the run alone; whatever lies there is removed before and after. */
  folder: string;
  /** As the service’s own programs are started, its database and its home included. */
  env: NodeJS.ProcessEnv;
}

const CODE_MS = 15_000;
/** A made-up phone with a little of everything. */
const SMALL = 'messages:24,contacts:6,calls:4';

/**
 * What a run sets up beside the service that it tries: a made-up phone and carrier, and a second server of the same release
 * on the same database. That one speaks TLS under a throw-away authority, and its notices come to the made-up phone, so
 * that made-up people sign up without a text at anybody’s cost.
 */
export class Stage {
  readonly folder: string;
  /** The second server, over TLS. */
  readonly front: Site & { authority: string };
  readonly rehearsal: StageProgram;
  readonly #options: StageOptions;
  readonly #programs: StageProgram[];

  private constructor(options: StageOptions, front: Stage['front'], programs: [StageProgram, StageProgram]) {
    this.folder = options.folder;
    this.front = front;
    [this.rehearsal] = programs;
    this.#options = options;
    this.#programs = programs;
  }

  /** @throws Error with one sentence where one of the programs does not start. */
  static async open(options: StageOptions): Promise<Stage> {
    const { release, folder, env } = options;
    await rm(folder, { recursive: true, force: true });
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const rehearsal = await StageProgram.start(release, rehearsalIn(folder, env));
    try {
      const { authority, cert, key } = throwawayCertificate();
      const files = {
        SMSEAL_TLS_CERT: path.join(folder, 'cert.pem'),
        SMSEAL_TLS_KEY: path.join(folder, 'key.pem'),
      };
      await writeFile(files.SMSEAL_TLS_CERT, cert, { mode: 0o600 });
      await writeFile(files.SMSEAL_TLS_KEY, key, { mode: 0o600 });
      const port = await freePort();
      const origin = `https://localhost:${port}`;
      const server = await StageProgram.start(release, {
        name: 'server',
        file: 'apps/server/src/main.ts',
        env: {
          ...env,
          ...files,
          SMSEAL_HOST: '127.0.0.1',
          SMSEAL_PORT: String(port),
          SMSEAL_ORIGIN: origin,
          SMSEAL_NOTICE_URL: rehearsal.told('carrierUrl'),
        },
      });
      return new Stage(options, { origin, authority }, [rehearsal, server]);
    } catch (error) {
      await rehearsal.end();
      throw error;
    }
  }

  /** The newest code that came to a number by the front’s notices, once there are more than `after`. */
  code(number: string, after = 0): Promise<string> {
    return waitFor(`a code to ${number}`, () => this.codes(number).slice(after).at(-1), CODE_MS);
  }

  /** All codes that came to a number, the oldest first. */
  codes(number: string): string[] {
    return this.rehearsal.lines
      .filter((line) => line.startsWith(`Text to ${number}:`))
      .flatMap((line) => /(?<!\d)\d{6}(?!\d)/.exec(line)?.[0] ?? []);
  }

  /** Starts another program of the release; it ends with the stage. */
  async start(name: string, file: string, env: NodeJS.ProcessEnv): Promise<StageProgram> {
    const { release, env: usual } = this.#options;
    const program = await StageProgram.start(release, { name, file, env: { ...usual, ...env } });
    this.#programs.push(program);
    return program;
  }

  /** Starts another made-up phone and carrier, which have only just been bought; they end with the stage. */
  async startRehearsal(name: string): Promise<StageProgram> {
    const { release, env } = this.#options;
    const program = await StageProgram.start(release, rehearsalIn(path.join(this.folder, name), env));
    this.#programs.push(program);
    return program;
  }

  /** Ends everything and leaves nothing. */
  async close(): Promise<void> {
    for (const program of this.#programs.toReversed()) await program.end();
    await rm(this.folder, { recursive: true, force: true });
  }
}

function rehearsalIn(folder: string, env: NodeJS.ProcessEnv): ProgramPlan {
  return {
    name: 'rehearsal',
    file: 'packages/testkit/src/rehearsal/main.ts',
    env: {
      ...env,
      SMSEAL_HOME: folder,
      SMSEAL_CARRIER_PORT: '0',
      SMSEAL_REHEARSAL_PORT: '0',
      SMSEAL_CARRIER_SMPP_PORT: '0',
      SMSEAL_CARRIER_BEHAVIOUR: 'fast',
      SMSEAL_REHEARSAL_COUNTS: SMALL,
      SMSEAL_REHEARSAL_PACE: '0',
    },
  };
}
