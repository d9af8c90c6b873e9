/**
 * The policy as plain data: what a version of it is a version of. Ids are strings here, because a version says what was held
 * and promised then, whatever the sources say today.
 */
export interface CompiledPolicy {
  /** Of this form. */
  v: 1;
  /** What data may serve, by id. */
  aims: Named;
  categories: Named;
  places: Readonly<Record<string, { title: string; held: string }>>;
  /** Who can read a value, by protection. */
  protections: Named;
  recipients: Readonly<Record<string, CompiledRecipient>>;
  retentions: Readonly<Record<string, CompiledRetention>>;
  /** Whose data it can be. */
  subjects: Named;
  /** Everything held, by place and name with a blank between. */
  held: Readonly<Record<string, HeldThing>>;
  /** Kinds of sealed records. */
  kinds: Readonly<Record<string, CompiledKind>>;
  claims: Readonly<Record<string, CompiledClaim>>;
  resolutions: Readonly<Record<string, { conflict: string; instead: string }>>;
  /** Laws on requests. */
  regimes: Readonly<Record<string, CompiledRegime>>;
  /** Within what every request is answered: the earliest counts. */
  promise: readonly CompiledTerm[];
}

type Named = Readonly<Record<string, string>>;

export interface HeldThing {
  place: string;
  name: string;
  holds: string;
  purpose: string;
  aim: string;
  necessity: string;
  protection: string;
  category: string;
  retention: string;
  rights: { access: string; rectify: string; erase: string };
  recipients: readonly string[];
  subjects: readonly string[];
  atRest?: string;
  when?: string;
}

export interface CompiledRecipient {
  title: string;
  gets: string;
  by: string;
}

export interface CompiledRetention {
  sentence: string;
  /** The most days that something can be kept under it; null where that hangs on its owner. */
  longestDays: number | null;
}

export interface CompiledKind {
  title: string;
  clear: Named;
  sealed: string;
  expiresBy: string;
  retention: string;
  small: boolean;
}

export interface CompiledClaim {
  text: string;
  kind: string;
  /** What it stands on. */
  ground: string;
  resolution?: string;
}

export interface CompiledTerm {
  days?: number;
  workingDays?: number;
  months?: number;
}

export interface CompiledRegime {
  title: string;
  law: string;
  answer: CompiledTerm;
  longer: CompiledTerm | null;
  confirmed: CompiledTerm | null;
  sooner: Readonly<Record<string, CompiledTerm>>;
  rights: Named;
}
