import type { EngineApi, EngineEvents } from '../engine-api.ts';

/** A file that the engine made; the page gives it an address of its own. */
export interface MadeFile {
  blob: Blob;
  contentType: string;
  name: string | null;
}

/** What the worker answers: the engine's door, with files in place of their addresses. */
export type WorkerApi = Omit<EngineApi, FileMethod> & {
  [M in FileMethod]: (...args: Parameters<EngineApi[M]>) => Promise<MadeFile>;
};

/** Methods that make a file. */
export const FILE_METHODS = [
  'openAttachment',
  'exportAll',
  'refusedLines',
  'campaignReport',
  'erasureCertificate',
  'deletionCertificate',
] as const satisfies readonly (keyof EngineApi)[];
type FileMethod = (typeof FILE_METHODS)[number];

export type Method = keyof WorkerApi;

export interface Call {
  type: 'call';
  id: number;
  method: Method;
  args: unknown[];
}

/** Why a call failed: a stable code and a sentence for people. */
export interface Failure {
  code: string;
  sentence: string;
}

export type Answer =
  { type: 'done'; id: number; value: unknown } | { type: 'failed'; id: number; failure: Failure };

export type Push = {
  [E in keyof EngineEvents]: { type: 'event'; event: E; data: EngineEvents[E] };
}[keyof EngineEvents];

export type FromWorker = Answer | Push;

/** A call that is worth nothing once a newer one of the same method has come. */
export const SUPERSEDED: Failure = {
  code: 'superseded',
  sentence: 'A newer search has taken the place of this one.',
};

/** The tab that carried the engine went away while it worked on this. */
export const INTERRUPTED: Failure = {
  code: 'interrupted',
  sentence: 'The tab that did this was closed; look whether it has happened, then try again.',
};

/** Calls that change nothing: asked once more when another tab takes the engine over. */
const READS = [
  'status',
  'sync',
  'checkSecretKey',
  'pendingLinks',
  'devices',
  'gateways',
  'conversations',
  'threadWindow',
  'textTimeline',
  'conversationFor',
  'openAttachment',
  'search',
  'contacts',
  'contact',
  'findRecipients',
  'calls',
  'phones',
  'routes',
  'readSheet',
  'readRecipients',
  'refusedLines',
  'countWording',
  'previewText',
  'campaigns',
  'campaign',
  'campaignProgress',
  'campaignResults',
  'campaignReport',
  'senders',
  'erasureOf',
  'erasures',
  'erasureCertificate',
  'deletionCertificate',
  'syncDeletions',
] as const satisfies readonly Method[];

const READ_METHODS: ReadonlySet<string> = new Set(READS);

export function isRead(method: Method): boolean {
  return READ_METHODS.has(method);
}
