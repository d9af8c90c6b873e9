import type { TextClass } from '@smseal/policy';

/** Priority of a batch, by what its texts are for. */
export const PRIORITIES = {
  'one-time-code': 0,
  transactional: 5,
  marketing: 9,
} as const satisfies Record<TextClass, number>;

/** What a batch's texts are for, as its priority says. */
export function classOf(priority: number): TextClass {
  if (priority <= PRIORITIES['one-time-code']) return 'one-time-code';
  return priority >= PRIORITIES.marketing ? 'marketing' : 'transactional';
}
