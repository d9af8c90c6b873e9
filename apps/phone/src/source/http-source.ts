import {
  backOffMs,
  pause,
  type AgentStatus,
  type PhoneSource,
  type ProviderDevice,
  type ProviderEvent,
  type ProviderQuery,
  type ProviderRow,
  type ProviderRows,
  type ProviderSend,
  type ProviderSendAnswer,
  type SourceCapabilities,
} from '@smseal/client';
import { readEventStream } from './event-stream.ts';

const TIMEOUT_MS = 30_000;
/** The door comments every 15 s; silence for three times that is a dead connection. */
const SILENCE_MS = 45_000;

/** The phone cannot be asked right now, or cannot tell. */
export class PhoneAway extends Error {
  override readonly name = 'PhoneAway';
  constructor(reason: string, options?: ErrorOptions) {
    super(`the phone does not answer: ${reason}`, options);
  }
}

/** A phone behind a provider door on loopback. */
export class HttpSource implements PhoneSource {
  readonly capabilities: SourceCapabilities = {
    send: true,
    sendGroup: true,
    deliveryReports: true,
    mms: true,
    calls: true,
    contacts: true,
    notifications: true,
  };
  readonly #url: string;

  /** @param url such as `http://127.0.0.1:7090`. */
  constructor(url: string) {
    this.#url = url.replace(/\/+$/, '');
  }

  async device(): Promise<ProviderDevice> {
    return (await this.#ask('GET', '/provider/device')).json() as Promise<ProviderDevice>;
  }

  async query(query: ProviderQuery): Promise<ProviderRow[]> {
    const answer = (await (await this.#ask('POST', '/provider/query', query)).json()) as ProviderRows;
    if (answer.rows === null) throw new PhoneAway(`no cursor for ${query.uri}`);
    return answer.rows;
  }

  async part(id: number): Promise<Uint8Array<ArrayBuffer> | null> {
    const response = await this.#fetch('GET', `/provider/part/${id}`);
    if (response.status === 404) return null;
    if (!response.ok) throw new PhoneAway(`it answered ${response.status}`);
    return new Uint8Array(await response.arrayBuffer());
  }

  async send(text: ProviderSend): Promise<ProviderSendAnswer> {
    return (await this.#ask('POST', '/provider/send', text)).json() as Promise<ProviderSendAnswer>;
  }

  dismissNotification(key: string): Promise<'done' | 'gone'> {
    return this.#command('/provider/notification/dismiss', { key });
  }

  silenceCall(call: string): Promise<'done' | 'gone'> {
    return this.#command('/provider/call/silence', { call });
  }

  async showStatus(status: AgentStatus): Promise<void> {
    await this.#ask('POST', '/agent/status', status);
  }

  async listen(listener: Parameters<PhoneSource['listen']>[0]): Promise<void> {
    for (let attempt = 0; !listener.signal.aborted; attempt++) {
      try {
        await this.#listenOnce(listener, () => {
          attempt = 0;
          listener.connected();
        });
      } catch (error) {
        if (!(error instanceof PhoneAway) && !listener.signal.aborted) throw error;
      }
      await pause(backOffMs(attempt, { first: 250, most: 5_000 }), listener.signal).catch(() => undefined);
    }
  }

  async #listenOnce(
    { heard, signal }: Parameters<PhoneSource['listen']>[0],
    connected: () => void,
  ): Promise<void> {
    const silence = new AbortController();
    let timer = setTimeout(() => silence.abort(), SILENCE_MS);
    try {
      const response = await fetch(`${this.#url}/provider/events`, {
        signal: AbortSignal.any([signal, silence.signal]),
      });
      if (!response.ok || response.body === null) throw new PhoneAway(`it answered ${response.status}`);
      connected();
      for await (const event of readEventStream(response.body.pipeThrough(new TextDecoderStream()))) {
        clearTimeout(timer);
        timer = setTimeout(() => silence.abort(), SILENCE_MS);
        if (event !== null) heard({ type: event.type, ...JSON.parse(event.data) } as ProviderEvent);
      }
    } catch (error) {
      throw new PhoneAway('the events broke off', { cause: error });
    } finally {
      clearTimeout(timer);
    }
  }

  async #command(path: string, body: unknown): Promise<'done' | 'gone'> {
    const answer = (await (await this.#ask('POST', path, body)).json()) as { result: 'done' | 'gone' };
    return answer.result;
  }

  async #ask(method: 'GET' | 'POST', path: string, body?: unknown): Promise<Response> {
    const response = await this.#fetch(method, path, body);
    if (!response.ok) throw new PhoneAway(`${path} answered ${response.status}`);
    return response;
  }

  async #fetch(method: 'GET' | 'POST', path: string, body?: unknown): Promise<Response> {
    try {
      return await fetch(`${this.#url}${path}`, {
        method,
        signal: AbortSignal.timeout(TIMEOUT_MS),
        ...(body === undefined
          ? {}
          : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
      });
    } catch (error) {
      throw new PhoneAway(error instanceof Error ? error.message : String(error), { cause: error });
    }
  }
}
