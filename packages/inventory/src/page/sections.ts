import type { ClaimId } from '../claims/claim-ids.ts';

export interface Section {
  title: string;
  claims: readonly ClaimId[];
}

/** The sections of the privacy policy, in the order in which people read them. Every claim stands in exactly one. */
export const POLICY_SECTIONS = {
  what: {
    title: 'What this is about',
    claims: ['A01', 'B03', 'B02', 'A04', 'P01', 'P02', 'A06', 'A14', 'A48', 'B05', 'B37'],
  },
  sealed: {
    title: 'What nobody but you can read',
    claims: [
      ...(['A10', 'A11', 'A12', 'A13', 'A39', 'A15', 'A16', 'A17', 'A18', 'A19', 'A20'] as const),
      ...(['A21', 'A22', 'A23', 'A27', 'A28', 'A29', 'A40', 'P06'] as const),
    ],
  },
  kept: {
    title: 'What the service keeps',
    claims: [
      ...(['A03', 'A09', 'B18', 'A24', 'A25', 'A26', 'P03', 'P04', 'P05', 'P08', 'P09', 'P11'] as const),
      ...(['B19', 'A34'] as const),
    ],
  },
  others: {
    title: 'Who gets something',
    claims: [
      ...(['A05', 'A35', 'P07', 'P12', 'B77', 'B78', 'B79', 'B80', 'B81', 'B82', 'B83', 'B84'] as const),
      ...(['B85', 'B86', 'B87', 'B88', 'B89', 'A36'] as const),
    ],
  },
  protection: {
    title: 'How it is protected',
    claims: [
      ...(['A07', 'A08', 'P15', 'P16', 'B07', 'B08', 'B09', 'B13', 'B20', 'A37', 'A38', 'B06'] as const),
      ...(['B10', 'B11', 'B12', 'B14', 'B15', 'B16', 'B17', 'B21'] as const),
    ],
  },
  retention: {
    title: 'How long it is kept, and how it goes',
    claims: [
      ...(['B22', 'A31', 'B24', 'A32', 'B23', 'A30', 'B28', 'B29', 'B30', 'B31', 'B32', 'A33'] as const),
      ...(['B25', 'B26', 'B27', 'P10', 'P14', 'B33', 'B34', 'B35', 'B36'] as const),
    ],
  },
  rights: {
    title: 'What you can ask for',
    claims: [
      ...(['B38', 'B40', 'B43', 'P13', 'B53', 'B39', 'B41', 'B42', 'B52', 'B44', 'B45', 'B46'] as const),
      ...(['B47', 'B49', 'B50', 'B51', 'B54', 'B55', 'A49'] as const),
    ],
  },
  cookies: {
    title: 'Cookies and what your browser keeps',
    claims: [
      ...(['B56', 'B57', 'B58', 'B59', 'B60', 'B48', 'P17', 'A41', 'A42', 'A43', 'A50', 'B61'] as const),
      ...(['B62', 'B63', 'B64', 'B65', 'B66', 'B67', 'B68', 'B69', 'B70', 'B71', 'B72', 'B73'] as const),
      ...(['B74', 'B75', 'B76'] as const),
    ],
  },
  countries: {
    title: 'Other countries',
    claims: [
      ...(['B90', 'B91', 'B92', 'B93', 'B94', 'B95', 'B96', 'B97', 'B98', 'B99', 'B100', 'B101'] as const),
      'B102',
    ],
  },
  children: {
    title: 'Children',
    claims: [
      ...(['B103', 'B104', 'B105', 'B106', 'B107', 'B108', 'B109', 'B110', 'B111', 'B112'] as const),
      ...(['B113', 'B114'] as const),
    ],
  },
  changes: {
    title: 'When this policy changes',
    claims: [
      ...(['B01', 'A02', 'B04', 'A44', 'A45', 'A46', 'A47', 'B115', 'B116', 'B117', 'B118'] as const),
      ...(['B119', 'B120', 'B121', 'B122', 'B123', 'B124', 'B125', 'B126', 'B127'] as const),
    ],
  },
} as const satisfies Record<string, Section>;

export type SectionName = keyof typeof POLICY_SECTIONS;
