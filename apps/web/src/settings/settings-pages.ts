import { Download, Eraser, Eye, History, Info, KeyRound, Palette, Trash2, UserRound } from 'lucide-react';
import type { ComponentType } from 'react';

export const SETTINGS_PAGES = [
  'sign-in',
  'storage',
  'secret-key',
  'appearance',
  'export',
  'erasures',
  'activity',
  'about',
  'delete',
] as const;
export type SettingsPageName = (typeof SETTINGS_PAGES)[number];

/** Name and picture of each page, in the order of the list. */
export const PAGE_WORDS = {
  'sign-in': { title: 'Account and sign-in', icon: UserRound },
  storage: { title: 'How long texts are kept', icon: History },
  'secret-key': { title: 'Secret key', icon: KeyRound },
  appearance: { title: 'Appearance and keys', icon: Palette },
  export: { title: 'Export and read back', icon: Download },
  erasures: { title: 'Erasures', icon: Eraser },
  activity: { title: 'Activity log', icon: Eye },
  about: { title: 'Limits, said openly', icon: Info },
  delete: { title: 'Delete or close', icon: Trash2 },
} satisfies Record<SettingsPageName, { title: string; icon: ComponentType<{ size?: number }> }>;
