import { patched, type Behaviour, type BehaviourPatch } from './behaviour.ts';
import { PRESETS, type PresetName } from './presets.ts';

/** Numbers that are broken, by their last four digits: the same ones as for texts from the handset. */
const ENDINGS: Readonly<Record<string, BehaviourPatch>> = {
  '0190': { refused: 1 },
  '0191': { refusedForNow: 1 },
  '0192': { outcomes: { never: 1 } },
  '0193': { unanswered: 1, outcomes: { never: 1 } },
  '0194': { outcomes: { failed: 1 } },
  '0195': { outcomes: { delivered: 1 }, replies: { stop: 0, help: 0, question: 0, thanks: 0 } },
};

/** What holds for the whole carrier, and what is otherwise for single numbers. */
export class BehaviourBook {
  #name: PresetName | null = null;
  #whole: Behaviour;
  readonly #patches = new Map<string, BehaviourPatch>();
  readonly #own = new Map<string, Behaviour>();
  #endings = new Map<string, Behaviour>();

  constructor(given: PresetName | BehaviourPatch) {
    this.#whole = PRESETS.life;
    this.set(given);
  }

  /** The preset; null once something of it was changed. */
  get name(): PresetName | null {
    return this.#name;
  }

  get whole(): Behaviour {
    return this.#whole;
  }

  /** Takes a preset, or changes what there is. */
  set(given: PresetName | BehaviourPatch): void {
    this.#name = typeof given === 'string' ? given : null;
    this.#whole = typeof given === 'string' ? PRESETS[given] : patched(this.#whole, given);
    this.#endings = new Map(
      Object.entries(ENDINGS).map(([ending, patch]) => [ending, patched(this.#whole, patch)]),
    );
    for (const [number, patch] of this.#patches) this.#own.set(number, patched(this.#whole, patch));
  }

  /** Makes a number different from the others; null makes it like them again. */
  setFor(number: string, patch: BehaviourPatch | null): void {
    if (patch === null) {
      this.#patches.delete(number);
      this.#own.delete(number);
      return;
    }
    const both = { ...this.#patches.get(number), ...patch };
    this.#patches.set(number, both);
    this.#own.set(number, patched(this.#whole, both));
  }

  of(number: string): Behaviour {
    const own = this.#own.size > 0 ? this.#own.get(number) : undefined;
    if (own !== undefined) return own;
    return (this.#whole.endings ? this.#endings.get(number.slice(-4)) : undefined) ?? this.#whole;
  }
}
