import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { AgentStatus } from '@smseal/client';
import { Network } from './carrier/network.ts';
import { NoticeDesk, parseNotice } from './carrier/notice.ts';
import { doorRoutes } from './handset/door.ts';
import { Handset } from './handset/handset.ts';
import { generateHistory, type HistoryCounts } from './history/generate-history.ts';
import { Refusal, serveLoopback, type Route } from './loopback/loopback-server.ts';
import { carrierRoutes } from './page/carrier-page.ts';
import { pageRoutes } from './page/page.ts';
import { fillHandset } from './provider/fill.ts';
import { HandsetStore } from './provider/handset-store.ts';
import type { BehaviourPatch } from './smsc/behaviour.ts';
import { MACHINE_CLOCK } from './smsc/clock.ts';
import type { PresetName } from './smsc/presets.ts';
import type { Smsc } from './smsc/smsc.ts';
import { startSmsc } from './smsc/start-smsc.ts';

export interface RehearsalOptions {
  seed?: number | string;
  /** How much there is on the phone; 5,000 texts, 300 contacts and 400 calls unless said. */
  counts?: Partial<HistoryCounts>;
  /** Folder that keeps the phone between starts; in memory without one. */
  folder?: string;
  /** Ports; 0 (the default here) takes a free one. */
  carrierPort?: number;
  handsetPort?: number;
  /** A preferred one gives way to a free one when it is taken. */
  smppPort?: number | { preferred: number };
  /** How the carrier treats what comes by SMPP; `life` unless said. */
  behaviour?: PresetName | BehaviourPatch;
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
  /** The carrier behind SMPP. */
  smsc: Smsc;
  stop(): Promise<void>;
}

const DEFAULT_SEED = 2026;
const DRAWING_PAUSE_MS = 15;
const PICTURES_AHEAD = 400;

/** Starts handset, carrier and page on loopback. */
export async function startRehearsal(options: RehearsalOptions = {}): Promise<Rehearsal> {
  const { seed = DEFAULT_SEED, now = Date.now, print = () => {} } = options;
  const { smppPort = 0, behaviour = 'life', pace = 1 } = options;
  const store = openStore(options, seed, now());
  const handset = new Handset({
    store,
    now,
    ...(options.withholdMs === undefined ? {} : { withholdMs: options.withholdMs }),
  });
  const network = new Network({ handset, seed, pace, answers: options.answers ?? true });
  const desk = new NoticeDesk(handset, print);
  const smsc = await startSmsc({
    seed,
    pace,
    behaviour,
    port: smppPort,
    clock: { ...MACHINE_CLOCK, now },
    onText: ({ to, from, text }) => {
      if (to === handset.numberOf(0)) handset.receive({ from, text: text ?? '' });
    },
  });
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
  const phone = await orUndo(
    serveLoopback(options.handsetPort ?? 0, {
      routes: { ...door, ...page.routes, ...carrierRoutes(smsc, { phone: true }) },
    }),
    () => smsc.stop(),
  );
  const carrier = await orUndo(
    serveLoopback(options.carrierPort ?? 0, { routes: noticeRoutes(desk, page.changed) }),
    () => Promise.all([smsc.stop(), phone.close()]),
  );
  drawAhead(handset);
  return {
    handset,
    handsetUrl: phone.url,
    carrierUrl: carrier.url,
    smsc,
    stop: async () => {
      handset.stop();
      await Promise.all([smsc.stop(), phone.close(), carrier.close()]);
      store.close();
    },
  };
}

function noticeRoutes(desk: NoticeDesk, changed: () => void): Record<string, Route> {
  return {
    'POST /v1/messages': ({ body }) => {
      const notice = parseNotice(body);
      if (notice === null) throw new Refusal(422, 'A notice has to, text and kind, and nothing else.');
      const id = desk.deliver(notice);
      changed();
      return { status: 202, json: { id } };
    },
  };
}

/** Ends what had started when the next thing does not start. */
async function orUndo<T>(next: Promise<T>, undo: () => Promise<unknown>): Promise<T> {
  try {
    return await next;
  } catch (error) {
    await undo();
    throw error;
  }
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
