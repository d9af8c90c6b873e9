import { Link, Navigate, Outlet, useParams, useRouterState } from '@tanstack/react-router';
import { Plus } from 'lucide-react';
import { useState } from 'react';
import { ConversationSkeleton } from '../conversation/conversation-row.tsx';
import { Dialog } from '../design/dialog.tsx';
import { IconButton } from '../design/icon-button.tsx';
import { ProblemNote } from '../design/problem-note.tsx';
import { PlatformIcon } from '../device/platform-words.tsx';
import type { GatewayView } from '../engine/gateway/gateway-api.ts';
import { useEngineValue } from '../frame/engine-context.tsx';
import { NotHere } from '../frame/not-here.tsx';
import { BackLink } from '../frame/back-link.tsx';
import { TwoPanes } from '../frame/two-panes.tsx';
import { AddGatewaySteps, NoGateway } from './add-gateway.tsx';
import { GatewayPage } from './gateway-page.tsx';
import { GatewayState } from './gateway-state.tsx';
import { useGateways } from './use-gateways.ts';

/** The account's gateways, and the one that is open. */
export function GatewaysScreen() {
  const path = useRouterState({ select: (state) => state.location.pathname });
  const [answer, again] = useGateways();
  const [adding, setAdding] = useState(false);
  const open = path.startsWith('/gateways/');
  if (answer.state === 'ready' && answer.value.length === 0)
    return (
      <div className="flex min-w-0 flex-1 flex-col overflow-y-auto">
        <NoGateway />
      </div>
    );
  return (
    <TwoPanes
      label="Gateways"
      open={open}
      list={
        <>
          <header className="flex h-14 shrink-0 items-center gap-2 pr-2 pl-4">
            <BackLink to="/settings" label="Back to settings" />
            <h1 className="flex-1 text-title font-semibold">Gateways</h1>
            <IconButton label="Add a gateway" side="left" onClick={() => setAdding(true)}>
              <Plus size={20} />
            </IconButton>
          </header>
          {answer.state === 'loading' ? (
            <ConversationSkeleton />
          ) : answer.state === 'failed' ? (
            <div className="p-3">
              <ProblemNote what="Your gateways could not be shown." trouble={answer.trouble} again={again} />
            </div>
          ) : (
            <nav
              aria-label="Gateways"
              className="flex min-h-0 flex-1 flex-col gap-0.5 overflow-y-auto px-2 pb-6"
            >
              {answer.value.map((gateway, at) => (
                <Row key={gateway.device.id} gateway={gateway} shown={!open && at === 0} />
              ))}
            </nav>
          )}
          <Dialog open={adding} onClose={() => setAdding(false)} title="Add a gateway">
            <AddGatewaySteps />
          </Dialog>
        </>
      }
    >
      <Outlet />
    </TwoPanes>
  );
}

/** @param shown whether it is what stands beside the list while none was chosen. */
function Row({ gateway, shown }: { gateway: GatewayView; shown: boolean }) {
  return (
    <Link
      to="/gateways/$gateway"
      params={{ gateway: gateway.device.id }}
      className="flex min-h-16 items-center gap-3 rounded-card px-3 py-2 ring-inside hover:bg-sunken md:data-[shown=true]:bg-selected aria-[current=page]:bg-selected"
      data-shown={shown}
    >
      <PlatformIcon platform="gateway" size={22} />
      <span className="min-w-0 flex-1">
        <span className="block truncate font-medium">{gateway.device.name}</span>
        <GatewayState gateway={gateway} />
      </span>
    </Link>
  );
}

/** Beside the list while none is chosen: the first of them. */
export function FirstGateway() {
  const [answer] = useGateways();
  const first = answer.state === 'ready' ? answer.value[0] : undefined;
  return first ? <GatewayPage key={first.device.id} gateway={first} /> : null;
}

/** The gateway of the address. */
export function GatewayOfAddress() {
  const id = useParams({ from: '/gateways/$gateway', select: (params) => params.gateway });
  const [answer] = useGateways();
  const removed = useEngineValue('devices').some((device) => device.id === id && device.removedAt);
  if (answer.state !== 'ready') return null;
  const gateway = answer.value.find(({ device }) => device.id === id);
  if (gateway) return <GatewayPage key={id} gateway={gateway} />;
  return removed ? <Navigate to="/gateways" replace /> : <NotHere />;
}
