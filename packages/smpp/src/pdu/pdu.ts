import type { BODIES } from './bodies.ts';
import type { Command } from './command.ts';
import type { Field, ValueOf } from './field.ts';
import type { Tlvs } from './tlv.ts';

type Bodies = typeof BODIES;
type Body<C extends Command> = {
  [F in keyof Bodies[C]]: Bodies[C][F] extends Field ? ValueOf<Bodies[C][F]> : never;
};

/**
 * A PDU as it came, told apart by `command`. Field names are the standard's in camelCase. It owns its octets: nothing
 * of it refers to the chunk that it was read from.
 */
export type PduOf<C extends Command> = {
  [K in C]: { command: K; commandStatus: number; sequenceNumber: number } & Body<K> & { tlvs: Tlvs };
}[C];

export type Pdu = PduOf<Command>;

/** A PDU to be written: what is left out is 0, empty or absent. The session numbers it. */
export type PduInput<C extends Command = Command> = {
  [K in C]: { command: K; commandStatus?: number; tlvs?: Tlvs } & Partial<Body<K>>;
}[C];

/** What a caller says of a PDU whose command is understood. */
export type Content<C extends Command> = Omit<PduInput<C>, 'command' | 'commandStatus'>;
