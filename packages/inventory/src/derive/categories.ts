import type { Category } from '../vocabulary.ts';

/** Categories in the order in which a reader meets them, each with its heading. */
export const CATEGORIES = {
  content: 'Content',
  delivery: 'Texts on their way',
  account: 'Account',
  device: 'Devices and keys',
  'sign-in': 'Signing in',
  activity: 'Activity log',
  operation: 'Running the service',
} as const satisfies Record<Category, string>;
