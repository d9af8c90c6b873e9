/** Times in ms. */
export interface LinkOptions {
  /** How long a response may take. */
  responseMs: number;
  /** After so long a silence of the peer an enquire_link is sent; 0 never sends one. */
  enquireMs: number;
  /** A peer that leaves so many enquire_link unanswered is gone. */
  missedLimit: number;
  /** How long a handler may take before the request is answered without it. */
  handlingMs: number;
  /** Requests of the peer that may be in the hands of handlers at once. */
  maxHandling: number;
}

export const LINK_DEFAULTS: LinkOptions = {
  responseMs: 30_000,
  enquireMs: 30_000,
  missedLimit: 2,
  handlingMs: 60_000,
  maxHandling: 1_000,
};
