import type { ProbeName } from '@smseal/inventory';

/** Words of a file in the place of others. */
export interface Edit {
  /** From the checkout's root. */
  file: string;
  /** What is replaced; it stands there exactly once. */
  find: string;
  replace: string;
}

/** What a broken copy is tried as. */
export type RigName =
  /** Sources only; nothing is started. */
  | 'release'
  /** The server over plain HTTP on this machine, its database, and a throw-away account. */
  | 'service'
  /** The same server over TLS. */
  | 'tls'
  /** All that `smseal start` starts, with its folder and its logs. */
  | 'installation'
  /** A server as its keeper tries it: with a made-up person’s phone, gateway, carrier and browser. */
  | 'keeper'
  /** A PostgreSQL of its own with its backups, some of which are old. */
  | 'backup';

/** A claim that is broken on purpose. */
export interface Mutation {
  /** What is broken, in one plain sentence. */
  breaks: string;
  /** Probes that must be red then. Every other probe of their families stays green. */
  red: readonly [ProbeName, ...ProbeName[]];
  edits: readonly [Edit, ...Edit[]];
  /** Unless the one that the families of its probes are usually tried on. */
  rig?: RigName;
}
