import { Signal, SignalHigh, SignalLow, SignalMedium, SignalZero, Zap } from 'lucide-react';
import type { ReactNode } from 'react';
import { count } from '../design/amounts.ts';
import { ago, fullTime, listTime } from '../design/times.ts';
import { useNow } from '../design/use-now.ts';
import type { PhoneView } from '../engine/engine-api.ts';
import { BatteryRing } from './battery-ring.tsx';
import { NotificationTray } from './notification-tray.tsx';

const SIGNALS = [SignalZero, SignalLow, SignalMedium, SignalHigh, Signal];
const SIGNAL_WORDS = ['No signal', 'Weak signal', 'Fair signal', 'Good signal', 'Strong signal'];

/** One phone: battery, signal, when it was seen, how far it has been read, and its notifications. */
export function PhonePanel({ phone }: { phone: PhoneView }) {
  const now = useNow();
  const level = Math.max(0, Math.min(4, Math.round(phone.signal ?? 0)));
  const Bars = SIGNALS[level] ?? SignalZero;
  return (
    <section aria-label={phone.name} className="flex flex-col gap-5">
      <div className="flex flex-wrap items-center gap-5 rounded-card border border-line bg-raised p-5">
        <BatteryRing battery={phone.battery} connected={phone.connected} size={84}>
          <Level phone={phone} />
        </BatteryRing>
        <div className="min-w-40 flex-1">
          <h2 className="text-lead font-semibold">{phone.name}</h2>
          <p className={phone.connected ? 'text-good' : 'text-warn'}>
            {phone.connected ? (
              'Connected'
            ) : phone.lastSeen ? (
              <span title={fullTime(phone.lastSeen)}>Last seen {ago(phone.lastSeen, now)}</span>
            ) : (
              'Not seen yet'
            )}
          </p>
          <p className="mt-1 flex flex-wrap items-center gap-x-3 gap-y-0.5 text-small text-ink-2">
            {phone.signal !== null && (
              <span className="flex items-center gap-1.5">
                <Bars size={16} aria-hidden />
                {SIGNAL_WORDS[level]}
              </span>
            )}
            {phone.network && <span>{phone.network}</span>}
          </p>
        </div>
        {phone.report && <Report report={phone.report} now={now} />}
      </div>
      {!phone.connected && (
        <p className="text-small text-ink-2">
          While it is away nothing new arrives, and what you send waits. Battery and notifications are as it
          last said.
        </p>
      )}
      <NotificationTray phone={phone} />
    </section>
  );
}

function Level({ phone }: { phone: PhoneView }) {
  if (!phone.battery) return <span className="text-small text-ink-2">unknown</span>;
  return (
    <span className="flex flex-col items-center">
      <span className="tabular text-title font-semibold">
        {phone.battery.level}
        <span className="text-small font-normal"> %</span>
        <span className="sr-only"> battery</span>
      </span>
      {phone.battery.charging && (
        <span className="flex items-center text-tiny text-good">
          <Zap size={12} aria-hidden />
          charging
        </span>
      )}
    </span>
  );
}

/** How far the phone's own stores have been read, without a gap. */
function Report({ report, now }: { report: NonNullable<PhoneView['report']>; now: number }) {
  return (
    <dl className="grid w-full grid-cols-2 gap-x-6 gap-y-2 border-t border-line pt-4 md:grid-cols-[2fr_1fr_1fr_1fr]">
      <Figure term="Complete up to">
        {report.completeUpTo ? (
          <span title={fullTime(report.completeUpTo)}>{listTime(report.completeUpTo, now)}, no gaps</span>
        ) : (
          'Not yet'
        )}
      </Figure>
      <Figure term="Texts">{count(report.messages)}</Figure>
      <Figure term="Contacts">{count(report.contacts)}</Figure>
      <Figure term="Calls">{count(report.calls)}</Figure>
    </dl>
  );
}

function Figure({ term, children }: { term: string; children: ReactNode }) {
  return (
    <div>
      <dt className="text-small text-ink-2">{term}</dt>
      <dd className="tabular font-medium">{children}</dd>
    </div>
  );
}
