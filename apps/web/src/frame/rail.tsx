import { Link, useRouterState } from '@tanstack/react-router';
import { Settings, Smartphone } from 'lucide-react';
import { tip } from '../design/tip-layer.tsx';
import { SealMark } from '../design/seal-mark.tsx';
import { BatteryRing } from '../phone/battery-ring.tsx';
import { useEngineValue } from './engine-context.tsx';
import { PLACES, type Place } from './places.ts';

const CELL =
  'flex size-11 items-center justify-center rounded-card text-ink-2 transition-colors hover:bg-sunken hover:text-ink aria-[current=page]:bg-selected aria-[current=page]:text-seal';

/** The inbox is where one is while any conversation is open. */
function usePlaceOptions(place: Place) {
  const here = useRouterState({
    select: ({ location: { pathname } }) =>
      place.to === '/'
        ? pathname === '/' || pathname === '/new' || pathname.startsWith('/c/')
        : pathname.startsWith(place.to),
  });
  return {
    to: place.to,
    activeOptions: { exact: true, explicitUndefined: true },
    ...(here ? { 'aria-current': 'page' as const } : {}),
  };
}

function RailLink({ place }: { place: Place }) {
  const options = usePlaceOptions(place);
  const Icon = place.icon;
  return (
    <Link {...options} {...tip(place.label, 'right', place.keys)} aria-label={place.label} className={CELL}>
      <Icon size={22} />
    </Link>
  );
}

/** The narrow column of places at the left edge. */
export function Rail() {
  const phone = useEngineValue('phones')[0];
  return (
    <nav
      aria-label="Places"
      className="hidden w-14 shrink-0 flex-col items-center gap-1 border-r border-line py-3 md:flex print:hidden"
    >
      <SealMark size={28} className="mb-3 text-seal" />
      {PLACES.map((place) => (
        <RailLink key={place.to} place={place} />
      ))}
      <div className="flex-1" />
      <Link
        to="/phone"
        {...tip(phone ? `Phone: ${phone.name}` : 'Phone', 'right')}
        aria-label="Phone"
        className={CELL}
      >
        <BatteryRing battery={phone?.battery ?? null} connected={phone?.connected ?? false} size={34}>
          <Smartphone size={16} />
        </BatteryRing>
      </Link>
    </nav>
  );
}

const BAR: readonly Place[] = [
  ...PLACES.slice(0, 3),
  { to: '/phone', label: 'Phone', icon: Smartphone },
  { to: '/settings', label: 'Settings', icon: Settings },
];

function BarLink({ place }: { place: Place }) {
  const options = usePlaceOptions(place);
  const Icon = place.icon;
  return (
    <Link
      {...options}
      className="flex h-14 flex-1 flex-col items-center justify-center gap-0.5 text-tiny font-medium text-ink-2 ring-inside aria-[current=page]:text-seal"
    >
      <Icon size={22} aria-hidden />
      {place.label}
    </Link>
  );
}

/** The same places under the thumb on narrow screens. */
export function BottomBar() {
  return (
    <nav
      aria-label="Places"
      className="flex shrink-0 border-t border-line bg-paper pb-[env(safe-area-inset-bottom)] md:hidden print:hidden"
    >
      {BAR.map((place) => (
        <BarLink key={place.to} place={place} />
      ))}
    </nav>
  );
}
