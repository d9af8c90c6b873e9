const precise = new Intl.DateTimeFormat(undefined, {
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  fractionalSecondDigits: 3,
  hourCycle: 'h23',
});

/** `14:03:27.125`: what happened within one second stays in its order to the eye. */
export function preciseTime(at: string): string {
  return precise.format(new Date(at));
}
