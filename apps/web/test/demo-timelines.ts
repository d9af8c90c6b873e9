/** Lives of invented texts: explained by the same module as real ones. */
import { explainText, gatewayRoute, type TextCourse } from '@smseal/policy';
import type { TextEvent, TextState } from '@smseal/protocol';
import type { TextTimelineView, TimelineApi } from '../src/engine/message/timeline-api.ts';
import type { Demo } from './demo-state.ts';

/** Batches of the demonstration, by what their texts show. */
export const DEMO_BATCHES = {
  delivered: 'bDelivered'.padEnd(22, 'A'),
  failed: 'bFailed'.padEnd(22, 'A'),
  phone: 'bPhone'.padEnd(22, 'A'),
} as const;

const BEGAN = Date.now() - 42 * 60_000;
const iso = (ms: number) => new Date(BEGAN + ms).toISOString();
const at = (ms: number, event: Omit<TextEvent, 'index' | 'at'>): TextEvent => ({
  index: 0,
  at: iso(ms),
  ...event,
});
const receipt = (id: string, stat: string, err: string) =>
  `id:${id} sub:001 dlvrd:${stat === 'DELIVRD' ? '001' : '000'} submit date:2611251402 done date:2611251403 stat:${stat} err:${err} text:Jutro o ósmej pod la`;

interface Life {
  state: TextState;
  text: TextCourse['text'];
  events: TextEvent[];
  sender: TextTimelineView['sender'];
  title: string;
}

const route = gatewayRoute([], { from: null, events: [] });
const gateway: TextTimelineView['sender'] = {
  kind: 'gateway',
  name: 'Gateway on shop-01',
  simSlot: null,
  carrier: { name: 'Northern Carrier', why: 'It is the only carrier that the gateway’s settings name.' },
};

const LIVES: Readonly<Record<string, Life>> = {
  [DEMO_BATCHES.delivered]: {
    state: 'delivered',
    title: 'Ada Lovelace',
    sender: gateway,
    text: {
      to: ['+447700900123'],
      from: 'NORDLICHT',
      text: 'Jutro o ósmej pod latarnią. Weź proszę łopatę, dwie pary rękawic i "termos", bo ma być zimno.',
      replaced: [
        { character: '„', replacement: '"', times: 1 },
        { character: '”', replacement: '"', times: 1 },
      ],
    },
    events: [
      at(140, { state: 'submitted' }),
      at(171, { state: 'submitted', part: { k: 1, n: 2 }, carrierId: '7220bb1c' }),
      at(174, { state: 'sent', part: { k: 2, n: 2 }, carrierId: '7220bb1d' }),
      at(3120, { state: 'delivered', receipt: receipt('7220bb1d', 'DELIVRD', '000') }),
    ],
  },
  [DEMO_BATCHES.failed]: {
    state: 'failed',
    title: 'Grace Hopper',
    sender: gateway,
    text: { to: ['+447700900124'], from: 'NORDLICHT', text: 'Your parcel is at the counter until six.' },
    events: [
      at(140, { state: 'submitted' }),
      at(171, { state: 'sent', part: { k: 1, n: 1 }, carrierId: '7220bb20' }),
      at(60_900, {
        state: 'failed',
        error: { code: '011', text: 'The carrier could not deliver the text.' },
        receipt: receipt('7220bb20', 'UNDELIV', '011'),
      }),
    ],
  },
  [DEMO_BATCHES.phone]: {
    state: 'cancelled',
    title: 'Ada Lovelace',
    sender: { kind: 'phone', name: 'Pixel 9', simSlot: 0, carrier: null },
    text: { to: ['+447700900123'], text: 'Never mind, I found it.' },
    events: [],
  },
};

/** Texts of the demonstration with their lives. */
export function timelineApi(demo: Demo): TimelineApi {
  return { textTimeline: (id) => demo.answer(timelineOf(id)) };
}

function timelineOf(id: string): TextTimelineView | null {
  const life = LIVES[id.split(':')[0] ?? ''];
  if (life === undefined) return null;
  const { state, text, events, sender, title } = life;
  const [createdAt, expires] = [iso(0), iso(2 * 86_400_000)];
  const way = sender.kind === 'phone' ? ({ kind: 'radio' } as const) : route.way;
  return {
    ...explainText({ state, text, createdAt, notBefore: null, expires, events, way }),
    id,
    state,
    conversation: { id: 'c0000AAAAAAAAAAAAAAAAA', title },
    to: text.to.map((number) => ({ number, name: title })),
    text: text.text,
    at: createdAt,
    author: 'Chromium on Linux',
    notBefore: null,
    expires,
    sender,
  };
}
