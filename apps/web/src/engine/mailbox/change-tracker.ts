/** What of the mailbox changed since listeners were last told. */
export interface Changes {
  /** Conversations whose texts, state or names changed. */
  threads: ReadonlySet<string>;
  conversations: boolean;
  contacts: boolean;
  calls: boolean;
  campaigns: boolean;
  settings: boolean;
}

type Kind = Exclude<keyof Changes, 'threads'>;

const COALESCE_MS = 50;
/** While thousands of records arrive, each telling makes every list be asked for again. */
const BUSY_COALESCE_MS = 400;

/** Collects changes and tells of them at most once in 50 ms, less often while everything is being read. */
export class ChangeTracker {
  readonly #tell: (changes: Changes) => void;
  busy = false;
  #threads = new Set<string>();
  #kinds = new Set<Kind>();
  #timer: ReturnType<typeof setTimeout> | null = null;

  constructor(tell: (changes: Changes) => void) {
    this.#tell = tell;
  }

  thread(conversation: string): void {
    this.#threads.add(conversation);
    this.kind('conversations');
  }

  kind(kind: Kind): void {
    this.#kinds.add(kind);
    this.#timer ??= setTimeout(() => this.flush(), this.busy ? BUSY_COALESCE_MS : COALESCE_MS);
  }

  /** Tells at once, where a screen must not wait. */
  flush(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    if (this.#kinds.size === 0) return;
    const kinds = this.#kinds;
    const threads = this.#threads;
    this.#kinds = new Set();
    this.#threads = new Set();
    this.#tell({
      threads,
      conversations: kinds.has('conversations'),
      contacts: kinds.has('contacts'),
      calls: kinds.has('calls'),
      campaigns: kinds.has('campaigns'),
      settings: kinds.has('settings'),
    });
  }

  stop(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
  }
}
