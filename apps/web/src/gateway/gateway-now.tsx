import type { GatewayStatus } from '@smseal/protocol';
import type { ReactNode } from 'react';
import { count, countOf } from '../design/amounts.ts';
import { ProblemNote } from '../design/problem-note.tsx';
import { Section } from '../design/section.tsx';
import { ago, dayAgo, fullTime, stampTime } from '../design/times.ts';
import type { GatewayView } from '../engine/gateway/gateway-api.ts';
import { ConnectorTable } from './connector-table.tsx';
import { Sparkline } from './sparkline.tsx';
import type { LiveStatus } from './use-gateway-status.ts';

/** Where a gateway stands at this moment, as it says itself to this browser. */
export function GatewayNow({ gateway, live }: { gateway: GatewayView; live: LiveStatus }) {
  const { status, state, trouble } = live;
  return (
    <Section title="Now">
      {trouble ? (
        <ProblemNote what="This browser cannot ask the gateway." trouble={trouble} />
      ) : state === 'live' && status ? (
        <Status status={status} gateway={gateway} />
      ) : state === 'asking' && gateway.device.connected ? (
        <div role="status" aria-label="The gateway is being asked" className="flex flex-col gap-3">
          <div className="skeleton h-22 rounded-card" />
          <div className="skeleton h-24 rounded-card" />
        </div>
      ) : (
        <Silent gateway={gateway} />
      )}
    </Section>
  );
}

function Silent({ gateway: { device } }: { gateway: GatewayView }) {
  return (
    <div className="rounded-card border border-line bg-raised px-4 py-3">
      <p className="font-medium">{device.connected ? 'It does not answer' : 'It is not connected'}</p>
      <p className="text-ink-2">
        {device.connected
          ? 'It may be of an earlier version, or its clock is wrong by more than a minute. Look at its log; this page asks again by itself.'
          : `${
              device.lastSeen ? `It was last seen ${dayAgo(device.lastSeen, Date.now())}. ` : ''
            }Start it on its machine with “smseal gateway”. Texts wait until then; what stands here comes back by itself.`}
      </p>
    </div>
  );
}

function Status({ status, gateway }: { status: GatewayStatus; gateway: GatewayView }) {
  const { texts, connectors, suppressions } = status;
  const rate = texts.perSecond.at(-1) ?? 0;
  return (
    <>
      <div className="grid gap-x-6 gap-y-3 rounded-card border border-line bg-raised px-4 py-3 md:grid-cols-[auto_1fr]">
        <div className="flex gap-6">
          <Figure value={rate} unit={rate === 1 ? 'text a second' : 'texts a second'} />
          <Figure value={texts.inHand} unit={`in hand, ${countOf(texts.batches, 'batch', 'batches')}`} />
        </div>
        <Sparkline values={texts.perSecond} label="Texts a second over the last minute" />
      </div>
      <ConnectorTable connectors={connectors} now={Date.parse(status.at)} />
      <dl className="flex flex-col divide-y divide-line rounded-card border border-line bg-raised">
        <Fact name="Opt-outs">
          {suppressions.proven ? (
            'It knows to the end of the list who asked for no texts.'
          ) : (
            <span className="text-warn">
              It cannot prove to the end who asked for no texts, so only one-time codes leave.
              {suppressions.provenAt &&
                ` It last could ${ago(suppressions.provenAt, Date.parse(status.at))}.`}
            </span>
          )}
        </Fact>
        <Fact name="Settings">
          <Obeyed status={status} gateway={gateway} />
        </Fact>
        <Fact name="Running">
          Since{' '}
          <time dateTime={status.began} title={fullTime(status.began)}>
            {stampTime(status.began)}
          </time>
        </Fact>
      </dl>
    </>
  );
}

function Obeyed({ status, gateway }: { status: GatewayStatus; gateway: GatewayView }) {
  const { version, shownAt } = status.settings;
  const newest = gateway.settings?.version ?? null;
  const shown = shownAt === null ? null : ago(shownAt, Date.parse(status.at));
  if (version === null)
    return newest === null ? (
      'It has been given none.'
    ) : (
      <span className="text-warn">It has not been shown any yet, though version {newest} is signed.</span>
    );
  return (
    <>
      It obeys version {version}
      {shown && (shown === 'just now' ? ', shown to it just now' : `, last shown to it ${shown}`)}.
      {newest !== null && newest > version && (
        <span className="text-warn"> The newest is {newest}; it has not been shown that yet.</span>
      )}
    </>
  );
}

function Figure({ value, unit }: { value: number; unit: string }) {
  return (
    <p className="flex flex-col">
      <span className="tabular min-w-16 text-display font-semibold">{count(value)}</span>
      <span className="text-small whitespace-nowrap text-ink-2">{unit}</span>
    </p>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="grid gap-x-6 gap-y-0.5 px-4 py-2.5 lg:grid-cols-[88px_1fr]">
      <dt className="font-medium">{name}</dt>
      <dd className="text-ink-2">{children}</dd>
    </div>
  );
}
