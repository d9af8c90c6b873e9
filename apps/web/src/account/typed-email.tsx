import { useState } from 'react';
import { TextField } from '../design/text-field.tsx';

/** The account's e-mail typed once more, before something that ends it. Says what is typed and whether it is the same. */
export function TypedEmail({
  email,
  onChange,
}: {
  email: string;
  onChange(typed: string, isSame: boolean): void;
}) {
  const [typed, setTyped] = useState('');
  return (
    <TextField
      label="Type your e-mail to go on"
      type="email"
      autoComplete="off"
      value={typed}
      hint={email}
      onChange={({ target: { value } }) => {
        setTyped(value);
        onChange(value.trim(), value.trim().toLowerCase() === email.toLowerCase());
      }}
    />
  );
}
