import { KeyRound, MessageSquareText, MonitorSmartphone } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import { useIsOpen } from '../account/use-is-open.ts';
import { Button } from '../design/button.tsx';
import { deviceName } from '../device/device-name.ts';
import { useAct, useEngine } from '../frame/engine-context.tsx';
import { StepFrame } from '../sign-in/step-frame.tsx';
import { LostBoth } from './lost-both.tsx';
import { OpenByCode } from './open-by-code.tsx';
import { LinkThisBrowser } from './link-this-browser.tsx';
import { Recover } from './recover.tsx';

/** Signed in, but this browser holds no keys: link it from another device, or type the secret key, or a code if the account is open. */
export function NeedsDevice() {
  const engine = useEngine();
  const act = useAct();
  const isOpen = useIsOpen();
  const [way, setWay] = useState<'choose' | 'link' | 'code' | 'recover' | 'lost'>('choose');
  const name = deviceName(navigator.userAgent);
  if (way === 'link') return <LinkThisBrowser name={name} onBack={() => setWay('choose')} />;
  if (way === 'recover') return <Recover name={name} onBack={() => setWay('choose')} />;
  if (way === 'code') return <OpenByCode name={name} onBack={() => setWay('choose')} />;
  if (way === 'lost') return <LostBoth onBack={() => setWay('choose')} />;
  return (
    <StepFrame
      title="Open your texts here"
      footer={
        <div className="flex flex-col gap-1">
          {!isOpen && (
            <Button variant="quiet" wide onClick={() => setWay('lost')}>
              I have neither
            </Button>
          )}
          <Button
            variant="quiet"
            wide
            onClick={() => void act('You were not signed out.', () => engine.signOut())}
          >
            Sign out
          </Button>
        </div>
      }
    >
      <p className="text-ink-2">
        You are signed in. This browser has no key yet, so it cannot open anything of yours.
      </p>
      <div className="flex flex-col gap-3">
        {isOpen && (
          <Way
            icon={<MessageSquareText size={24} aria-hidden />}
            title="Get a code by text"
            onClick={() => setWay('code')}
          >
            Your account is open: a code to your number is enough.
          </Way>
        )}
        <Way
          icon={<MonitorSmartphone size={24} aria-hidden />}
          title="Link it with another device"
          onClick={() => setWay('link')}
        >
          Six digits appear here. Type them on your phone or on a browser that is linked.
        </Way>
        {!isOpen && (
          <Way
            icon={<KeyRound size={24} aria-hidden />}
            title="Type the secret key"
            onClick={() => setWay('recover')}
          >
            For when no linked device is left. Take your kit.
          </Way>
        )}
      </div>
    </StepFrame>
  );
}

function Way({
  icon,
  title,
  children,
  onClick,
}: {
  icon: ReactNode;
  title: string;
  children: ReactNode;
  onClick(): void;
}) {
  return (
    <button
      type="button"
      onClick={onClick}
      className="flex items-start gap-4 rounded-card border border-edge bg-raised p-4 text-left hover:bg-sunken"
    >
      <span className="mt-0.5 text-seal">{icon}</span>
      <span>
        <span className="block font-semibold">{title}</span>
        <span className="block text-ink-2">{children}</span>
      </span>
    </button>
  );
}
