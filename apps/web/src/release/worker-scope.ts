/** The part of `ServiceWorkerGlobalScope` that is used; the compiler's own types of it exclude those of pages. */
export interface ExtendableEvent {
  waitUntil(promise: Promise<unknown>): void;
}

export interface FetchEvent extends ExtendableEvent {
  request: Request;
  respondWith(response: Promise<Response>): void;
}

interface MessageToWorker extends ExtendableEvent {
  data: unknown;
}

interface ServiceWorkerScope {
  location: Location;
  clients: {
    claim(): Promise<void>;
    matchAll(options: {
      includeUncontrolled: boolean;
    }): Promise<{ postMessage(message: unknown, transfer: never[]): void }[]>;
  };
  skipWaiting(): Promise<void>;
  addEventListener(type: 'install' | 'activate', heard: (event: ExtendableEvent) => void): void;
  addEventListener(type: 'fetch', heard: (event: FetchEvent) => void): void;
  addEventListener(type: 'message', heard: (event: MessageToWorker) => void): void;
}

export const scope = globalThis as unknown as ServiceWorkerScope;
