interface TlvShape {
  tag: number;
  /** `text` is a C-octet string; `octets` has a structure of its own or none. */
  type: 'int8' | 'int16' | 'int32' | 'text' | 'octets';
  /** Most octets of a value, a text's NUL included; 65,535 unless said. */
  limit?: number;
  /** It may occur more than once in a PDU. */
  many?: true;
}

/** Optional parameters (SMPP 3.4 §5.3.2; from 0x0600 to 0x0613 and congestion_state SMPP 5.0 §4.8.4). */
export const TLVS = {
  destAddrSubunit: { tag: 0x0005, type: 'int8' },
  destNetworkType: { tag: 0x0006, type: 'int8' },
  destBearerType: { tag: 0x0007, type: 'int8' },
  destTelematicsId: { tag: 0x0008, type: 'int16' },
  sourceAddrSubunit: { tag: 0x000d, type: 'int8' },
  sourceNetworkType: { tag: 0x000e, type: 'int8' },
  sourceBearerType: { tag: 0x000f, type: 'int8' },
  sourceTelematicsId: { tag: 0x0010, type: 'int16' },
  qosTimeToLive: { tag: 0x0017, type: 'int32' },
  payloadType: { tag: 0x0019, type: 'int8' },
  additionalStatusInfoText: { tag: 0x001d, type: 'text', limit: 256 },
  receiptedMessageId: { tag: 0x001e, type: 'text', limit: 65 },
  msMsgWaitFacilities: { tag: 0x0030, type: 'int8' },
  privacyIndicator: { tag: 0x0201, type: 'int8' },
  sourceSubaddress: { tag: 0x0202, type: 'octets', limit: 23 },
  destSubaddress: { tag: 0x0203, type: 'octets', limit: 23 },
  userMessageReference: { tag: 0x0204, type: 'int16' },
  userResponseCode: { tag: 0x0205, type: 'int8' },
  sourcePort: { tag: 0x020a, type: 'int16' },
  destinationPort: { tag: 0x020b, type: 'int16' },
  sarMsgRefNum: { tag: 0x020c, type: 'int16' },
  languageIndicator: { tag: 0x020d, type: 'int8' },
  sarTotalSegments: { tag: 0x020e, type: 'int8' },
  sarSegmentSeqnum: { tag: 0x020f, type: 'int8' },
  scInterfaceVersion: { tag: 0x0210, type: 'int8' },
  callbackNumPresInd: { tag: 0x0302, type: 'int8', many: true },
  callbackNumAtag: { tag: 0x0303, type: 'octets', limit: 65, many: true },
  numberOfMessages: { tag: 0x0304, type: 'int8' },
  callbackNum: { tag: 0x0381, type: 'octets', limit: 19, many: true },
  dpfResult: { tag: 0x0420, type: 'int8' },
  setDpf: { tag: 0x0421, type: 'int8' },
  msAvailabilityStatus: { tag: 0x0422, type: 'int8' },
  /** One octet of network type (1 ANSI-136, 2 IS-95, 3 GSM), two of the network's own code (§5.3.2.31). */
  networkErrorCode: { tag: 0x0423, type: 'octets', limit: 3 },
  messagePayload: { tag: 0x0424, type: 'octets' },
  deliveryFailureReason: { tag: 0x0425, type: 'int8' },
  moreMessagesToSend: { tag: 0x0426, type: 'int8' },
  messageState: { tag: 0x0427, type: 'int8' },
  congestionState: { tag: 0x0428, type: 'int8' },
  ussdServiceOp: { tag: 0x0501, type: 'octets', limit: 1 },
  broadcastChannelIndicator: { tag: 0x0600, type: 'int8' },
  broadcastContentType: { tag: 0x0601, type: 'octets', limit: 3 },
  broadcastContentTypeInfo: { tag: 0x0602, type: 'octets', limit: 255 },
  broadcastMessageClass: { tag: 0x0603, type: 'int8' },
  broadcastRepNum: { tag: 0x0604, type: 'int16' },
  broadcastFrequencyInterval: { tag: 0x0605, type: 'octets', limit: 3 },
  broadcastAreaIdentifier: { tag: 0x0606, type: 'octets', limit: 100, many: true },
  broadcastErrorStatus: { tag: 0x0607, type: 'int32', many: true },
  broadcastAreaSuccess: { tag: 0x0608, type: 'int8' },
  broadcastEndTime: { tag: 0x0609, type: 'octets', limit: 17 },
  broadcastServiceGroup: { tag: 0x060a, type: 'octets', limit: 255 },
  billingIdentification: { tag: 0x060b, type: 'octets', limit: 1024 },
  sourceNetworkId: { tag: 0x060d, type: 'text', limit: 65 },
  destNetworkId: { tag: 0x060e, type: 'text', limit: 65 },
  sourceNodeId: { tag: 0x060f, type: 'octets', limit: 6 },
  destNodeId: { tag: 0x0610, type: 'octets', limit: 6 },
  destAddrNpResolution: { tag: 0x0611, type: 'int8' },
  destAddrNpInformation: { tag: 0x0612, type: 'octets', limit: 10 },
  destAddrNpCountry: { tag: 0x0613, type: 'octets', limit: 5 },
  displayTime: { tag: 0x1201, type: 'int8' },
  smsSignal: { tag: 0x1203, type: 'int16' },
  msValidity: { tag: 0x1204, type: 'octets', limit: 4 },
  /** Has no value in 3.4 and one octet in 5.0. */
  alertOnMessageDelivery: { tag: 0x130c, type: 'octets', limit: 1 },
  itsReplyType: { tag: 0x1380, type: 'int8' },
  itsSessionInfo: { tag: 0x1383, type: 'octets', limit: 2 },
} as const satisfies Record<string, TlvShape>;

export type TlvName = keyof typeof TLVS;

/** One row of the table with its name. */
export interface TlvRow extends TlvShape {
  name: TlvName;
}

const ROWS = (Object.keys(TLVS) as TlvName[]).map((name): TlvRow => ({ name, ...TLVS[name] }));

export const TLV_BY_NAME: ReadonlyMap<string, TlvRow> = new Map(ROWS.map((row) => [row.name, row]));
export const TLV_BY_TAG: ReadonlyMap<number, TlvRow> = new Map(ROWS.map((row) => [row.tag, row]));
