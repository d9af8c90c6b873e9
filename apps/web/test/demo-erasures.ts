import type { EngineApi } from '../src/engine/engine-api.ts';
import type { DeletionView } from '../src/engine/erasure/deletion-view.ts';
import type {
  ErasureApi,
  ErasureCounts,
  ErasurePreview,
  ErasureRow,
  ErasureTarget,
} from '../src/engine/erasure/erasure-api.ts';
import type { Demo } from './demo-state.ts';

const NOTHING: ErasureCounts = {
  texts: 0,
  toMany: 0,
  attachments: 0,
  calls: 0,
  contacts: 0,
  drafts: 0,
  campaigns: 0,
};
const PERSON: ErasureCounts = {
  ...NOTHING,
  texts: 412,
  toMany: 3,
  attachments: 9,
  calls: 17,
  contacts: 1,
  drafts: 1,
};
const DAY = 86_400_000;
const iso = (back: number) => new Date(Date.now() - back).toISOString();
const id = (letter: string) => letter.repeat(22);

function row(change: Partial<ErasureRow> & Pick<ErasureRow, 'id'>): ErasureRow {
  return {
    at: iso(DAY),
    counts: PERSON,
    state: 'certified',
    waiting: 0,
    trouble: null,
    certificates: 1,
    parts: 1,
    ...change,
  };
}

const ORDERED: ErasureRow[] = [
  row({
    id: id('a'),
    at: iso(4 * 60_000),
    state: 'searching',
    certificates: 0,
    trouble: {
      code: 'erasure-left-over',
      sentence: 'Something of it is still in this browser; try again.',
    },
  }),
  row({
    id: id('b'),
    at: iso(3_600_000),
    counts: { ...NOTHING, texts: 1, toMany: 1 },
    state: 'waiting',
    waiting: 1,
    certificates: 0,
    parts: 0,
  }),
  row({ id: id('c') }),
  row({
    id: id('d'),
    at: iso(9 * DAY),
    counts: { ...NOTHING, texts: 18_402, calls: 2 },
    certificates: 2,
    parts: 2,
  }),
];

/** Erasures of the demonstration: one that is ordered takes its steps a second each. */
export function erasureApi(demo: Demo): ErasureApi {
  const ordered = demo.scenario === 'empty' ? [] : ORDERED.map((each) => ({ ...each }));
  const tell = () => {
    demo.version += 1;
    demo.emit('erasures', { version: demo.version });
  };
  return {
    erasureOf: (target) => demo.answer(preview(target)),
    erase: (target) => {
      if (demo.scenario === 'offline')
        return Promise.reject(
          Object.assign(new Error('The server cannot be reached; check the connection and try again.'), {
            code: 'unreachable',
          }),
        );
      const { counts } = preview(target);
      const made = row({ id: crypto.randomUUID(), at: iso(0), counts, state: 'ordered', certificates: 0 });
      ordered.unshift(made);
      for (const [at, state] of (['searching', 'searched', 'certified'] as const).entries())
        setTimeout(
          () => {
            Object.assign(made, { state, certificates: state === 'certified' ? 1 : 0 });
            tell();
          },
          1_000 * (at + 1),
        );
      return Promise.resolve(made.id);
    },
    erasures: () => demo.answer(ordered),
    erasureCertificate: () => Promise.resolve({ url: 'data:application/json,{}', name: 'certificate.json' }),
    resumeErasure: () => Promise.resolve(),
  };
}

/** The deletion of the account: a step a second, and in the scenario `alarm` the server still lets the browser in. */
export function deletionApi(demo: Demo): Pick<EngineApi, 'deleteAccount' | 'deletionCertificate'> {
  let deletion: DeletionView = {
    signed: true,
    isForgotten: false,
    searched: false,
    left: null,
    server: 'keys-destroyed',
    trouble: null,
  };
  const tell = (change: Partial<DeletionView>) => {
    deletion = { ...deletion, ...change };
    demo.status = { state: 'deleted', deletion };
    demo.emit('status', demo.status);
  };
  const steps: Partial<DeletionView>[] = [
    {},
    { isForgotten: true },
    demo.scenario === 'alarm' ? { left: 'there' } : { searched: true },
    { server: 'verified' },
    ...(demo.scenario === 'alarm' ? [] : [{ server: 'certified' as const }]),
  ];
  return {
    deleteAccount: async () => {
      for (const [at, step] of steps.entries()) setTimeout(() => tell(step), 1_000 * at);
    },
    deletionCertificate: () => Promise.resolve({ url: 'data:application/json,{}', name: 'certificate.json' }),
  };
}

function preview(target: ErasureTarget): ErasurePreview {
  const alone = target.of === 'texts' || target.of === 'conversation';
  const whole = !alone && target.groups === 'whole';
  return {
    counts: alone ? { ...NOTHING, texts: target.of === 'texts' ? 1 : 412 } : PERSON,
    addresses: alone ? [] : ['+44 7700 900100', '+44 7700 900188'],
    stays: {
      groups: alone || whole ? 0 : 2,
      groupTexts: alone || whole ? 0 : 61,
      contacts: alone ? [] : ['The Lovelaces, at home'],
      suppressed: alone ? [] : ['+44 7700 900100'],
      waiting: alone ? 0 : 1,
      waitsUntil: alone ? null : iso(-2 * DAY),
    },
  };
}
