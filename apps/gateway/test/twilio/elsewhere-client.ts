import twilio from 'twilio';
import type RequestClient from 'twilio/lib/base/RequestClient.js';

/** Twilio's own HTTP client, sent to another host. */
export class ElsewhereClient extends twilio.RequestClient {
  readonly #origin: string;

  constructor(origin: string) {
    super();
    this.#origin = origin;
  }

  override request<T>(options: RequestClient.RequestOptions<T>) {
    const { pathname, search } = new URL(options.uri);
    return super.request({ ...options, uri: this.#origin + pathname + search });
  }
}
