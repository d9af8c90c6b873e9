/** Command ids by the standard's names (SMPP 3.4 §5.1.2.1; the broadcast ones are SMPP 5.0 §4.7.5). */
export const COMMAND_IDS = {
  generic_nack: 0x80000000,
  bind_receiver: 0x00000001,
  bind_receiver_resp: 0x80000001,
  bind_transmitter: 0x00000002,
  bind_transmitter_resp: 0x80000002,
  query_sm: 0x00000003,
  query_sm_resp: 0x80000003,
  submit_sm: 0x00000004,
  submit_sm_resp: 0x80000004,
  deliver_sm: 0x00000005,
  deliver_sm_resp: 0x80000005,
  unbind: 0x00000006,
  unbind_resp: 0x80000006,
  replace_sm: 0x00000007,
  replace_sm_resp: 0x80000007,
  cancel_sm: 0x00000008,
  cancel_sm_resp: 0x80000008,
  bind_transceiver: 0x00000009,
  bind_transceiver_resp: 0x80000009,
  outbind: 0x0000000b,
  enquire_link: 0x00000015,
  enquire_link_resp: 0x80000015,
  submit_multi: 0x00000021,
  submit_multi_resp: 0x80000021,
  alert_notification: 0x00000102,
  data_sm: 0x00000103,
  data_sm_resp: 0x80000103,
  broadcast_sm: 0x00000111,
  broadcast_sm_resp: 0x80000111,
  query_broadcast_sm: 0x00000112,
  query_broadcast_sm_resp: 0x80000112,
  cancel_broadcast_sm: 0x00000113,
  cancel_broadcast_sm_resp: 0x80000113,
} as const satisfies Record<string, number>;

export type Command = keyof typeof COMMAND_IDS;

/** A command that its receiver answers; `outbind` and `alert_notification` have no response. */
export type RequestCommand = {
  [C in Command]: `${C}_resp` extends Command ? C : never;
}[Command];

/** The command that answers `C`. */
export type ResponseCommand<C extends RequestCommand = RequestCommand> = `${C}_resp`;

const COMMANDS = Object.keys(COMMAND_IDS) as Command[];
const BY_ID: ReadonlyMap<number, Command> = new Map(
  COMMANDS.map((command) => [COMMAND_IDS[command], command]),
);

/** The command with this id; null when the standard has none. */
export function commandOfId(id: number): Command | null {
  return BY_ID.get(id) ?? null;
}

/** Whether a command id is a response's: bit 31 is set (§5.1.2.1). */
export function isResponseId(id: number): boolean {
  return id >= 0x80000000;
}

const RESPONSES: ReadonlyMap<Command, Command> = new Map(
  COMMANDS.flatMap((command) => {
    const response = isResponseId(COMMAND_IDS[command])
      ? null
      : commandOfId(COMMAND_IDS[command] + 0x80000000);
    return response ? [[command, response]] : [];
  }),
);

/** The command that answers this one; null when it is a response itself or has none. */
export function responseTo<C extends Command>(
  command: C,
): C extends RequestCommand ? ResponseCommand<C> : Command | null {
  return (RESPONSES.get(command) ?? null) as C extends RequestCommand ? ResponseCommand<C> : Command | null;
}
