import type { Capability, Platform } from '@smseal/protocol';
import { Globe, Router, Smartphone, Terminal } from 'lucide-react';
import type { ComponentType } from 'react';

/** What a platform is called. */
export const PLATFORM_WORDS = {
  browser: 'Browser',
  phone: 'Phone',
  gateway: 'Gateway',
  cli: 'Command line',
} satisfies Record<Platform, string>;

const ICONS = {
  browser: Globe,
  phone: Smartphone,
  gateway: Router,
  cli: Terminal,
} satisfies Record<Platform, ComponentType<{ size?: number }>>;

/** What a device may do, as a person would say it. */
export const CAPABILITY_WORDS = {
  read: 'Reads everything',
  send: 'Sends',
  deliver: 'Carries texts out',
  write: 'Seals what comes in',
  configure: 'Changes settings of gateways',
  admit: 'Links and removes devices',
} satisfies Record<Capability, string>;

/** A platform's picture. */
export function PlatformIcon({ platform, size }: { platform: Platform; size: number }) {
  const Icon = ICONS[platform];
  return (
    <span aria-hidden className="inline-flex shrink-0 text-ink-3">
      <Icon size={size} />
    </span>
  );
}
