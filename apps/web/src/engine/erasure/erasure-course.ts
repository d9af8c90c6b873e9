import { getErasure, pause, postErasure, postErasureSearch, Unreachable } from '@smseal/client';
import { CodedError, type ErasureView } from '@smseal/protocol';
import { SealError, signSearch } from '@smseal/seal';
import { EngineError } from '../engine-error.ts';
import type { KeptErasure, KeptErasures, KeptPart } from './kept-erasures.ts';
import { lookFor, type LookForOptions } from './look-for.ts';
import { planParts } from './plan-parts.ts';

export interface ErasureCourseOptions extends LookForOptions {
  kept: KeptErasures;
  /** Reads what the server has done. */
  catchUp: () => Promise<void>;
  /** Something of the erasure changed. */
  tell: () => void;
}

/** How often a batch that changed meanwhile is sealed anew, and what came back is erased again. */
const MOST_TRIES = 5;
/** Waits between two looks whether the certificate is there. */
const LOOKS_MS = [200, 500, 1_000, 2_000, 5_000, 10_000, 30_000];

/**
 * Carries one erasure on: posts its plans, drops what this browser has of it, looks for what may be left, says so, and fetches
 * the certificates. Each step is kept before the next, so that it goes on from there in another tab.
 * @throws the signal's reason; Unreachable where the server is away. Anything else that stands in the way is noted in the erasure.
 */
export async function carryOn(options: ErasureCourseOptions, erasure: KeptErasure): Promise<void> {
  const course = new Course(options, erasure);
  try {
    erasure.trouble = null;
    await course.run();
  } catch (error) {
    if (options.signal.aborted || error instanceof Unreachable) throw error;
    erasure.trouble = troubleOf(error);
    await course.keep();
  }
}

function troubleOf(error: unknown): { code: string; sentence: string } {
  if (error instanceof EngineError) return { code: error.code, sentence: error.message };
  if (error instanceof CodedError) return { code: error.code, sentence: error.message };
  if (error instanceof SealError) {
    const sentence = 'A batch could not be opened or sealed by this browser; try from another device.';
    return { code: error.code, sentence };
  }
  return { code: 'internal', sentence: error instanceof Error ? error.message : String(error) };
}

class Course {
  readonly #options: ErasureCourseOptions;
  readonly #erasure: KeptErasure;

  constructor(options: ErasureCourseOptions, erasure: KeptErasure) {
    this.#options = options;
    this.#erasure = erasure;
  }

  async run(): Promise<void> {
    for (let tries = 0; ; tries++) {
      await this.#postAll();
      if (this.#parts('posted').length === 0) break;
      const sought = await this.#look(tries);
      if (sought === null) continue;
      for (const part of this.#parts('posted')) await this.#tellSearch(part, sought);
    }
    for (const part of this.#parts('searched')) await this.#fetchCertificate(part);
  }

  async keep(): Promise<void> {
    await this.#options.kept.keep(this.#erasure);
    this.#options.tell();
  }

  #parts(state: KeptPart['state']): KeptPart[] {
    return this.#erasure.parts.filter((part) => part.state === state);
  }

  async #postAll(): Promise<void> {
    for (let tries = 0; this.#parts('planned').length > 0; tries++) {
      for (const part of this.#parts('planned')) {
        try {
          await this.#post(part);
        } catch (error) {
          if (!(error instanceof CodedError) || error.code !== 'erasure-outdated' || tries === MOST_TRIES)
            throw error;
          await this.#planAnew(part);
        }
      }
    }
    this.#drop();
    await this.#options.catchUp();
  }

  async #post(part: KeptPart): Promise<void> {
    const { api, signal } = this.#options;
    const { plan, signature, batches } = part;
    const how = { signal, retry: 'until-aborted' as const };
    const { nonce } = await postErasure(api, { plan, signature, batches }, how);
    Object.assign(part, { state: 'posted', nonce, batches: [] } satisfies Partial<KeptPart>);
    await this.keep();
  }

  /** A batch is another one than when it was sealed anew: another device may have erased, or a report came. */
  async #planAnew(part: KeptPart): Promise<void> {
    const { kind, parts, waits } = this.#erasure;
    const { records, texts } = part;
    const anew = await planParts(this.#options, { kind, records, texts });
    parts.splice(parts.indexOf(part), 1, ...anew.parts);
    waits.push(...anew.waits);
    await this.keep();
  }

  /** What the server was told to erase goes here at once; the feed says it again. */
  #drop(): void {
    const { store } = this.#options;
    const records = this.#erasure.parts.flatMap((part) => (part.state === 'planned' ? [] : part.records));
    for (const [kind, some] of Map.groupBy(records, (record) => record.kind)) {
      const here = some.filter(({ id }) => store.versionSeen(kind, id) !== undefined);
      store.deleted(
        kind,
        here.map(({ id }) => id),
      );
    }
  }

  /**
   * How many things were looked for and not found; null where something was, so that there is more to be erased.
   * @throws EngineError `erasure-left-over`.
   */
  async #look(tries: number): Promise<number | null> {
    const { parts, kind } = this.#erasure;
    const { sought, here, there } = await lookFor(this.#options, parts);
    if (here === 0 && there.records.length === 0 && there.texts === 0) return sought;
    if (tries === MOST_TRIES) {
      const place = here > 0 ? 'in this browser' : 'at the server';
      throw new EngineError('erasure-left-over', `Something of it is still ${place}; try again.`);
    }
    if (there.records.length === 0) return null;
    // Another device has written some of it again meanwhile, the state of a conversation perhaps.
    const { parts: more } = await planParts(this.#options, { kind, records: there.records, texts: [] });
    parts.push(...more);
    await this.keep();
    return null;
  }

  async #tellSearch(part: KeptPart, sought: number): Promise<void> {
    const { api, membership, signal } = this.#options;
    const { keys } = membership.identity;
    const at = new Date(api.clock.corrected()).toISOString();
    const { id, digest: plan } = part;
    const search = await signSearch({ v: 1, id, device: keys.id, plan, at, sought, found: 0 }, keys);
    try {
      await postErasureSearch(api, { erasure: id, search }, { signal, retry: 'until-aborted' });
    } catch (error) {
      // It was issued without, because this browser was away for too long.
      if (!(error instanceof CodedError) || error.code !== 'erasure-conflict') throw error;
    }
    part.state = 'searched';
    await this.keep();
  }

  async #fetchCertificate(part: KeptPart): Promise<void> {
    const view = await this.#certified(part.id);
    if (view === null) return;
    Object.assign(part, {
      state: 'certified',
      certificate: view.certificate,
      nonce: view.nonce,
    } satisfies Partial<KeptPart>);
    await this.keep();
  }

  /** Null while the server is not through; it is asked again another time. */
  async #certified(id: string): Promise<ErasureView | null> {
    const { api, signal } = this.#options;
    for (const wait of [0, ...LOOKS_MS]) {
      await pause(wait, signal);
      const view = await getErasure(api, id, { signal });
      if (view.certificate !== null) return view;
    }
    return null;
  }
}
