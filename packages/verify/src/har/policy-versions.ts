import { createHash } from 'node:crypto';
import {
  canonicalJson,
  classOfChanges,
  compilePolicy,
  diffPolicies,
  REVIEW,
  VERSIONS,
  type CompiledPolicy,
  type Json,
  type PolicyVersion,
} from '@smseal/inventory';
import { faultsOfVersion } from '@smseal/policy';
import { red, verdict, type Outcome } from '../probe/outcome.ts';
import { plainText } from '../site/plain-text.ts';
import { ask, textOf, type Site } from '../site/site.ts';

const LIST = '/privacy/versions';
/** Whoever disagrees takes everything along and leaves. */
const WAYS_OUT = ['/settings/export', '/settings/delete'] as const;

/** A version as the site serves it. */
interface Served {
  version: PolicyVersion;
  hash: string;
  policy: CompiledPolicy;
}

/** Each version is there whole, dated and under its digest; what it changed is what follows from it and the one before. */
export async function policyVersions(site: Site): Promise<Outcome> {
  const list = await ask(site, { path: LIST });
  if (list.status !== 200) return red(`${LIST} answers ${list.status}`);
  const page = textOf(list);
  const served: Served[] = [];
  const faults: string[] = [];
  for (const version of VERSIONS) {
    const found = await read(site, version);
    if (typeof found === 'string') return red(found);
    const before = served.at(-1) ?? null;
    faults.push(
      ...faultsOfItem(page, found),
      ...faultsOfChanges(page, before, found),
      ...(await faultsOfPage(site, found)),
      ...faultsOfDates(before, found),
    );
    served.push(found);
  }
  faults.push(...(await faultsOfPolicy(site, served)));
  for (const way of WAYS_OUT)
    if (!page.includes(`href="${way}"`)) faults.push(`${LIST} does not lead to ${way}`);
  for (const day of [REVIEW.last, REVIEW.next])
    if (!page.includes(`datetime="${day}"`)) faults.push(`${LIST} does not say of the review of ${day}`);
  const digests = served.map(({ version: { number }, hash }) => `${number} is ${hash.slice(0, 16)}`);
  return verdict(faults, `${served.length} versions, each whole and dated: ${digests.join(', ')}`);
}

/** @returns a fault where it is not there. */
async function read(site: Site, version: PolicyVersion): Promise<Served | string> {
  const path = `${LIST}/${version.number}.json`;
  const answer = await ask(site, { path });
  if (answer.status !== 200) return `${path} answers ${answer.status}`;
  const hash = createHash('sha256').update(answer.octets).digest('hex');
  // A draft is what the sources say.
  const named = version.hash ?? sha256(canonicalJson(compilePolicy() as unknown as Json));
  if (hash !== named) return `${path} is not the version that this release has`;
  return { version, hash, policy: JSON.parse(textOf(answer)) as CompiledPolicy };
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

function faultsOfItem(page: string, { version, hash }: Served): string[] {
  const { number, published, effective } = version;
  const item = page
    .split(/(?=<li id="version-)/)
    .find((part) => part.startsWith(`<li id="version-${number}"`));
  if (item === undefined) return [`${LIST} leaves out version ${number}`];
  const needed = [hash, `datetime="${published}"`, `datetime="${effective}"`, `href="${LIST}/${number}"`];
  return needed
    .filter((words) => !item.includes(words))
    .map((words) => `${LIST} does not say ${words} of version ${number}`);
}

/** The log, against what is computed here from the two versions that are served. */
function faultsOfChanges(page: string, before: Served | null, { version, policy }: Served): string[] {
  const { number } = version;
  const log = page.split(/(?=id="changes-)/).find((part) => part.startsWith(`id="changes-${number}"`));
  if (log === undefined) return [`${LIST} does not say what version ${number} changed`];
  const shown = [...log.matchAll(/<li class="\w+">([^]*?)<\/li>/g)].map(([, one = '']) => plainText(one));
  const changes = before === null ? [] : diffPolicies(before.policy, policy);
  const computed = changes.map(({ what, says }) => plainText(`${what} ${says}`));
  return [
    ...computed
      .filter((one) => !shown.includes(one))
      .map((one) => `${LIST} does not say that version ${number} changed “${one}”`),
    ...shown
      .filter((one) => !computed.includes(one))
      .map((one) => `${LIST} says that version ${number} changed “${one}”`),
  ];
}

/** A version's own page has all that is held and said in it. */
async function faultsOfPage(site: Site, { version, hash, policy }: Served): Promise<string[]> {
  const path = `${LIST}/${version.number}`;
  const answer = await ask(site, { path });
  if (answer.status !== 200) return [`${path} answers ${answer.status}`];
  const page = textOf(answer);
  const words = plainText(page);
  const named = new Set([...page.matchAll(/<code>([^<]*)<\/code>/g)].map(([, name = '']) => plainText(name)));
  const lacking = [
    ...Object.values(policy.held).flatMap(({ name }) => (named.has(name) ? [] : [name])),
    ...Object.entries(policy.claims)
      .filter(([, { text }]) => !words.includes(text))
      .map(([id]) => id),
    ...[hash].filter((digest) => !page.includes(digest)),
  ];
  return lacking.slice(0, 3).map((what) => `${path} leaves out ${what}`);
}

function faultsOfDates(before: Served | null, { version, policy }: Served): string[] {
  const weight = before === null ? null : classOfChanges(diffPolicies(before.policy, policy));
  return faultsOfVersion({ before: before?.version ?? null, version, weight });
}

/** The policy names the version that this release keeps to, and leads to them all. */
async function faultsOfPolicy(site: Site, served: readonly Served[]): Promise<string[]> {
  const own = sha256(canonicalJson(compilePolicy() as unknown as Json));
  const inForce = served.findLast(({ hash }) => hash === own);
  if (inForce === undefined) return ['no version is what this release does'];
  const note = /<p class="version">[^]*?<\/p>/.exec(textOf(await ask(site, { path: '/privacy' })))?.[0] ?? '';
  const { number, effective } = inForce.version;
  const announced = served.filter(({ version }) => version.number > number).map(({ version }) => version);
  return [
    ...(plainText(note).startsWith(`Version ${number},`)
      ? []
      : [`/privacy does not say that it is version ${number}`]),
    ...[effective, ...announced.map((version) => version.effective)]
      .filter((day) => !note.includes(`datetime="${day}"`))
      .map((day) => `/privacy does not say ${day}`),
    ...(note.includes(`href="${LIST}"`) ? [] : [`/privacy does not lead to ${LIST}`]),
  ];
}
