import path from 'node:path';
import { CredentialsFile, newCredentials } from '../account/credentials.ts';
import { removeAccount } from '../account/remove-account.ts';
import { ThrowawayAccount } from '../account/throwaway-account.ts';
import { findChromium } from '../browser/chromium.ts';
import { readBrowser } from '../browser/read-browser.ts';
import { StoreSearch } from '../canary/store-search.ts';
import { Stores } from '../canary/stores.ts';
import { rehearseDay } from '../day/rehearse-day.ts';
import { openReader, type DatabaseReader } from '../introspect/database-reader.ts';
import { ProbeGateway } from '../gateway/probe-gateway.ts';
import { ProbePhone } from '../phone/probe-phone.ts';
import type { Offered } from '../probe/given.ts';
import { once } from '../probe/once.ts';
import type { RunOptions } from '../report/run-probes.ts';
import { tryClaims, type Results } from '../report/try-claims.ts';
import type { Site } from '../site/site.ts';
import { Stage } from '../stage/stage.ts';
import { programsOf, readRunning } from './running-system.ts';
import { takeRun } from './run-lock.ts';

/** A service that its keeper tries, on the machine that it runs on. */
export interface KeptSystem {
  /** Folder of the checkout that this release is. */
  release: string;
  origin: string;
  /** `SMSEAL_HOME` of the service. */
  home: string;
  /** Null: what the database says is not tried. */
  databaseUrl: string | null;
  /** As the service's own programs are started. */
  env: NodeJS.ProcessEnv;
}

export interface VerifyOptions extends Pick<RunOptions, 'heard' | 'only'> {
  /** Is told in one sentence what could not be set up; claims that need it stay without a result. */
  lacking?: (sentence: string) => void;
}

/**
 * Tries on a service all that is claimed of it, with made-up people of its own, who are gone afterwards; those whom a run
 * that was cut off has left are removed first.
 */
export async function verifySystem(system: KeptSystem, options: VerifyOptions = {}): Promise<Results> {
  const { home, databaseUrl } = system;
  const { lacking = () => undefined, ...runOptions } = options;
  const folder = path.join(home, 'verify');
  const giveBack = await takeRun(folder);
  const since = Date.now();
  const reader = databaseUrl === null ? null : await openReader(databaseUrl);
  const stage = await stageOf(system, folder).catch((error: unknown) => {
    lacking(sentenceOf(error));
    return null;
  });
  try {
    const offered = await offer(system, { stage, reader, since, lacking });
    const results = await tryClaims(offered, runOptions);
    if (offered.account?.isGone === true) await new CredentialsFile(folder).remove();
    return results;
  } finally {
    if (stage !== null)
      await removeLeftover(stage, folder).catch((error: unknown) => lacking(sentenceOf(error)));
    await stage?.close();
    await reader?.close();
    await giveBack();
  }
}

interface AtHand {
  stage: Stage | null;
  reader: DatabaseReader | null;
  /** When the run began, ms since 1970. */
  since: number;
  lacking: (sentence: string) => void;
}

/** All that the probes can be given here; what takes long to get is got when it is first wanted. */
async function offer(
  { release, origin, home, env }: KeptSystem,
  { stage, reader, since, lacking }: AtHand,
): Promise<Offered & { account?: ThrowawayAccount }> {
  const offered: Offered & { account?: ThrowawayAccount } = { release, home, url: { origin } };
  offered.rehearsal = once(() => rehearseDay(release));
  const running = await readRunning(home);
  if (reader !== null) offered.database = reader;
  if (running !== null) offered.processes = programsOf(running);
  if (stage === null) return offered;
  const site = (offered.url = { origin, front: stage.front });
  try {
    const account = await throwawayAccount(site, stage, path.join(home, 'verify'));
    offered.account = account;
    offered.gateway = once(() => ProbeGateway.open(account, stage));
    offered.phone = once(() => ProbePhone.open(account, stage));
    const chromium = findChromium(env);
    if (chromium !== null)
      offered.browser = once(() => readBrowser(account, { file: chromium, folder: stage.folder }));
    if (reader !== null)
      offered.stores = new Stores(account, new StoreSearch({ site, database: reader, home, since }));
  } catch (error) {
    lacking(sentenceOf(error));
  }
  return offered;
}

function stageOf({ release, databaseUrl, home, env }: KeptSystem, folder: string): Promise<Stage> {
  if (databaseUrl === null)
    throw new Error('without the database no server can be started beside the service');
  return Stage.open({
    release,
    folder: path.join(folder, 'stage'),
    env: { ...env, SMSEAL_HOME: home, SMSEAL_DATABASE_URL: databaseUrl },
  });
}

async function throwawayAccount(site: Site, stage: Stage, folder: string): Promise<ThrowawayAccount> {
  await removeLeftover(stage, folder);
  const credentials = newCredentials();
  const { mobile: spare } = newCredentials();
  await new CredentialsFile(folder).write(credentials);
  return ThrowawayAccount.signUp(site, {
    ...credentials,
    code: (after) => stage.code(credentials.mobile, after),
    spare: { mobile: spare, code: (after) => stage.code(spare, after) },
    door: stage.front,
  });
}

/** @throws Error where an account may be left that could not be deleted; the next run tries it again. */
async function removeLeftover(stage: Stage, folder: string): Promise<void> {
  const file = new CredentialsFile(folder);
  const credentials = await file.read();
  if (credentials === null) return;
  const { mobile } = credentials;
  const before = stage.codes(mobile).length;
  const gone = await removeAccount(credentials, {
    door: stage.front,
    code: () => stage.code(mobile, before),
  });
  if (!gone) throw new Error('the throw-away account of a former run could not be deleted');
  await file.remove();
}

function sentenceOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
