/** Stops a program when the supervisor or a person says so, once. */
export function stopWhenAsked(stop: () => Promise<void>): void {
  let stopping = false;
  const once = (): void => {
    if (stopping) return;
    stopping = true;
    void stop().then(() => process.exit(0));
  };
  process.once('SIGTERM', once);
  process.once('SIGINT', once);
  if (process.env['SMSEAL_SUPERVISED'] === '1') process.stdin.resume().once('end', once).once('close', once);
}
