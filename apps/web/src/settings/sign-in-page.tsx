import type { PasskeyView, SessionListEntry, SessionView } from '@smseal/protocol';
import { KeyRound, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { request } from '../account/request.ts';
import { Button } from '../design/button.tsx';
import { ConfirmDialog, Dialog } from '../design/dialog.tsx';
import { IconButton } from '../design/icon-button.tsx';
import { Section } from '../design/section.tsx';
import { say } from '../design/toast.ts';
import { ago, dayAgo, fullTime, listDate } from '../design/times.ts';
import { useNow } from '../design/use-now.ts';
import { deviceName } from '../device/device-name.ts';
import { useAct } from '../frame/engine-context.tsx';
import { FormTrouble } from '../sign-in/form-trouble.tsx';
import { addPasskey, passkeysWork } from '../sign-in/passkey.ts';
import { PasswordField } from '../sign-in/password-field.tsx';
import { useSubmit } from '../sign-in/use-submit.ts';
import { Loaded } from '../account/loaded.tsx';
import { useAccount } from '../account/use-account.ts';
import { AccountDetails } from './account-details.tsx';

/** Who the account belongs to, how one signs in, and where one is signed in. */
export function SignInPage() {
  const [session, again] = useAccount<SessionView>('/v1/session');
  return (
    <>
      <Section title="Account">
        <Loaded answer={session} again={again} what="Your account could not be shown.">
          {(view) => <AccountDetails view={view} onChanged={again} />}
        </Loaded>
      </Section>
      <Passkeys onChanged={again} />
      <Section title="Password">
        <Loaded answer={session} again={again} what="This could not be shown.">
          {(view) => <PasswordPart has={view.hasPassword} onChanged={again} />}
        </Loaded>
      </Section>
      <Sessions />
    </>
  );
}

function Passkeys({ onChanged }: { onChanged(): void }) {
  const now = useNow();
  const [answer, again] = useAccount<PasskeyView[]>('/v1/passkeys');
  const [removing, setRemoving] = useState<PasskeyView | null>(null);
  const { busy, trouble, submit } = useSubmit();
  const act = useAct();
  const changed = () => {
    again();
    onChanged();
  };
  return (
    <Section title="Passkeys" intro="Kept by your devices, opened by finger, face or PIN.">
      <Loaded answer={answer} again={again} what="Your passkeys could not be shown.">
        {(passkeys) => (
          <ul className="flex flex-col divide-y divide-line rounded-card border border-line bg-raised empty:hidden">
            {passkeys.map((passkey) => (
              <li key={passkey.id} className="flex items-center gap-3 py-2 pr-2 pl-4">
                <KeyRound size={18} className="text-ink-3" aria-hidden />
                <span className="min-w-0 flex-1">
                  <span className="block truncate font-medium">{passkey.name}</span>
                  <span className="block text-small text-ink-2">Added {dayAgo(passkey.added, now)}</span>
                </span>
                <IconButton label={`Remove ${passkey.name}`} side="left" onClick={() => setRemoving(passkey)}>
                  <Trash2 size={18} />
                </IconButton>
              </li>
            ))}
          </ul>
        )}
      </Loaded>
      <FormTrouble trouble={trouble} />
      {passkeysWork() && (
        <div>
          <Button
            busy={busy && 'Your browser asks you…'}
            onClick={() =>
              submit(async () => {
                await addPasskey(deviceName(navigator.userAgent));
                changed();
              })
            }
          >
            Add a passkey
          </Button>
        </div>
      )}
      <ConfirmDialog
        open={removing !== null}
        onClose={() => setRemoving(null)}
        title={`Remove the passkey ${removing?.name ?? ''}?`}
        action="Remove passkey"
        dangerous
        onConfirm={async () => {
          if (!removing) return;
          await act('The passkey was not removed.', () => request('DELETE', `/v1/passkeys/${removing.id}`));
          setRemoving(null);
          changed();
        }}
      >
        <p>Nobody can sign in with it any more. Delete it on the device that keeps it, too.</p>
      </ConfirmDialog>
    </Section>
  );
}

function PasswordPart({ has, onChanged }: { has: boolean; onChanged(): void }) {
  const [open, setOpen] = useState(false);
  return (
    <div className="flex flex-wrap items-center justify-between gap-3">
      <p className="text-ink-2">
        {has ? 'A password is set.' : 'No password is set. You sign in with a passkey.'}
      </p>
      <Button onClick={() => setOpen(true)}>{has ? 'Change the password' : 'Set a password'}</Button>
      {open && (
        <PasswordDialog
          has={has}
          onClose={() => setOpen(false)}
          onChanged={() => {
            setOpen(false);
            onChanged();
          }}
        />
      )}
    </div>
  );
}

function PasswordDialog({ has, onClose, onChanged }: { has: boolean; onClose(): void; onChanged(): void }) {
  const [current, setCurrent] = useState('');
  const [password, setPassword] = useState('');
  const { busy, trouble, submit } = useSubmit();
  return (
    <Dialog open onClose={onClose} title={has ? 'Change the password' : 'Set a password'}>
      <form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          submit(async () => {
            await request('POST', '/v1/password', has ? { password, current } : { password });
            say({
              text: has ? 'The password is changed. All other sessions ended.' : 'The password is set.',
            });
            onChanged();
          });
        }}
      >
        {has && (
          <PasswordField
            label="Present password"
            value={current}
            isNew={false}
            autoFocus
            onChange={setCurrent}
          />
        )}
        <PasswordField label="New password" value={password} isNew autoFocus={!has} onChange={setPassword} />
        <FormTrouble trouble={trouble} />
        <Button type="submit" variant="primary" busy={busy && 'Setting the password…'}>
          Set this password
        </Button>
      </form>
    </Dialog>
  );
}

function Sessions() {
  const [answer, again] = useAccount<SessionListEntry[]>('/v1/sessions');
  const now = useNow();
  const act = useAct();
  const end = async (session: SessionListEntry) => {
    await act('The session was not ended.', () => request('DELETE', `/v1/sessions/${session.id}`));
    again();
  };
  return (
    <Section
      title="Sessions"
      intro="Where your account is signed in. A session opens account settings, not texts: those need a device. No address and no browser name is kept with it."
    >
      <Loaded answer={answer} again={again} what="Your sessions could not be shown.">
        {(sessions) => (
          <ul className="flex flex-col divide-y divide-line rounded-card border border-line bg-raised">
            {sessions.map((session) => (
              <li key={session.id} className="flex min-h-14 items-center gap-3 px-4 py-2">
                <span className="flex-1">
                  <span className="block font-medium">
                    {session.current ? 'This session' : `Started ${listDate(session.started, now)}`}
                  </span>
                  <span className="block text-small text-ink-2" title={fullTime(session.lastUsed)}>
                    Last used {ago(session.lastUsed, now)}
                  </span>
                </span>
                {!session.current && (
                  <Button variant="danger" onClick={() => void end(session)}>
                    End it
                  </Button>
                )}
              </li>
            ))}
          </ul>
        )}
      </Loaded>
    </Section>
  );
}
