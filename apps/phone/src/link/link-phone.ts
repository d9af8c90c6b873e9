import {
  LinkEnded,
  linkNewDevice,
  pause,
  type Alarm,
  type AgentStatus,
  type ApiClient,
  type DeviceIdentity,
  type KeyStore,
  type NewLinkStep,
  type PhoneSource,
} from '@smseal/client';
import type { Log } from '../log/log.ts';
import type { PhoneEvents } from '../source/phone-events.ts';

/** A link that nobody answered is opened again after this long: the account may not have existed when it was opened. */
const AGAIN_MS = 60_000;

export interface LinkPhoneOptions {
  api: ApiClient;
  keyStore: KeyStore;
  source: PhoneSource;
  events: PhoneEvents;
  bell: (alarm: Alarm) => void;
  log: Log;
  /** Tells people the six digits where there is no handset page. */
  print: (line: Record<string, string>) => void;
  signal: AbortSignal;
}

/** The person asked for a new try. */
class Again extends Error {}

/**
 * Links this phone to the account of its own number. It asks by itself as soon as the SIM's number is known and whenever
 * the person presses the button, until the person has seen both sides succeed.
 */
export async function linkPhone(options: LinkPhoneOptions): Promise<DeviceIdentity> {
  const { source, events, signal, log } = options;
  await show(options, {
    state: 'unlinked',
    message: 'Press “Link this phone”, then enter the digits in the browser.',
  });
  for (;;) {
    const again = new AbortController();
    const off = events.on((event) => {
      const newNumber = event.type === 'changed' && event.uri.startsWith('content://device');
      if (event.type === 'agent-link' || newNumber) again.abort(new Again());
    });
    try {
      const { model, sims } = await source.device();
      const bySlot = [...sims].sort((a, b) => a.slot - b.slot);
      const identifier = bySlot.find(({ number }) => number !== null)?.number ?? null;
      const name = model === '' ? 'Phone' : model;
      if (identifier !== null) return await tryOnce(options, { identifier, name, again: again.signal });
    } catch (error) {
      signal.throwIfAborted();
      if (!again.signal.aborted) await afterFailure(options, error);
    } finally {
      off();
    }
    if (!again.signal.aborted) await Promise.race([pressed(options), pause(2_000, signal)]);
    log('info', 'linking again');
  }
}

async function tryOnce(
  options: LinkPhoneOptions,
  { identifier, name, again }: { identifier: string; name: string; again: AbortSignal },
): Promise<DeviceIdentity> {
  const { api, keyStore, events, bell, print } = options;
  const unanswered = new AbortController();
  const timer = setTimeout(() => unanswered.abort(new Again()), AGAIN_MS);
  const step = (now: NewLinkStep): void => {
    if (now.step === 'waiting') {
      void show(options, { state: 'waiting', message: 'Waiting for a browser of your account.' });
      return;
    }
    clearTimeout(timer);
    if (now.step === 'digits') print({ digits: now.digits });
    void show(options, { state: now.step, digits: now.digits });
  };
  try {
    return await linkNewDevice({
      api,
      keyStore,
      platform: 'phone',
      name,
      origin: 'agent',
      identifier,
      extractable: true,
      bell,
      show: step,
      confirmed: (until) =>
        events.first((event) => (event.type === 'agent-confirm' ? event.linked : undefined), until),
      signal: AbortSignal.any([options.signal, again, unanswered.signal]),
    });
  } finally {
    clearTimeout(timer);
  }
}

async function afterFailure(options: LinkPhoneOptions, error: unknown): Promise<void> {
  if (error instanceof Again) return;
  options.log('warn', 'link ended', { reason: String(error) });
  const message =
    error instanceof LinkEnded
      ? SENTENCES[error.reason]
      : 'The server or the phone cannot be reached; trying again.';
  await show(options, { state: 'unlinked', message });
}

const SENTENCES = {
  refused: 'The browser refused this phone. Press “Link this phone” to try again.',
  expired: 'The link took longer than two minutes. Press “Link this phone” to try again.',
  forged: 'The server’s word did not match what this phone and the browser agreed on. Nothing was sent.',
  denied: 'The browser did not say “Linked”, so nothing was sent. Press “Link this phone” to try again.',
} as const satisfies Record<LinkEnded['reason'], string>;

function pressed({ events, signal }: LinkPhoneOptions): Promise<true> {
  return events.first((event) => (event.type === 'agent-link' ? true : undefined), signal);
}

async function show({ source, log }: LinkPhoneOptions, status: AgentStatus): Promise<void> {
  await source.showStatus(status).catch((error: unknown) => {
    log('warn', 'status not shown', { reason: String(error) });
  });
}
