import { OTPField } from '@base-ui/react/otp-field';
import { useId } from 'react';
import { classNames } from '../design/class-names.ts';

const DIGITS = 6;
const PLACES = ['First', 'Second', 'Third', 'Fourth', 'Fifth', 'Sixth'];

/** Six large boxes that take the digits which the new device shows. */
export function DigitBoxes({
  value,
  wrong,
  disabled,
  onChange,
  onComplete,
}: {
  value: string;
  wrong: boolean;
  disabled: boolean;
  onChange(digits: string): void;
  onComplete(digits: string): void;
}) {
  const id = useId();
  return (
    <div className="flex flex-col gap-2">
      <label htmlFor={id} className="font-medium">
        Six digits on the new device
      </label>
      <OTPField.Root
        length={DIGITS}
        value={value}
        disabled={disabled}
        autoComplete="off"
        id={id}
        onValueChange={onChange}
        onValueComplete={onComplete}
        className="flex justify-between gap-1.5"
      >
        {PLACES.map((place, index) => (
          <OTPField.Input
            key={place}
            autoFocus={index === 0}
            aria-label={index === 0 ? undefined : `${place} digit`}
            className={classNames(
              'tabular h-16 w-full min-w-0 rounded-card border bg-raised text-center font-mono text-display ring-inside',
              wrong ? 'border-bad' : 'border-edge',
            )}
          />
        ))}
      </OTPField.Root>
    </div>
  );
}
