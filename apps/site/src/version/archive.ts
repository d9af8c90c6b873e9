import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  canonicalJson,
  fileOfVersion,
  VERSIONS,
  type CompiledPolicy,
  type Json,
  type PolicyVersion,
} from '@smseal/inventory';

/** A version with all that it says. */
export interface ArchivedVersion extends PolicyVersion {
  policy: CompiledPolicy;
  /** Its canonical JSON. */
  text: string;
  /** SHA-256 of that, lower-case hex. */
  hash: string;
  isDraft: boolean;
  /** What it is to the software that shows it, which keeps to exactly one. */
  state: 'in force' | 'announced' | 'former';
}

/** Folder of the archive of this checkout. */
export const ARCHIVE = path.dirname(
  fileURLToPath(import.meta.resolve('@smseal/inventory/versions/index.json')),
);

/** What archives are read with. */
export interface Sources {
  /** What the software that shows it keeps to. */
  policy: CompiledPolicy;
  versions?: readonly PolicyVersion[];
  folder?: string;
}

/**
 * All versions, each whole, in their order.
 * @throws Error where the software keeps to none of them, or a file is not what its hash says.
 */
export function readVersions({ policy, versions = VERSIONS, folder = ARCHIVE }: Sources): ArchivedVersion[] {
  const own = canonicalJson(policy as unknown as Json);
  const read = versions.map((version) => {
    const text =
      version.hash === null ? own : readFileSync(path.join(folder, fileOfVersion(version.number)), 'utf8');
    const hash = sha256(text);
    if (version.hash !== null && version.hash !== hash)
      throw new Error(`${fileOfVersion(version.number)} is not what its hash says.`);
    // What the sources say keeps the order of its own lists.
    const said = text === own ? policy : (JSON.parse(text) as CompiledPolicy);
    return { ...version, policy: said, text, hash, isDraft: version.hash === null };
  });
  const inForce = read.findLast(({ text }) => text === own);
  if (inForce === undefined)
    throw new Error('The policy of the sources is no version of the archive; `npm run policy` says why.');
  return read.map((version) => ({ ...version, state: stateOf(version.number, inForce.number) }));
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

function stateOf(number: number, inForce: number): ArchivedVersion['state'] {
  if (number === inForce) return 'in force';
  return number > inForce ? 'announced' : 'former';
}

/** The version that the software keeps to. @throws Error where there is none. */
export function inForce(versions: readonly ArchivedVersion[]): ArchivedVersion {
  const found = versions.find(({ state }) => state === 'in force');
  if (found === undefined) throw new Error('No version is in force.');
  return found;
}
