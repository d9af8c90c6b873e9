import { Download } from 'lucide-react';
import { Button } from '../design/button.tsx';
import { ProblemNote } from '../design/problem-note.tsx';
import { saveFile, type SavedFile } from '../design/save-file.ts';
import type { DeletionView } from '../engine/erasure/deletion-view.ts';
import { StepList } from '../erasure/step-list.tsx';
import { FormTrouble } from '../sign-in/form-trouble.tsx';
import { StepFrame } from '../sign-in/step-frame.tsx';
import { useSubmit } from '../sign-in/use-submit.ts';
import { deletionSteps, deletionWords, LEFT_WORDS } from './deletion-words.ts';

/** What has become of the account that was deleted from here, and its certificate, which is nowhere but in this page. */
export function Deleted({ view, certificate }: { view: DeletionView; certificate(): Promise<SavedFile> }) {
  const { trouble, submit } = useSubmit();
  const { steps, done } = deletionSteps(view);
  const isCertified = view.server === 'certified';
  return (
    <StepFrame title="The account is deleted">
      <StepList steps={steps} done={done} />
      <p role="status" className="font-medium">
        {deletionWords(view)}
      </p>
      {view.left && <ProblemNote {...LEFT_WORDS[view.left]} />}
      {view.trouble && <ProblemNote what="The certificate does not come." trouble={view.trouble} />}
      <p className="text-small text-ink-2">
        {isCertified
          ? 'The certificate names nobody. Whoever has the file can check it at /certificate, or with “smseal verify-certificate”. It proves what the service has promised and when; it cannot prove that no other copy exists. It is in this page alone, so save it now if you want to keep it.'
          : 'You can close this page: what is under way goes on. Only the certificate would be lost, since what fetches it is in this page alone, and good for a day.'}
      </p>
      <FormTrouble trouble={trouble} />
      <div className="flex flex-wrap gap-2">
        {isCertified && (
          <Button
            variant="primary"
            icon={<Download size={16} aria-hidden />}
            onClick={() => submit(async () => saveFile(await certificate()))}
          >
            Save the certificate
          </Button>
        )}
        <Button onClick={() => location.replace('/')}>Done</Button>
      </div>
    </StepFrame>
  );
}
