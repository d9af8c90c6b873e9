import type { LinkProps } from '@tanstack/react-router';
import { Contact, MessageSquare, MonitorSmartphone, Phone, Router, Send, Settings } from 'lucide-react';
import type { ComponentType } from 'react';

/** One of the app's places. */
export interface Place {
  to: NonNullable<LinkProps['to']>;
  label: string;
  keys?: string;
  icon: ComponentType<{ size?: number }>;
}

/** The places in the order of the rail. */
export const PLACES: readonly Place[] = [
  { to: '/', label: 'Inbox', keys: 'g i', icon: MessageSquare },
  { to: '/contacts', label: 'Contacts', keys: 'g c', icon: Contact },
  { to: '/calls', label: 'Calls', keys: 'g k', icon: Phone },
  { to: '/many', label: 'Send to many', keys: 'g m', icon: Send },
  { to: '/gateways', label: 'Gateways', icon: Router },
  { to: '/devices', label: 'Devices', icon: MonitorSmartphone },
  { to: '/settings', label: 'Settings', icon: Settings },
];
