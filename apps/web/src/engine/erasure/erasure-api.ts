/** What is to be erased. */
export type ErasureTarget =
  /** Texts by their ids: a record's, or `batch:index`. */
  | { of: 'texts'; items: string[] }
  /** Everything that was written in one conversation, and its state. */
  | { of: 'conversation'; conversation: string }
  /** Everything about a person: of a contact, or of a number and the contact that has it, if any. */
  | { of: 'contact'; contact: string; groups: GroupsToo }
  | { of: 'number'; number: string; groups: GroupsToo };

/** Of conversations with other people, too: what the person wrote there, or all of them whole. */
export type GroupsToo = 'theirs' | 'whole';

/** What goes, as people count it. */
export interface ErasureCounts {
  texts: number;
  /** Of these, the ones that were sent to many at once. */
  toMany: number;
  attachments: number;
  calls: number;
  contacts: number;
  drafts: number;
  /** Texts to many that were sent to nobody else: with their wording and results. */
  campaigns: number;
}

/** What stays, and has to be said. */
export interface ErasureStays {
  /** Conversations with other people, too, and texts that others wrote in them. */
  groups: number;
  groupTexts: number;
  /** Other contacts that have one of the numbers, by name. */
  contacts: string[];
  /** The numbers that must not be texted: null where that is not known now. */
  suppressed: string[] | null;
  /** Texts that may still leave, or of whose batch something may: they are stopped if they can be, and erased after that. */
  waiting: number;
  /** Until when at the latest something may be heard of those batches; null without any. */
  waitsUntil: string | null;
}

/** What an erasure would do. */
export interface ErasurePreview {
  counts: ErasureCounts;
  stays: ErasureStays;
  /** Numbers and e-mail addresses of the person; empty for texts and conversations. */
  addresses: string[];
}

/** An erasure that this browser has ordered. It says nothing of who was erased. */
export interface ErasureRow {
  id: string;
  at: string;
  counts: ErasureCounts;
  state: ErasureProgress;
  /** Texts that are erased once their batch is over. */
  waiting: number;
  /** What stands in the way; null for nothing. */
  trouble: { code: string; sentence: string } | null;
  /** How many certificates there are; a large erasure has several. */
  certificates: number;
  parts: number;
}

export type ErasureProgress =
  /** All of it waits until nothing more is heard of its batches. */
  | 'waiting'
  /** Kept here, and on its way to the server. */
  | 'ordered'
  /** The server has erased; this browser looks for what may be left. */
  | 'searching'
  /** Looked through; the certificate is being made. */
  | 'searched'
  /** All of it is certified, but for texts that wait. */
  | 'certified';

/** Erasing what is sealed to the account's devices. */
export interface ErasureApi {
  /** Counts, and changes nothing. */
  erasureOf(target: ErasureTarget): Promise<ErasurePreview>;
  /** Orders an erasure. Resolves, with its id, when it would survive this tab; how it goes on comes as `erasures`. */
  erase(target: ErasureTarget): Promise<string>;
  /** The newest first. */
  erasures(): Promise<ErasureRow[]>;
  /** One certificate of an erasure as a file. */
  erasureCertificate(id: string, part: number): Promise<{ url: string; name: string }>;
  /** Goes on at once with what stands still. */
  resumeErasure(id: string): Promise<void>;
}
