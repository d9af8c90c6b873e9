import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createInterface } from 'node:readline';

const USUAL = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];
const READY_MS = 30_000;
const ANSWER_MS = 10_000;

/** Where a Chromium is; null where there is none. `SMSEAL_CHROMIUM` names another one. */
export function findChromium(env: NodeJS.ProcessEnv): string | null {
  return [env['SMSEAL_CHROMIUM'] ?? '', ...USUAL].find((file) => file !== '' && existsSync(file)) ?? null;
}

interface Heard {
  id?: number;
  sessionId?: string;
  method?: string;
  params?: Record<string, unknown>;
  result?: Record<string, unknown>;
  error?: { message: string };
}

export type ChromiumEvent = (event: {
  method: string;
  params: Record<string, unknown>;
  session: string;
}) => void;

/** A Chromium without a screen, spoken to by its own protocol (CDP 1.3). */
export class Chromium {
  readonly #process: ChildProcess;
  readonly #socket: WebSocket;
  readonly #waiting = new Map<number, (heard: Heard) => void>();
  readonly #listener: ChromiumEvent;
  #last = 0;

  private constructor(process: ChildProcess, socket: WebSocket, listener: ChromiumEvent) {
    this.#process = process;
    this.#socket = socket;
    this.#listener = listener;
    socket.addEventListener('message', ({ data }) => this.#hear(JSON.parse(String(data)) as Heard));
  }

  /** `profile`: an empty folder that it may fill. @throws Error where it does not start. */
  static async start(file: string, profile: string, listener: ChromiumEvent): Promise<Chromium> {
    const child = spawn(
      file,
      [
        '--headless=new',
        '--remote-debugging-port=0',
        `--user-data-dir=${profile}`,
        '--no-first-run',
        '--disable-gpu',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
        '--disable-breakpad',
        // Its sandbox does not run as root.
        ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
        'about:blank',
      ],
      { stdio: ['ignore', 'ignore', 'pipe'] },
    );
    const url = await new Promise<string>((resolve, reject) => {
      const late = setTimeout(() => child.kill('SIGKILL'), READY_MS);
      createInterface({ input: child.stderr }).on('line', (line) => {
        const found = /^DevTools listening on (ws:\S+)/.exec(line)?.[1];
        if (found === undefined) return;
        clearTimeout(late);
        resolve(found);
      });
      child.once('error', reject);
      child.once('exit', () => reject(new Error('the browser did not start')));
      child.once('exit', () => clearTimeout(late));
    });
    const socket = new WebSocket(url);
    await new Promise((resolve, reject) => {
      socket.addEventListener('open', resolve);
      socket.addEventListener('error', () => reject(new Error('the browser does not answer')));
    });
    return new Chromium(child, socket, listener);
  }

  /** @throws Error with the browser's own words. */
  async send(method: string, params: object = {}, session?: string): Promise<Record<string, unknown>> {
    const id = ++this.#last;
    const heard = new Promise<Heard>((resolve) => {
      const late = setTimeout(() => resolve({ error: { message: `nothing to ${method}` } }), ANSWER_MS);
      this.#waiting.set(id, (answer) => {
        clearTimeout(late);
        resolve(answer);
      });
    });
    this.#socket.send(
      JSON.stringify({ id, method, params, ...(session === undefined ? {} : { sessionId: session }) }),
    );
    const { error, result = {} } = await heard;
    if (error) throw new Error(`the browser says ${error.message}`);
    return result;
  }

  async close(): Promise<void> {
    const child = this.#process;
    const isOver = (): boolean => child.exitCode !== null || child.signalCode !== null;
    const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
    if (!isOver()) await this.send('Browser.close').catch(() => undefined);
    this.#socket.close();
    child.kill('SIGKILL');
    if (!isOver()) await ended;
    // A process of the browser's own that lives on for a moment would keep this one from ending.
    child.stderr?.destroy();
  }

  #hear({ id, method, params = {}, sessionId = '', ...rest }: Heard): void {
    if (id !== undefined) {
      this.#waiting.get(id)?.(rest);
      this.#waiting.delete(id);
    } else if (method !== undefined) this.#listener({ method, params, session: sessionId });
  }
}
