import { tellColumns, TableReader } from '@smseal/client';
import type { TextState } from '@smseal/protocol';
import type {
  CampaignApi,
  CampaignResult,
  CampaignView,
  CampaignWish,
} from '../src/engine/campaign/campaign-api.ts';
import { countWording } from '../src/engine/campaign/count-wording.ts';
import { listRecipients, type RecipientList } from '../src/engine/campaign/recipient-list.ts';
import { textWriter } from '../src/engine/campaign/word-texts.ts';
import type { Demo } from './demo-state.ts';

const HOUR = 3_600_000;
const iso = (back: number) => new Date(Date.now() - back).toISOString();
const id = (letter: string) => letter.repeat(22);

function view(change: Partial<CampaignView> & Pick<CampaignView, 'id' | 'name' | 'counts'>): CampaignView {
  return {
    at: iso(HOUR),
    notBefore: null,
    recipients: 10_000,
    wish: 'go',
    toPost: 0,
    template: 'Dear {first_name}, the spring sale begins on Friday at nine. Answer STOP to get no more.',
    by: 'Chromium on Linux',
    target: 'Shop gateway',
    from: 'NORDLICHT',
    expires: iso(-23 * HOUR),
    segments: 10_412,
    missing: 0,
    trouble: null,
    ...change,
  };
}

const SENT: CampaignView[] = [
  view({
    id: id('a'),
    name: 'Spring sale',
    at: iso(2 * 60_000),
    counts: { queued: 5_112, submitted: 210, sent: 1_204, delivered: 3_418, failed: 52, unknown: 4 },
  }),
  view({
    id: id('b'),
    name: 'Appointments of next week, with everybody who has not confirmed theirs yet and asked to be told by text',
    at: iso(26 * HOUR),
    recipients: 418,
    segments: 836,
    wish: 'pause',
    counts: { queued: 300, delivered: 117, failed: 1 },
  }),
  view({
    id: id('c'),
    name: 'Opening hours',
    at: iso(9 * 24 * HOUR),
    recipients: 1_204,
    segments: 1_204,
    counts: { delivered: 1_189, failed: 9, expired: 6 },
  }),
  view({
    id: id('d'),
    name: 'Wrong date',
    at: iso(12 * 24 * HOUR),
    recipients: 2_000,
    wish: 'cancel',
    counts: { delivered: 212, cancelled: 1_788 },
  }),
];

const REASONS: Partial<Record<TextState, string>> = {
  failed: 'The recipient asked for no more texts.',
  unknown: 'The connection broke before the carrier answered; it may have arrived.',
};

function results({ counts, template }: CampaignView): CampaignResult[] {
  const states = Object.entries(counts).flatMap(([state, times]) =>
    Array.from({ length: times }, () => state as TextState),
  );
  return states.map((_, at) => {
    const state = states[(at * 7919) % states.length] ?? 'queued';
    const erased = at === 3;
    return {
      item: `b:${at}`,
      number: erased ? 'Erased' : `+44 7700 9${String(at).padStart(5, '0')}`,
      name: at % 5 === 0 ? ['Ada Lovelace', 'Grace Hopper', 'Jan Kowalski'][at % 3]! : null,
      text: template.replace('{first_name}', 'Ada'),
      state,
      reason: REASONS[state] ?? null,
      at: iso(at * 40),
      conversation: 'c0000AAAAAAAAAAAAAAAAA',
      erased,
    };
  });
}

/** Texts to many of the demonstration; lists are read by the engine's own code. */
export function campaignApi(demo: Demo): CampaignApi {
  const sent = demo.scenario === 'empty' ? [] : SENT.map((each) => ({ ...each }));
  const drafts = new Map<string, { rows: ReturnType<TableReader['end']>; list: RecipientList | null }>();
  const breathe = () => Promise.resolve();
  const listOf = (draft: string): RecipientList => {
    const list = drafts.get(draft)?.list;
    if (!list) throw new Error('no such draft');
    return list;
  };
  const known = (which: string) => sent.find((each) => each.id === which) ?? null;
  const file = () => Promise.resolve({ url: 'data:text/csv,', name: 'results.csv', octets: 0 });
  return {
    readSheet: async (source, { name }) => {
      const text = typeof source === 'string' ? source : await source.text();
      const reader = new TableReader();
      const rows = [...reader.push(new TextEncoder().encode(text)), ...reader.end()];
      const told = tellColumns(rows.slice(0, 50));
      const draft = crypto.randomUUID();
      drafts.set(draft, { rows, list: null });
      return {
        draft,
        name,
        encoding: name === null ? null : 'windows-1250',
        delimiter: reader.delimiter,
        columns: [],
        mapping: {
          numbers: told.number ?? 0,
          header: told.header !== null,
          country: 'GB',
          dropLandlines: false,
        },
        countries: ['DE', 'GB', 'PL', 'RS'],
      };
    },
    readRecipients: async (draft, mapping) => {
      const of = drafts.get(draft);
      if (!of) throw new Error('no such draft');
      const isSuppressed = (number: string) => number.endsWith('7');
      of.list = await listRecipients(of.rows, { mapping, isSuppressed, breathe });
      return of.list.view;
    },
    refusedLines: file,
    countWording: async (draft, wording) => countWording(listOf(draft), wording, { tables: [], breathe }),
    previewText: (draft, wording, index) => {
      const list = listOf(draft);
      const { text, count } = textWriter(list, wording, []).write(index);
      const { segments, encoding } = count;
      const number = list.numbers[index] ?? '';
      return Promise.resolve({
        index,
        of: list.numbers.length,
        number,
        name: null,
        text,
        segments,
        encoding,
      });
    },
    senders: () => Promise.resolve(['NORDLICHT', '+447700900555', '60123']),
    sendTest: () => Promise.resolve(),
    sendToMany: () => Promise.resolve(id('a')),
    campaigns: () => demo.answer(sent),
    campaign: (which) => demo.answer(known(which)),
    campaignProgress: (which) => {
      const of = known(which);
      if (!of || demo.scenario === 'offline') return Promise.reject(new Error('away'));
      return Promise.resolve({ counts: of.counts, paused: of.wish === 'pause', rate: 212, secondsLeft: 24 });
    },
    campaignResults: (which, { search, states, from, count }) => {
      const of = known(which);
      const found = (of ? results(of) : [])
        .filter(({ state }) => states === null || states.includes(state))
        .filter((each) => JSON.stringify(each).toLowerCase().includes(search.toLowerCase()));
      return demo.answer({ total: found.length, rows: found.slice(from, from + count) });
    },
    campaignReport: file,
    steerCampaign: (which: string, wish: CampaignWish) => {
      const of = known(which);
      if (of) of.wish = wish;
      demo.version += 1;
      demo.emit('campaigns', { version: demo.version });
      return Promise.resolve();
    },
  };
}
