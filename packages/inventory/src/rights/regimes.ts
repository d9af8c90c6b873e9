import type { ClaimId } from '../claims/claim-ids.ts';

/** What people may ask for. */
export type Right =
  | 'access'
  | 'rectification'
  | 'erasure'
  | 'restriction'
  | 'portability'
  | 'objection'
  | 'opt-out'
  | 'withdrawal'
  | 'complaint';

/** Each right in the words of the public pages, with the claim that says how it is kept here. */
export const RIGHTS = {
  access: { title: 'To get a copy of what is held of you', claim: 'B38' },
  rectification: { title: 'To have mistakes corrected', claim: 'B42' },
  erasure: { title: 'To have everything deleted', claim: 'B43' },
  restriction: { title: 'To have your data put aside, kept and not used', claim: 'B44' },
  portability: { title: 'To take your data along', claim: 'B40' },
  objection: { title: 'To object to single uses', claim: 'B45' },
  'opt-out': { title: 'To forbid that your data is sold or shared', claim: 'B69' },
  withdrawal: { title: 'To take consent back', claim: 'B46' },
  complaint: { title: 'To complain to an authority', claim: 'B55' },
} as const satisfies Record<Right, { title: string; claim: ClaimId }>;

/** A time that a law or a promise gives, from the receipt of a request on. */
export type Term = { days: number } | { workingDays: number } | { months: number };

/** What a law says of requests. */
export interface Regime {
  /** Whom it protects, for people. */
  title: string;
  /** The law and where it is found. */
  law: string;
  /** Within which a request must be answered. */
  answer: Term;
  /** By which that may be made longer once, where the request is hard and whoever asked is told in time; null for never. */
  longer: Term | null;
  /** Within which its arrival must be confirmed; null where no law asks for it. */
  confirmed: Term | null;
  /** Rights that have a time of their own. */
  sooner: Partial<Record<Right, Term>>;
  /** Its rights, each with the place in the law. */
  rights: Partial<Record<Right, string>>;
}

const EUROPEAN_RIGHTS = {
  access: 'Article 15',
  rectification: 'Article 16',
  erasure: 'Article 17',
  restriction: 'Article 18',
  portability: 'Article 20',
  objection: 'Article 21',
  withdrawal: 'Article 7(3)',
  complaint: 'Article 77',
} as const;

/** The laws that are kept, each as far as it concerns requests. */
export const REGIMES = {
  gdpr: {
    title: 'European Economic Area',
    law: 'General Data Protection Regulation, (EU) 2016/679, article 12(3)',
    answer: { months: 1 },
    longer: { months: 2 },
    confirmed: null,
    sooner: {},
    rights: EUROPEAN_RIGHTS,
  },
  'uk-gdpr': {
    title: 'United Kingdom',
    law: 'UK General Data Protection Regulation, article 12(3)',
    answer: { months: 1 },
    longer: { months: 2 },
    confirmed: null,
    sooner: {},
    rights: EUROPEAN_RIGHTS,
  },
  zzpl: {
    title: 'Serbia',
    law: 'Law on the Protection of Personal Data (ZZPL), Official Gazette 87/2018, article 21',
    answer: { days: 30 },
    longer: { days: 60 },
    confirmed: null,
    sooner: {},
    rights: {
      access: 'Article 26',
      rectification: 'Article 29',
      erasure: 'Article 30',
      restriction: 'Article 31',
      portability: 'Article 36',
      objection: 'Article 37',
      withdrawal: 'Article 15',
      complaint: 'Article 82',
    },
  },
  fadp: {
    title: 'Switzerland',
    law: 'Federal Act on Data Protection (FADP), article 25(7)',
    answer: { days: 30 },
    longer: null,
    confirmed: null,
    sooner: {},
    rights: {
      access: 'Article 25',
      rectification: 'Article 32(1)',
      erasure: 'Article 32(2)',
      portability: 'Article 28',
      objection: 'Article 30(2)(b)',
      complaint: 'Article 49',
    },
  },
  lgpd: {
    title: 'Brazil',
    law: 'Lei Geral de Proteção de Dados (LGPD), 13.709/2018, article 19',
    answer: { days: 15 },
    longer: null,
    confirmed: null,
    sooner: {},
    rights: {
      access: 'Article 18, II',
      rectification: 'Article 18, III',
      erasure: 'Article 18, IV and VI',
      restriction: 'Article 18, IV',
      portability: 'Article 18, V',
      objection: 'Article 18, § 2',
      withdrawal: 'Article 18, IX',
      complaint: 'Article 18, § 1',
    },
  },
  ccpa: {
    title: 'California',
    law: 'California Consumer Privacy Act (CCPA), 11 CCR §§ 7021 and 7026',
    answer: { days: 45 },
    longer: { days: 45 },
    confirmed: { workingDays: 10 },
    sooner: { 'opt-out': { workingDays: 15 } },
    rights: {
      access: 'Civil Code § 1798.110',
      rectification: 'Civil Code § 1798.106',
      erasure: 'Civil Code § 1798.105',
      portability: 'Civil Code § 1798.130(a)(3)',
      'opt-out': 'Civil Code § 1798.120',
      complaint: 'Civil Code § 1798.199.45',
    },
  },
} as const satisfies Record<string, Regime>;

export type RegimeId = keyof typeof REGIMES;

/** The laws that are kept for everybody, wherever they live. */
export const KEPT_FOR_ALL = ['gdpr', 'ccpa'] as const satisfies readonly RegimeId[];

/** What is promised for every request: the earlier of the two counts. */
export const PROMISE = [{ days: 30 }, { months: 1 }] as const satisfies readonly Term[];

const ECONOMIC_AREA =
  'AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IS IT LI LT LU LV MT NL NO PL PT RO SE SI SK'.split(' ');

/** The law of a country, or of a part of one as `US-CA` (ISO 3166); where a place is not in it, all of them count. */
export const LAW_OF_PLACE: ReadonlyMap<string, RegimeId> = new Map<string, RegimeId>([
  ...ECONOMIC_AREA.map((country) => [country, 'gdpr'] as const),
  ['GB', 'uk-gdpr'],
  ['RS', 'zzpl'],
  ['CH', 'fadp'],
  ['BR', 'lgpd'],
  ['US-CA', 'ccpa'],
]);
