import type { SessionView } from '@smseal/protocol';
import { useState } from 'react';
import { DeleteAccountForm, SealedCopyLink, WhatGoes } from '../account/delete-account.tsx';
import { Deleted } from '../account/deleted.tsx';
import { request } from '../account/request.ts';
import { Button } from '../design/button.tsx';
import type { SavedFile } from '../design/save-file.ts';
import { stampTime } from '../design/times.ts';
import type { DeletionView } from '../engine/erasure/deletion-view.ts';
import { FormTrouble } from './form-trouble.tsx';
import { StepFrame } from './step-frame.tsx';
import { useSubmit } from './use-submit.ts';

/** For who has signed in to an account that is closed: wake it, leave it, or end it now. Nothing happens unasked. */
export function WakeAccount({
  session,
  until,
  onWoken,
  onLeft,
}: {
  session: SessionView;
  until: string;
  onWoken(): void;
  onLeft(): void;
}) {
  const [ending, setEnding] = useState(false);
  const wake = useSubmit();
  const leave = useSubmit();
  const [deletion, setDeletion] = useState<DeletionView | null>(null);
  const [certificate, setCertificate] = useState<(() => Promise<SavedFile>) | null>(null);
  const end = async (typed: string) => {
    const { deleteClosed } = await import('./delete-closed.ts');
    const made = await deleteClosed(typed, setDeletion);
    setCertificate(() => made);
  };
  if (deletion && certificate) return <Deleted view={deletion} certificate={certificate} />;
  if (ending)
    return (
      <StepFrame title="Delete the account now">
        <WhatGoes />
        <div>
          <SealedCopyLink />
        </div>
        <DeleteAccountForm email={session.email} onDelete={end} />
        <Button variant="quiet" wide onClick={() => setEnding(false)}>
          Back
        </Button>
      </StepFrame>
    );
  return (
    <StepFrame
      title="Your account is closed"
      footer={
        <div className="flex flex-col gap-1">
          <FormTrouble trouble={leave.trouble} />
          <Button
            variant="quiet"
            wide
            busy={leave.busy && 'Signing out…'}
            onClick={() =>
              leave.submit(async () => {
                await request('POST', '/v1/sign-out');
                onLeft();
              })
            }
          >
            Leave it closed
          </Button>
          <Button variant="quiet" wide onClick={() => setEnding(true)}>
            Delete it now
          </Button>
        </div>
      }
    >
      <p className="text-ink-2">
        Until <strong className="font-medium text-ink">{stampTime(until)}</strong> you can wake it. After that
        it is erased with everything in it.
      </p>
      <p className="text-ink-2">
        Once it is awake, your devices are let in again and go on by themselves. Texts whose time was over did
        not leave.
      </p>
      <FormTrouble trouble={wake.trouble} />
      <Button
        variant="primary"
        wide
        busy={wake.busy && 'Waking the account…'}
        onClick={() =>
          wake.submit(async () => {
            await request('POST', '/v1/account/wake');
            onWoken();
          })
        }
      >
        Wake the account
      </Button>
    </StepFrame>
  );
}
