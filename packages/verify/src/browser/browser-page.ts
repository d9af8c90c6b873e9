import { waitFor } from '../stage/wait-for.ts';
import { Chromium, type ChromiumEvent } from './chromium.ts';

/** What a page and its workers asked for, and how one looks into it. */
export class BrowserPage {
  /** Addresses, the oldest first. */
  readonly asked: string[] = [];
  #chromium!: Chromium;
  #session = '';
  #context = '';

  /** @throws Error where no browser starts. */
  static async open(file: string, profile: string): Promise<BrowserPage> {
    const page = new BrowserPage();
    page.#chromium = await Chromium.start(file, profile, page.#hear);
    await page.startAfresh({});
    return page;
  }

  /** A profile in which nobody has ever been; every request carries the headers. */
  async startAfresh(headers: Record<string, string>): Promise<void> {
    const chromium = this.#chromium;
    if (this.#context !== '')
      await chromium.send('Target.disposeBrowserContext', { browserContextId: this.#context });
    const { browserContextId } = await chromium.send('Target.createBrowserContext');
    this.#context = String(browserContextId);
    const { targetId } = await chromium.send('Target.createTarget', { url: 'about:blank', browserContextId });
    const { sessionId } = await chromium.send('Target.attachToTarget', { targetId, flatten: true });
    this.#session = String(sessionId);
    await this.#watch(this.#session);
    await this.#ask('Page.enable');
    await this.#ask('Network.setExtraHTTPHeaders', { headers });
  }

  async goTo(url: string): Promise<void> {
    await this.#ask('Page.navigate', { url });
    await waitFor(`${url} in the browser`, () =>
      this.evaluate<true | undefined>(
        `(location.href === ${JSON.stringify(url)} && document.readyState === 'complete') || undefined`,
      ).catch(() => undefined),
    );
  }

  async setCookie(url: string, cookie: string): Promise<void> {
    const [name = '', value = ''] = cookie.split('=', 2);
    await this.#ask('Network.setCookie', { url, name, value, path: '/', httpOnly: true, sameSite: 'Strict' });
  }

  /** Names of the cookies of the profile. */
  async cookies(): Promise<string[]> {
    const { cookies } = await this.#ask('Network.getAllCookies');
    return (cookies as { name: string }[]).map(({ name }) => name);
  }

  async evaluate<T>(expression: string): Promise<T> {
    const options = { expression, awaitPromise: true, returnByValue: true };
    const { result, exceptionDetails } = await this.#ask('Runtime.evaluate', options);
    if (exceptionDetails !== undefined) throw new Error('the page has refused to answer');
    return (result as { value: T }).value;
  }

  /** Waits for a button or a box by its words, and presses it. */
  async press(words: RegExp, selector = 'button'): Promise<void> {
    const find = `[...document.querySelectorAll(${JSON.stringify(selector)})].find((one) => ${String(words)}.test(one.textContent || one.ariaLabel || '') && !one.disabled)`;
    await waitFor(
      `“${words.source}” in the browser`,
      async () =>
        (await this.evaluate<boolean>(
          `(() => { const one = ${find}; one?.click(); return one !== undefined; })()`,
        )) || undefined,
    );
  }

  /** Types into the one text box of the page. */
  async type(text: string): Promise<void> {
    const focus = `(() => { const one = document.querySelector('input:not([type=checkbox]), textarea'); one?.focus(); return one !== null; })()`;
    await waitFor('a box to type in', async () => (await this.evaluate<boolean>(focus)) || undefined);
    await this.#ask('Input.insertText', { text });
  }

  close(): Promise<void> {
    return this.#chromium.close();
  }

  readonly #hear: ChromiumEvent = ({ method, params, session }) => {
    if (method === 'Network.requestWillBeSent') this.asked.push((params['request'] as { url: string }).url);
    else if (method === 'Network.webSocketCreated') this.asked.push(String(params['url']));
    else if (method === 'Target.attachedToTarget') {
      // Workers ask, too; they wait until somebody listens to them.
      const worker = String(params['sessionId']);
      if (worker !== session && session !== '') void this.#watch(worker).catch(() => undefined);
    }
  };

  async #watch(session: string): Promise<void> {
    const send = (method: string, params: object = {}) => this.#chromium.send(method, params, session);
    await send('Network.enable').catch(() => undefined);
    await send('Target.setAutoAttach', {
      autoAttach: true,
      waitForDebuggerOnStart: true,
      flatten: true,
    }).catch(() => undefined);
    await send('Runtime.runIfWaitingForDebugger').catch(() => undefined);
  }

  #ask(method: string, params: object = {}): Promise<Record<string, unknown>> {
    return this.#chromium.send(method, params, this.#session);
  }
}
