import { LinkEnded, linkNewDevice, type AlarmBell, type ApiClient, type KeyStore } from '@smseal/client';
import type { NewLinkView } from '../engine-api.ts';

export interface NewLinkRunOptions {
  api: ApiClient;
  keyStore: KeyStore;
  bell: AlarmBell;
  tell: (view: NewLinkView) => void;
  /** This browser has become a device. */
  linked: () => Promise<void>;
}

/** This browser's own linking, step by step, until the person has confirmed it or ended it. */
export class NewLink {
  readonly #options: NewLinkRunOptions;
  #run: { stop: AbortController; confirm: (yes: boolean) => void } | null = null;
  #view: NewLinkView = { step: 'opening', digits: null, expires: null };

  constructor(options: NewLinkRunOptions) {
    this.#options = options;
  }

  /** Begins; progress is told. Resolves once the link is open, or has failed. */
  start(name: string): void {
    this.cancel();
    const stop = new AbortController();
    const { promise: answer, resolve: confirm } = Promise.withResolvers<boolean>();
    this.#run = { stop, confirm };
    this.#show({ step: 'opening', digits: null, expires: null });
    void this.#link(name, stop.signal, answer);
  }

  /** The person says that the other device shows “Linked”. */
  confirm(): void {
    this.#run?.confirm(true);
  }

  cancel(): void {
    this.#run?.confirm(false);
    this.#run?.stop.abort();
    this.#run = null;
  }

  async #link(name: string, signal: AbortSignal, answer: Promise<boolean>): Promise<void> {
    const { api, keyStore, bell, linked } = this.#options;
    try {
      await linkNewDevice({
        api,
        keyStore,
        platform: 'browser',
        name,
        origin: api.origin,
        extractable: false,
        bell,
        show: (step) => {
          const { step: name, ...rest } = step;
          this.#show({ ...this.#view, ...rest, step: name });
        },
        confirmed: () => answer,
        signal,
      });
      this.#show({ ...this.#view, step: 'done' });
      await linked();
    } catch (error) {
      if (signal.aborted) return;
      this.#show({
        ...this.#view,
        step: error instanceof LinkEnded && error.reason === 'expired' ? 'expired' : 'refused',
      });
    }
  }

  #show(view: NewLinkView): void {
    this.#view = view;
    this.#options.tell(view);
  }
}
