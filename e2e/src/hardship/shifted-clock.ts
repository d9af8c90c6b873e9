/** Preloaded into a program (`node --import`): its clock is off by `SMSEAL_TEST_CLOCK_MS`. */
const shift = Number(process.env['SMSEAL_TEST_CLOCK_MS'] ?? 0);
const RealDate = Date;
const now = (): number => RealDate.now() + shift;

/** `new Date()` and `Date.now()` are shifted; a date that is given stays what it is. */
globalThis.Date = new Proxy(RealDate, {
  construct: (target, given: unknown[], made) =>
    Reflect.construct(target, given.length === 0 ? [now()] : given, made) as Date,
  get: (target, name, receiver) => (name === 'now' ? now : (Reflect.get(target, name, receiver) as unknown)),
});
