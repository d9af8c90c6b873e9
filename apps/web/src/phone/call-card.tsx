import { BellOff, PhoneIncoming } from 'lucide-react';
import { useState } from 'react';
import { Avatar } from '../design/avatar.tsx';
import { Button } from '../design/button.tsx';
import type { PhoneView } from '../engine/engine-api.ts';
import { useAct, useEngine, useEngineValue } from '../frame/engine-context.tsx';

/** A call that rings on a phone, as a quiet card over everything. */
export function CallCard() {
  const phones = useEngineValue('phones');
  return phones.map((phone) =>
    phone.call ? <RingingCall key={phone.call.call} phone={phone} call={phone.call} /> : null,
  );
}

function RingingCall({ phone, call }: { phone: PhoneView; call: NonNullable<PhoneView['call']> }) {
  const engine = useEngine();
  const act = useAct();
  const [silenced, setSilenced] = useState(false);
  const who = call.name ?? call.number ?? 'Number withheld';
  const silence = async () => {
    const done = await act('The phone was not silenced.', () => engine.silenceCall(phone.device, call.call));
    setSilenced(done);
  };
  return (
    <section
      role="alert"
      aria-label={`Call from ${who}`}
      className="fixed inset-x-3 top-4 z-60 mx-auto flex max-w-90 items-center gap-3 rounded-card border border-line bg-raised p-4 shadow-float"
    >
      <Avatar id={call.number ?? call.call} name={who} picture={call.picture} size={48} />
      <div className="min-w-0 flex-1">
        <p className="truncate font-semibold">{who}</p>
        <p className="flex items-center gap-1.5 text-small text-ink-2">
          <PhoneIncoming size={14} aria-hidden />
          {call.state === 'ringing' ? `Rings on ${phone.name}` : `Answered on ${phone.name}`}
        </p>
      </div>
      {call.state === 'ringing' && (
        <Button onClick={() => void silence()} disabled={silenced} icon={<BellOff size={16} aria-hidden />}>
          {silenced ? 'Silenced' : 'Silence'}
        </Button>
      )}
    </section>
  );
}
