import type { ReactNode } from 'react';
import type { PhoneView } from '../engine/engine-api.ts';

/** Battery as a ring around a picture: seal-red when low, green while charging, faint when the phone is away. */
export function BatteryRing({
  battery,
  connected,
  size,
  children,
}: {
  battery: PhoneView['battery'];
  connected: boolean;
  size: number;
  children?: ReactNode;
}) {
  const stroke = Math.max(2.5, size / 14);
  const radius = (size - stroke) / 2;
  const around = 2 * Math.PI * radius;
  const level = battery ? Math.max(0, Math.min(100, battery.level)) : 0;
  const colour = !connected
    ? 'var(--ink-3)'
    : battery?.charging
      ? 'var(--good)'
      : level <= 15
        ? 'var(--bad)'
        : 'var(--ink-2)';
  return (
    <span className="relative inline-flex items-center justify-center" style={{ width: size, height: size }}>
      <svg width={size} height={size} className="absolute inset-0 -rotate-90" aria-hidden>
        <circle
          cx={size / 2}
          cy={size / 2}
          r={radius}
          fill="none"
          stroke="var(--line)"
          strokeWidth={stroke}
        />
        {battery && (
          <circle
            cx={size / 2}
            cy={size / 2}
            r={radius}
            fill="none"
            stroke={colour}
            strokeWidth={stroke}
            strokeLinecap="round"
            strokeDasharray={`${(around * level) / 100} ${around}`}
          />
        )}
      </svg>
      {children}
    </span>
  );
}
