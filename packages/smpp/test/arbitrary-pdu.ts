import * as fc from 'fast-check';
import { COMMAND_IDS, TLVS, type Command, type PduInput, type Tlvs } from '@smseal/smpp';
import { BODIES } from '../src/pdu/bodies.ts';
import type { Field } from '../src/pdu/field.ts';

/** `SMSEAL_TEST_SEED=… node --test …` replays. */
export const seed = Number(process.env['SMSEAL_TEST_SEED'] ?? 340);

const latin = (max: number) =>
  fc
    .array(fc.integer({ min: 1, max: 255 }), { maxLength: max })
    .map((codes) => String.fromCharCode(...codes));
const int = (octets: number) => fc.integer({ min: 0, max: 2 ** (8 * octets) - 1 });
const octets = (max: number) => fc.uint8Array({ maxLength: max });
const plain = { noNullPrototype: true } as const;
const address = { destAddrTon: int(1), destAddrNpi: int(1), destinationAddr: latin(20) };

function valueOf(field: Field): fc.Arbitrary<unknown> {
  switch (field.kind) {
    case 'int8':
      return int(1);
    case 'text':
      return latin(field.limit - 1);
    case 'time':
      return fc.constantFrom('', '000001000000000R', '261122093000004+');
    case 'message':
      return octets(254);
    case 'destinations':
      return fc.array(fc.oneof(fc.record(address, plain), fc.record({ dlName: latin(20) }, plain)), {
        maxLength: 254,
      });
    case 'unsuccess':
      return fc.array(fc.record({ ...address, errorStatusCode: int(4) }, plain), { maxLength: 254 });
    default:
      return field satisfies never;
  }
}

interface Shape {
  type: 'int8' | 'int16' | 'int32' | 'text' | 'octets';
  limit?: number;
  many?: true;
}

function tlvOf(shape: Shape): fc.Arbitrary<unknown> {
  const limit = shape.limit ?? 1_000;
  const one: fc.Arbitrary<number | string | Uint8Array> = {
    int8: int(1),
    int16: int(2),
    int32: int(4),
    text: latin(limit - 1),
    octets: octets(limit),
  }[shape.type];
  return shape.many ? fc.array(one, { minLength: 1, maxLength: 3 }) : one;
}

const unknown = fc.array(
  fc.record({ tag: fc.integer({ min: 0x1400, max: 0x3fff }), value: octets(300) }, plain),
  { minLength: 1, maxLength: 3 },
);

export const tlvs = fc.record(
  { ...Object.fromEntries(Object.entries(TLVS).map(([name, shape]) => [name, tlvOf(shape)])), unknown },
  { ...plain, requiredKeys: [] },
) as fc.Arbitrary<Tlvs>;

function pduOf(command: Command): fc.Arbitrary<PduInput> {
  const fields = Object.entries(BODIES[command] as Record<string, Field>);
  return fc.record(
    {
      command: fc.constant(command),
      commandStatus: int(4),
      ...Object.fromEntries(fields.map(([name, field]) => [name, valueOf(field)])),
      tlvs,
    },
    plain,
  ) as unknown as fc.Arbitrary<PduInput>;
}

/** Any PDU with all of its fields said. */
export const anyPdu: fc.Arbitrary<PduInput> = fc.oneof(...(Object.keys(COMMAND_IDS) as Command[]).map(pduOf));

export const anySequence = fc.integer({ min: 0, max: 0xffffffff });
