import { ShieldAlert, X } from 'lucide-react';
import { useState } from 'react';
import { count } from '../design/amounts.ts';
import { IconButton } from '../design/icon-button.tsx';
import { ProgressBar } from '../design/progress-bar.tsx';
import { fullTime, stampTime } from '../design/times.ts';
import type { SyncStatus } from '../engine/engine-api.ts';
import { useRelease } from '../release/use-release.ts';
import { useEngineValue } from './engine-context.tsx';

const SKEW_SHOWN_MS = 5 * 60_000;

/** Thin lines over the app: a server that lies, an app that nobody signed, a clock that is off, no connection, the first synchronisation. */
export function Notices() {
  const sync = useEngineValue('sync');
  if (!sync) return null;
  return (
    <section aria-label="Notices" className="shrink-0 print:hidden">
      <Alarms sync={sync} />
      <Release />
      <Refused sync={sync} />
      {Math.abs(sync.skewMs) > SKEW_SHOWN_MS && (
        <Line role="status">
          This computer’s clock is {Math.round(Math.abs(sync.skewMs) / 60_000)} min{' '}
          {sync.skewMs > 0 ? 'behind' : 'ahead of'} the server’s. Times may look wrong until it is set right.
        </Line>
      )}
      {sync.phase === 'refused' && (
        <Line role="status">
          What the server answered was refused. Everything that is here can be read; nothing new is taken
          until its answers are right again.
        </Line>
      )}
      {sync.phase === 'offline' && (
        <Line role="status">
          No connection. Everything here can be read; what you send waits until the connection is back.
        </Line>
      )}
      {(sync.phase === 'first' || sync.phone !== null) && <FirstSync sync={sync} />}
    </section>
  );
}

function Line({ role, children }: { role: 'status' | 'alert'; children: React.ReactNode }) {
  return (
    <p
      role={role}
      className="shrink-0 border-b border-line bg-sunken px-4 py-1.5 text-center text-small text-ink"
    >
      {children}
    </p>
  );
}

/** A release that is not taken, or a newer one that is. */
function Release() {
  const notice = useRelease();
  if (!notice) return null;
  return (
    <Line role={notice.role}>
      {notice.sentence}{' '}
      {notice.canReload && (
        <button type="button" className="font-medium underline" onClick={() => location.reload()}>
          Reload
        </button>
      )}
    </Line>
  );
}

/** What the server did that it must not do. Stays until every line was put away, and says what to do. */
function Alarms({ sync }: { sync: SyncStatus }) {
  const [away, setAway] = useState<ReadonlySet<string>>(new Set());
  const shown = sync.alarms.filter((alarm) => !away.has(alarm.code + alarm.at));
  return shown.map((alarm) => (
    <div
      key={alarm.code + alarm.at}
      role="alert"
      className="flex shrink-0 items-start gap-3 border-b-2 border-bad bg-raised py-2 pr-2 pl-4"
    >
      <ShieldAlert size={20} className="mt-1 shrink-0 text-bad" aria-hidden />
      <div className="flex-1 py-0.5">
        <p className="font-medium">{alarm.sentence}</p>
        <p className="text-small text-ink-2">
          It was refused, and nothing of it is shown. Do not link devices or type your secret key until the
          operator has explained it.{' '}
          <time dateTime={alarm.at} title={fullTime(alarm.at)}>
            {stampTime(alarm.at)}
          </time>{' '}
          <code className="font-mono text-tiny">{alarm.code}</code>
        </p>
      </div>
      <IconButton
        label="Put this notice away"
        onClick={() => setAway(new Set([...away, alarm.code + alarm.at]))}
      >
        <X size={18} />
      </IconButton>
    </div>
  ));
}

function Refused({ sync }: { sync: SyncStatus }) {
  if (sync.refused.count === 0) return null;
  const reasons = Object.entries(sync.refused.reasons).map(([reason, times]) => `${reason} ${count(times)}`);
  return (
    <Line role="status">
      {sync.refused.count === 1 ? '1 record' : `${count(sync.refused.count)} records`} could not be opened and
      {sync.refused.count === 1 ? ' is' : ' are'} not shown.{' '}
      <code className="font-mono text-tiny">{reasons.join(', ')}</code>
    </Line>
  );
}

/** Progress with counts, while the app is usable already. */
function FirstSync({ sync }: { sync: SyncStatus }) {
  const done = sync.phone?.done ?? sync.loaded.messages;
  const total = sync.phone?.total ?? sync.total?.messages ?? 0;
  const kind = { message: 'texts', contact: 'contacts', call: 'calls' }[sync.phone?.kind ?? 'message'];
  return (
    <div className="shrink-0 border-b border-line bg-sunken px-4 pt-1.5 pb-2 text-small">
      <p className="mb-1 flex flex-wrap justify-center gap-x-2">
        <span className="tabular">
          {sync.phone ? 'Your phone has sent' : 'Opened'} {count(done)}
          {total >= done && total > 0 && ` of ${count(total)}`} {kind}, newest first.
        </span>
        <span className="text-ink-2">Everything that is here can be used now.</span>
      </p>
      <div className="flex justify-center">
        <ProgressBar
          label={sync.phone ? 'Texts from your phone' : 'Texts opened'}
          done={done}
          total={total}
        />
      </div>
    </div>
  );
}
