const environment = (globalThis as { process?: { env: Record<string, string | undefined> } }).process?.env;

/** Seed of every property here; fast-check prints it with a failure. `SMSEAL_TEST_SEED=… node --test …` replays. */
export const seed = Number(environment?.['SMSEAL_TEST_SEED'] ?? 20261122);
