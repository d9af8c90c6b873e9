import { count } from '../design/amounts.ts';

const WIDTH = 240;
const HEIGHT = 44;

/** How many in each of the last seconds, the newest at the right. The scale begins at ten, so that a few do not look like many. */
export function Sparkline({ values, label }: { values: readonly number[]; label: string }) {
  const most = Math.max(10, ...values);
  const step = WIDTH / Math.max(1, values.length - 1);
  const points = values.map(
    (value, at) => `${(at * step).toFixed(1)},${(HEIGHT - 1 - (value / most) * (HEIGHT - 4)).toFixed(1)}`,
  );
  const line = points.join(' ');
  const peak = Math.max(0, ...values);
  return (
    <svg
      role="img"
      aria-label={`${label}: most ${count(peak)}`}
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      preserveAspectRatio="none"
      className="h-11 w-full text-seal"
    >
      <polygon points={`0,${HEIGHT} ${line} ${WIDTH},${HEIGHT}`} fill="currentColor" opacity="0.12" />
      <polyline
        points={line}
        fill="none"
        stroke="currentColor"
        strokeWidth="1.5"
        strokeLinejoin="round"
        vectorEffect="non-scaling-stroke"
      />
      <line
        x1="0"
        x2={WIDTH}
        y1={HEIGHT - 0.5}
        y2={HEIGHT - 0.5}
        stroke="var(--line)"
        vectorEffect="non-scaling-stroke"
      />
    </svg>
  );
}
