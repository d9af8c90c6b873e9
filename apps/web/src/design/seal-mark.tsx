import { SEAL_PATH } from './seal-path.ts';

/** The mark: a round seal with the S-shaped fold of an envelope. Decorative unless it is given a title. */
export function SealMark({
  size = 24,
  title,
  className,
}: {
  size?: number;
  title?: string;
  className?: string;
}) {
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 24 24"
      className={className}
      fill="currentColor"
      {...(title ? { role: 'img', 'aria-label': title } : { 'aria-hidden': true })}
    >
      <path fillRule="evenodd" d={SEAL_PATH} />
    </svg>
  );
}
