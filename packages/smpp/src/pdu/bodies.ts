import type { Command } from './command.ts';
import { destinations, int8, message, text, time, unsuccess, type Field } from './field.ts';

/** Octets of an address with its NUL; data_sm and alert_notification allow more (SMPP 3.4 §5.2.8, §5.2.9). */
const address = text(21);
const longAddress = text(65);
const serviceType = text(6);
const messageId = text(65);

const bind = {
  systemId: text(16),
  password: text(9),
  systemType: text(13),
  interfaceVersion: int8,
  addrTon: int8,
  addrNpi: int8,
  addressRange: text(41),
} as const;

const bindResp = { systemId: text(16) } as const;
const source = { sourceAddrTon: int8, sourceAddrNpi: int8, sourceAddr: address } as const;
const destination = { destAddrTon: int8, destAddrNpi: int8, destinationAddr: address } as const;

const handling = {
  esmClass: int8,
  protocolId: int8,
  priorityFlag: int8,
  scheduleDeliveryTime: time,
  validityPeriod: time,
  registeredDelivery: int8,
  replaceIfPresentFlag: int8,
  dataCoding: int8,
  smDefaultMsgId: int8,
  shortMessage: message,
} as const;

const shortMessage = { serviceType, ...source, ...destination, ...handling } as const;

/** The mandatory parameters of every PDU in the order of the wire (SMPP 3.4 §4; broadcasts SMPP 5.0 §4.4). */
export const BODIES = {
  generic_nack: {},
  bind_receiver: bind,
  bind_receiver_resp: bindResp,
  bind_transmitter: bind,
  bind_transmitter_resp: bindResp,
  bind_transceiver: bind,
  bind_transceiver_resp: bindResp,
  outbind: { systemId: text(16), password: text(9) },
  unbind: {},
  unbind_resp: {},
  enquire_link: {},
  enquire_link_resp: {},
  submit_sm: shortMessage,
  submit_sm_resp: { messageId },
  submit_multi: { serviceType, ...source, destAddresses: destinations, ...handling },
  submit_multi_resp: { messageId, unsuccessSme: unsuccess },
  deliver_sm: shortMessage,
  deliver_sm_resp: { messageId },
  data_sm: {
    serviceType,
    sourceAddrTon: int8,
    sourceAddrNpi: int8,
    sourceAddr: longAddress,
    destAddrTon: int8,
    destAddrNpi: int8,
    destinationAddr: longAddress,
    esmClass: int8,
    registeredDelivery: int8,
    dataCoding: int8,
  },
  data_sm_resp: { messageId },
  query_sm: { messageId, ...source },
  query_sm_resp: { messageId, finalDate: time, messageState: int8, errorCode: int8 },
  cancel_sm: { serviceType, messageId, ...source, ...destination },
  cancel_sm_resp: {},
  replace_sm: {
    messageId,
    ...source,
    scheduleDeliveryTime: time,
    validityPeriod: time,
    registeredDelivery: int8,
    smDefaultMsgId: int8,
    shortMessage: message,
  },
  replace_sm_resp: {},
  alert_notification: {
    sourceAddrTon: int8,
    sourceAddrNpi: int8,
    sourceAddr: longAddress,
    esmeAddrTon: int8,
    esmeAddrNpi: int8,
    esmeAddr: longAddress,
  },
  broadcast_sm: {
    serviceType,
    ...source,
    messageId,
    priorityFlag: int8,
    scheduleDeliveryTime: time,
    validityPeriod: time,
    replaceIfPresentFlag: int8,
    dataCoding: int8,
    smDefaultMsgId: int8,
  },
  broadcast_sm_resp: { messageId },
  query_broadcast_sm: { messageId, ...source },
  query_broadcast_sm_resp: { messageId },
  cancel_broadcast_sm: { serviceType, messageId, ...source },
  cancel_broadcast_sm_resp: {},
} as const satisfies Record<Command, Readonly<Record<string, Field>>>;

/** The same as lists, for the loops of the codec. */
export const FIELDS: Readonly<Record<Command, readonly { name: string; field: Field }[]>> = (() => {
  const lists = {} as Record<Command, { name: string; field: Field }[]>;
  for (const [command, body] of Object.entries(BODIES) as [Command, Readonly<Record<string, Field>>][])
    lists[command] = Object.entries(body).map(([name, field]) => ({ name, field }));
  return lists;
})();
