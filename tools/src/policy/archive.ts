import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import {
  canonicalJson,
  classOfChanges,
  diffPolicies,
  fileOfVersion,
  type Change,
  type ChangeClass,
  type CompiledPolicy,
  type Json,
  type PolicyVersion,
  type Weight,
} from '@smseal/inventory';
import { earliestDay, faultsOfVersion, mayBeCalled } from '@smseal/policy';

/** The archive of the policy's versions: a folder with `index.json` and a file of canonical JSON for each that is published. */
export interface Archive {
  folder: string;
  versions: readonly PolicyVersion[];
}

const MEND =
  'Publish one with `npm run policy -- publish`; `npm run policy` says what has changed and when it may count.';

/** @throws Error where the index is not readable. */
export function readArchive(folder: string): Archive {
  const versions = JSON.parse(readFileSync(path.join(folder, 'index.json'), 'utf8')) as PolicyVersion[];
  return { folder, versions };
}

/** A policy's one form, and its SHA-256 in lower-case hex. */
export function canonical(policy: CompiledPolicy): { text: string; hash: string } {
  const text = canonicalJson(policy as unknown as Json);
  return { text, hash: createHash('sha256').update(text).digest('hex') };
}

/** What is wrong with the archive, and with the sources against it; empty when nothing is. */
export function faultsOfArchive(archive: Archive, sources: CompiledPolicy): string[] {
  const { versions } = archive;
  const faults = versions.flatMap((version, at) => faultsAt(archive, version, at));
  // The last one may be announced only, while the sources still are the one before.
  const known = new Set(versions.slice(-2).map(({ hash }) => hash));
  if (!known.has(null) && !known.has(canonical(sources).hash))
    faults.push(`The policy has changed since version ${versions.length}, and no version says so. ${MEND}`);
  return faults;
}

function faultsAt(archive: Archive, version: PolicyVersion, at: number): string[] {
  const before = archive.versions[at - 1] ?? null;
  const is = policyOf(archive, version);
  const was = before === null ? null : policyOf(archive, before);
  const weight = was === null || is === null ? null : classOfChanges(diffPolicies(was, is));
  const text = is === null ? '' : canonical(is).text;
  const whole = version.hash === null || (is !== null && text === textOf(archive, version));
  const named = version.hash === null || (is !== null && canonical(is).hash === version.hash);
  return [
    ...faultsOfVersion({ before, version, weight }),
    ...(whole ? [] : [`${fileOfVersion(version.number)} is not there, or is not in its one form.`]),
    ...(named ? [] : [`${fileOfVersion(version.number)} is not what its hash says.`]),
  ];
}

function textOf({ folder }: Archive, { number }: PolicyVersion): string | null {
  const file = path.join(folder, fileOfVersion(number));
  return existsSync(file) ? readFileSync(file, 'utf8') : null;
}

/** A published version as it was; null for a draft and for one whose file is not there. */
function policyOf(archive: Archive, version: PolicyVersion): CompiledPolicy | null {
  const text = version.hash === null ? null : textOf(archive, version);
  return text === null ? null : (JSON.parse(text) as CompiledPolicy);
}

/** What the sources change of the last version. */
export interface Pending {
  changes: readonly Change[];
  /** As what it has to be announced at least; `first` where nothing was published before, null where nothing has changed. */
  change: Weight | 'first' | null;
}

export function pendingOf(archive: Archive, sources: CompiledPolicy): Pending {
  const last = archive.versions.at(-1);
  if (last === undefined || last.hash === null) return { changes: [], change: 'first' };
  if (last.hash === canonical(sources).hash) return { changes: [], change: null };
  const was = policyOf(archive, last);
  if (was === null) throw new Error(`${fileOfVersion(last.number)} is not there.`);
  const changes = diffPolicies(was, sources);
  return { changes, change: classOfChanges(changes) };
}

/** How a version is announced. Days are UTC, `YYYY-MM-DD`. */
export interface Announcement {
  published: string;
  /** Unless given, the first day on which it may count. */
  effective?: string;
  /** Unless given, as grave as its changes are. */
  change?: ChangeClass;
  law?: string;
}

/**
 * Writes what the sources say into the archive as its next version; the draft of the first becomes the first.
 * @throws Error with one sentence where there is nothing to publish, or where it may not be announced like that.
 */
export function publish(
  archive: Archive,
  sources: CompiledPolicy,
  announcement: Announcement,
): PolicyVersion {
  const { change: needed } = pendingOf(archive, sources);
  if (needed === null) throw new Error('Nothing has changed since the last version.');
  const { published, law } = announcement;
  const change = law === undefined ? (announcement.change ?? needed) : 'law';
  if (needed !== 'first' && !mayBeCalled(change, needed))
    throw new Error(`The changes are ${needed}, so that the version cannot be called ${change}.`);
  const { text, hash } = canonical(sources);
  const former = archive.versions.filter((version) => version.hash !== null);
  const version: PolicyVersion = {
    number: former.length + 1,
    change,
    published,
    effective: announcement.effective ?? earliestDay(change, published),
    hash,
    ...(law === undefined ? {} : { law }),
  };
  const weight = needed === 'first' ? null : needed;
  const [fault] = faultsOfVersion({ before: former.at(-1) ?? null, version, weight });
  if (fault !== undefined) throw new Error(fault);
  writeFileSync(path.join(archive.folder, fileOfVersion(version.number)), text);
  const index = `${JSON.stringify([...former, version], null, 2)}\n`;
  writeFileSync(path.join(archive.folder, 'index.json'), index);
  return version;
}
