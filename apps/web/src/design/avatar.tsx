import { Users } from 'lucide-react';
import { avatarHue, initialsOf } from './initials.ts';
import { classNames } from './class-names.ts';

/** A person's picture, or initials on a colour that always is the same for the same id. Decorative. */
export function Avatar({
  id,
  name,
  picture,
  size = 44,
  group = false,
}: {
  id: string;
  name: string;
  picture: string | null;
  size?: number;
  group?: boolean;
}) {
  const box = { width: size, height: size };
  if (picture) {
    return (
      <img
        src={picture}
        alt=""
        width={size}
        height={size}
        draggable={false}
        className="shrink-0 rounded-full bg-sunken object-cover"
        style={box}
      />
    );
  }
  return (
    <span
      aria-hidden
      className={classNames(
        'inline-flex shrink-0 items-center justify-center rounded-full font-medium select-none',
        `avatar-${avatarHue(id)}`,
      )}
      style={{ ...box, fontSize: Math.round(size * 0.38) }}
    >
      {group ? <Users size={Math.round(size * 0.46)} /> : initialsOf(name)}
    </span>
  );
}
