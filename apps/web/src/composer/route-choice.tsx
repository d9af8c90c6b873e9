import { ChevronDown, Smartphone } from 'lucide-react';
import { Menu } from '../design/menu.tsx';
import type { SendRoute } from '../engine/engine-api.ts';

/** Names a route for comparing. */
export function routeKey(route: SendRoute): string {
  return `${route.device} ${route.simSlot ?? ''}`;
}

/** By which phone and SIM the text leaves; a choice only where there are several. */
export function RouteChoice({
  routes,
  chosen,
  onChoose,
}: {
  routes: readonly SendRoute[];
  chosen: SendRoute | null;
  onChoose(route: SendRoute): void;
}) {
  if (!chosen) return null;
  const label = (
    <>
      <Smartphone size={14} className="shrink-0 text-ink-3" aria-hidden />
      <span className="truncate">{chosen.label}</span>
      {!chosen.connected && <span className="shrink-0 text-warn">waits</span>}
    </>
  );
  if (routes.length < 2)
    return <p className="flex min-w-0 items-center gap-1.5 text-small text-ink-2">{label}</p>;
  return (
    <Menu
      side="top"
      align="start"
      trigger={
        <button
          type="button"
          title="Change phone or SIM"
          className="touch flex min-w-0 items-center gap-1.5 rounded-soft text-small text-ink-2 hover:text-ink"
        >
          {label}
          <ChevronDown size={14} className="shrink-0" aria-hidden />
        </button>
      }
      entries={routes.map((route) => ({
        label: route.label,
        ...(route.connected ? {} : { hint: 'Not connected: the text waits.' }),
        checked: routeKey(route) === routeKey(chosen),
        onSelect: () => onChoose(route),
      }))}
    />
  );
}
