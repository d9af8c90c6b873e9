/** A client of the carrier that remembers what it was told. */
import { encodeText, joinUserData } from '@smseal/sms';
import {
  SmppSession,
  type BindOptions,
  type Content,
  type Outcome,
  type PduOf,
  type SessionEvent,
} from '@smseal/smpp';

export type Delivered = PduOf<'deliver_sm' | 'data_sm'>;

export interface Client {
  session: SmppSession;
  /** What the carrier brought, receipts and texts, the oldest first. */
  delivered: Delivered[];
  events: SessionEvent[];
  /** Sends a text in as many parts as it needs, all with a receipt asked for. */
  text(to: string, text: string, more?: Partial<Content<'submit_sm'>>): Promise<Outcome[]>;
  /** Resolves with the first thing that was brought and fits; waits up to 5 s. */
  until<T>(find: () => T | undefined): Promise<T>;
  close(): Promise<void>;
}

const UDHI = 0x40;

export interface ClientOptions {
  systemId?: string;
  password?: string;
  responseMs?: number;
  mode?: BindOptions['mode'];
  /** Runs before a delivery is acknowledged. */
  onDeliver?: () => Promise<void>;
}

export async function bindClient(
  port: number,
  {
    systemId = 'shop',
    password = 'secret',
    responseMs = 5_000,
    mode = 'transceiver',
    onDeliver,
  }: ClientOptions = {},
): Promise<Client> {
  const delivered: Delivered[] = [];
  const events: SessionEvent[] = [];
  let reference = 0;
  const session = new SmppSession({
    host: '127.0.0.1',
    port,
    bind: { mode, systemId, password },
    window: 1_000,
    responseMs,
    rebindMs: { least: 10, most: 20 },
    handlers: {
      onState: (event) => events.push(event),
      onDeliver: async (pdu) => {
        delivered.push(pdu);
        await onDeliver?.();
      },
    },
  });
  const until = async <T>(find: () => T | undefined): Promise<T> => {
    for (let tries = 0; tries < 1_000; tries += 1) {
      const found = find();
      if (found !== undefined) return found;
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    throw new Error(`It never came: ${JSON.stringify(events.slice(-4))}`);
  };
  session.open();
  await until(() => events.find(({ state }) => state === 'bound' || state === 'lost'));
  return {
    session,
    delivered,
    events,
    until,
    text: (to, text, more = {}) => {
      reference += 1;
      return Promise.all(
        encodeText(text, { referenceNumber: reference }).map((part) =>
          session.submit({
            sourceAddrTon: 5,
            sourceAddr: 'Bakery',
            destAddrTon: 1,
            destAddrNpi: 1,
            destinationAddr: to.replace('+', ''),
            registeredDelivery: 1,
            esmClass: part.header.length > 0 ? UDHI : 0,
            dataCoding: part.encoding === 'ucs2' ? 8 : 0,
            shortMessage: joinUserData(part),
            ...more,
          }),
        ),
      );
    },
    close: () => session.close(1_000),
  };
}

/** The characters of a deliver_sm in the default alphabet's ASCII part. */
export const asciiOf = (pdu: Delivered): string =>
  Buffer.from(
    'shortMessage' in pdu && pdu.shortMessage.length > 0 ? pdu.shortMessage : (pdu.tlvs.messagePayload ?? ''),
  ).toString('latin1');
