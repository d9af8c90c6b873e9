/** Bubbles in their places while a thread is opened. */
export function ThreadSkeleton() {
  const widths = [44, 62, 30, 52, 70, 26, 48];
  return (
    <div aria-hidden className="flex flex-1 flex-col justify-end gap-3 overflow-hidden px-6 pb-4">
      {widths.map((width, index) => (
        <span
          key={width}
          className={`skeleton h-10 rounded-bubble ${index % 3 === 1 ? 'self-end' : 'self-start'}`}
          style={{ width: `${width}%` }}
        />
      ))}
    </div>
  );
}
