import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { AgentStatus } from '@smseal/client';
import { Network } from './carrier/network.ts';
import { NoticeDesk, parseNotice } from './carrier/notice.ts';
import { doorRoutes } from './handset/door.ts';
import { Handset } from './handset/handset.ts';
import { generateHistory, type HistoryCounts } from './history/generate-history.ts';
import { Refusal, serveLoopback } from './loopback/loopback-server.ts';
import { pageRoutes } from './page/page.ts';
import { fillHandset } from './provider/fill.ts';
import { HandsetStore } from './provider/handset-store.ts';

export interface RehearsalOptions {
  seed?: number | string;
  /** How much there is on the phone; 5,000 texts, 300 contacts and 400 calls unless said. */
  counts?: Partial<HistoryCounts>;
  /** Folder that keeps the phone between starts; in memory without one. */
  folder?: string;
  /** Ports; 0 (the default here) takes a free one. */
  carrierPort?: number;
  handsetPort?: number;
  /** 1 is the pace of life, 0 as fast as it can. */
  pace?: number;
  /** Whether scripted people answer. */
  answers?: boolean;
  /** How long WebOTP texts stay hidden from ordinary apps, ms; three hours unless said. */
  withholdMs?: number;
  /** The handset's clock; the machine's unless said. */
  now?: () => number;
  /** Gets a line for people now and then; nothing is printed unless said. */
  print?: (line: string) => void;
}

/** A running rehearsal. */
export interface Rehearsal {
  handset: Handset;
  /** Where the handset's door and page are. */
  handsetUrl: string;
  /** Where the notice route is. */
  carrierUrl: string;
  stop(): Promise<void>;
}

const DEFAULT_SEED = 2026;
const DRAWING_PAUSE_MS = 15;
const PICTURES_AHEAD = 400;

/** Starts handset, carrier and page on loopback. */
export async function startRehearsal(options: RehearsalOptions = {}): Promise<Rehearsal> {
  const { seed = DEFAULT_SEED, now = Date.now, print = () => {} } = options;
  const store = openStore(options, seed, now());
  const handset = new Handset({
    store,
    now,
    ...(options.withholdMs === undefined ? {} : { withholdMs: options.withholdMs }),
  });
  const network = new Network({ handset, seed, pace: options.pace ?? 1, answers: options.answers ?? true });
  const desk = new NoticeDesk(handset, print);
  const page = pageRoutes({ handset, desk });
  const onStatus = (status: AgentStatus): void => {
    page.changed();
    if (status.state === 'digits' && status.digits !== undefined) {
      print(
        `The phone shows ${status.digits.slice(0, 3)} ${status.digits.slice(3)}: type these digits in the browser.`,
      );
    }
  };
  const door = doorRoutes({ handset, network, onStatus });
  const phone = await serveLoopback(options.handsetPort ?? 0, { routes: { ...door, ...page.routes } });
  const carrier = await serveLoopback(options.carrierPort ?? 0, {
    routes: {
      'POST /v1/messages': ({ body }) => {
        const notice = parseNotice(body);
        if (notice === null) throw new Refusal(422, 'A notice has to, text and kind, and nothing else.');
        const id = desk.deliver(notice);
        page.changed();
        return { status: 202, json: { id } };
      },
    },
  }).catch(async (error: unknown) => {
    await phone.close();
    throw error;
  });
  drawAhead(handset);
  return {
    handset,
    handsetUrl: phone.url,
    carrierUrl: carrier.url,
    stop: async () => {
      handset.stop();
      await Promise.all([phone.close(), carrier.close()]);
      store.close();
    },
  };
}

/** Opens the phone; one that is new is given its two years of life first. */
function openStore({ folder, counts }: RehearsalOptions, seed: number | string, now: number): HandsetStore {
  if (folder !== undefined) mkdirSync(folder, { recursive: true, mode: 0o700 });
  const store = new HandsetStore(folder === undefined ? ':memory:' : join(folder, 'handset.sqlite'));
  if (store.setting('filled') === null) {
    fillHandset(store, generateHistory({ seed, now, ...(counts === undefined ? {} : { counts }) }));
    store.keepSetting('filled', new Date(now).toISOString());
  }
  return store;
}

/**
 * Draws owed photos, then the newest pictures, between other work: drawing them all at once would hold up the start, and
 * drawing each when it is asked for would hold up the agent's first synchronisation.
 */
function drawAhead(handset: Handset): void {
  let pictures = 0;
  const next = (): void => {
    if (handset.store.makeNextPhoto()) {
      handset.after(DRAWING_PAUSE_MS, next);
    } else if (pictures < PICTURES_AHEAD && handset.store.makeNextPicture()) {
      pictures += 1;
      handset.after(DRAWING_PAUSE_MS, next);
    }
  };
  handset.after(DRAWING_PAUSE_MS, next);
}
