import { Type, type Static } from 'typebox';
import { Id, shortText } from '../schema.ts';

const Whole = (minimum: number, maximum: number) => Type.Integer({ minimum, maximum });

/** Segments a second, or null for as many as the window lets through. */
export const SegmentsPerSecond = Type.Union([Whole(1, 100_000), Type.Null()]);

/** A connection to a carrier over SMPP 3.4. Lengths are those of §4.1 and §5.2, without the closing zero. */
export const SmppConnector = Type.Object({
  type: Type.Literal('smpp'),
  id: Id,
  /** What people call it: the carrier's name. */
  name: shortText(80),
  host: Type.String({ pattern: '^[A-Za-z0-9.:_-]{1,253}$' }),
  /** 2775 is registered for plain connections, 3550 for TLS. */
  port: Whole(1, 65_535),
  tls: Type.Boolean(),
  systemId: Type.String({ minLength: 1, maxLength: 15 }),
  password: Type.String({ maxLength: 8 }),
  systemType: Type.String({ maxLength: 12 }),
  /** One connection for both directions, or one for each. */
  bind: Type.Enum(['transceiver', 'transmitter+receiver']),
  /** Most requests without an answer. */
  window: Whole(1, 2_000),
  segmentsPerSecond: SegmentsPerSecond,
  /** Type of number and numbering plan of senders (§5.2.5, §5.2.6); by their form unless given. */
  sourceTon: Type.Optional(Whole(0, 6)),
  sourceNpi: Type.Optional(Whole(0, 18)),
  /** What the carrier takes `data_coding` 0 for. */
  defaultAlphabet: Type.Enum(['gsm7', 'latin1']),
  /** National languages whose shift tables the carrier lets through, by their names in packages/sms. */
  languages: Type.Array(Type.String({ pattern: '^[a-z]{1,20}$' }), { maxItems: 20, uniqueItems: true }),
  /** Senders that the carrier accepts: numbers in E.164, short codes, or up to 11 letters and digits. */
  from: Type.Array(shortText(21), { maxItems: 200, uniqueItems: true }),
});
export type SmppConnector = Static<typeof SmppConnector>;

/** A connection to a carrier, told apart by `type`. */
export const ConnectorSettings = Type.Union([SmppConnector]);
export type ConnectorSettings = Static<typeof ConnectorSettings>;
