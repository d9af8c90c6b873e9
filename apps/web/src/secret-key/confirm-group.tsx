import { useState } from 'react';
import { Button } from '../design/button.tsx';
import { TextField } from '../design/text-field.tsx';
import { FormTrouble } from '../sign-in/form-trouble.tsx';
import { useSubmit } from '../sign-in/use-submit.ts';
import { sameGroup } from './same-group.ts';

/** Asks for the last group of the key: whoever can type it has the kit at hand. */
export function ConfirmGroup({
  lastGroup,
  action,
  busyWords,
  onConfirm,
  onBack,
}: {
  lastGroup: string;
  action: string;
  busyWords: string;
  onConfirm(lastGroup: string): Promise<void>;
  onBack(): void;
}) {
  const [typed, setTyped] = useState('');
  const [wrong, setWrong] = useState(false);
  const { busy, trouble, submit } = useSubmit();
  return (
    <form
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        if (sameGroup(typed, lastGroup)) submit(() => onConfirm(lastGroup));
        else setWrong(true);
      }}
    >
      <TextField
        label={`Last group of the key (${lastGroup.length} characters)`}
        value={typed}
        mono
        required
        autoFocus
        autoComplete="off"
        autoCapitalize="characters"
        spellCheck={false}
        error={wrong ? 'This is not the last group. Look at the kit again.' : null}
        onChange={(event) => {
          setWrong(false);
          setTyped(event.target.value);
        }}
      />
      <FormTrouble trouble={trouble} />
      <Button type="submit" variant="primary" wide busy={busy && busyWords}>
        {action}
      </Button>
      <Button variant="quiet" wide onClick={onBack} disabled={busy}>
        Show the key again
      </Button>
    </form>
  );
}
