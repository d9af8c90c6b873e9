/** How far a long act is. Grows by transform only. */
export function ProgressBar({ label, done, total }: { label: string; done: number; total: number }) {
  const share = total > 0 ? Math.min(1, done / total) : 0;
  return (
    <div
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={total}
      aria-valuenow={Math.min(done, total)}
      className="h-1 w-full max-w-120 overflow-hidden rounded-full bg-line"
    >
      <div
        className="h-full origin-left bg-seal transition-transform"
        style={{ transform: `scaleX(${share})` }}
      />
    </div>
  );
}
