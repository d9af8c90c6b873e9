/** Values of message_state (SMPP 3.4 §5.2.28; SCHEDULED and SKIPPED are SMPP 5.0 §4.7.15). */
export const MESSAGE_STATES = {
  SCHEDULED: 0,
  ENROUTE: 1,
  DELIVERED: 2,
  EXPIRED: 3,
  DELETED: 4,
  UNDELIVERABLE: 5,
  ACCEPTED: 6,
  UNKNOWN: 7,
  REJECTED: 8,
  SKIPPED: 9,
} as const satisfies Record<string, number>;

export type MessageState = keyof typeof MESSAGE_STATES;

const BY_CODE = new Map<number, MessageState>(
  (Object.keys(MESSAGE_STATES) as MessageState[]).map((name) => [MESSAGE_STATES[name], name]),
);

/** The state with this number; null when the standard has none. */
export function messageStateOf(code: number): MessageState | null {
  return BY_CODE.get(code) ?? null;
}

/** Whether nothing follows. Carriers say ACCEPTED of messages that are still on their way. */
export function isFinalState(state: MessageState): boolean {
  return state !== 'SCHEDULED' && state !== 'ENROUTE' && state !== 'ACCEPTED';
}
