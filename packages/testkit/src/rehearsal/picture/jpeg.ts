/**
 * A baseline JPEG encoder (ITU-T T.81): YCbCr with halved chrominance (4:2:0), the Huffman tables of annex K.3, quality 1–100.
 */
import type { Raster } from './raster.ts';

const ZIGZAG = [
  0, 1, 8, 16, 9, 2, 3, 10, 17, 24, 32, 25, 18, 11, 4, 5, 12, 19, 26, 33, 40, 48, 41, 34, 27, 20, 13, 6, 7,
  14, 21, 28, 35, 42, 49, 56, 57, 50, 43, 36, 29, 22, 15, 23, 30, 37, 44, 51, 58, 59, 52, 45, 38, 31, 39, 46,
  53, 60, 61, 54, 47, 55, 62, 63,
];
const LUMINANCE = [
  16, 11, 10, 16, 24, 40, 51, 61, 12, 12, 14, 19, 26, 58, 60, 55, 14, 13, 16, 24, 40, 57, 69, 56, 14, 17, 22,
  29, 51, 87, 80, 62, 18, 22, 37, 56, 68, 109, 103, 77, 24, 35, 55, 64, 81, 104, 113, 92, 49, 64, 78, 87, 103,
  121, 120, 101, 72, 92, 95, 98, 112, 100, 103, 99,
];
const CHROMINANCE = [
  17,
  18,
  24,
  47,
  99,
  99,
  99,
  99,
  18,
  21,
  26,
  66,
  99,
  99,
  99,
  99,
  24,
  26,
  56,
  99,
  99,
  99,
  99,
  99,
  47,
  66,
  99,
  99,
  99,
  99,
  99,
  99,
  ...Array.from({ length: 32 }, () => 99),
];

interface HuffmanTable {
  /** How many codes there are of each length, 1 to 16 bits. */
  counts: readonly number[];
  values: readonly number[];
}
const DC_VALUES = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11];
const DC_LUMINANCE: HuffmanTable = {
  counts: [0, 1, 5, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0],
  values: DC_VALUES,
};
const DC_CHROMINANCE: HuffmanTable = {
  counts: [0, 3, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0],
  values: DC_VALUES,
};
const AC_LUMINANCE: HuffmanTable = {
  counts: [0, 2, 1, 3, 3, 2, 4, 3, 5, 5, 4, 4, 0, 0, 1, 125],
  values: [
    ...Buffer.from(
      '0102030004110512213141061351610722711432' +
        '8191a1082342b1c11552d1f02433627282090a161718191a25262728292a3435363738393a434445464748494a5354555657' +
        '58595a636465666768696a737475767778797a838485868788898a92939495969798999aa2a3a4a5a6a7a8a9aab2b3b4b5b6' +
        'b7b8b9bac2c3c4c5c6c7c8c9cad2d3d4d5d6d7d8d9dae1e2e3e4e5e6e7e8e9eaf1f2f3f4f5f6f7f8f9fa',
      'hex',
    ),
  ],
};
const AC_CHROMINANCE: HuffmanTable = {
  counts: [0, 2, 1, 2, 4, 4, 3, 4, 7, 5, 4, 4, 0, 1, 2, 119],
  values: [
    ...Buffer.from(
      '0001020311040521310612415107617113223281' +
        '08144291a1b1c109233352f0156272d10a162434e125f11718191a262728292a35363738393a434445464748494a53545556' +
        '5758595a636465666768696a737475767778797a82838485868788898a92939495969798999aa2a3a4a5a6a7a8a9aab2b3b4' +
        'b5b6b7b8b9bac2c3c4c5c6c7c8c9cad2d3d4d5d6d7d8d9dae2e3e4e5e6e7e8e9eaf2f3f4f5f6f7f8f9fa',
      'hex',
    ),
  ],
};

/** Code and length by value. */
type Codes = readonly { code: number; bits: number }[];

function codesOf(table: HuffmanTable): Codes {
  const codes: { code: number; bits: number }[] = [];
  let code = 0;
  let next = 0;
  table.counts.forEach((count, index) => {
    for (let i = 0; i < count; i += 1) {
      codes[table.values[next] ?? 0] = { code, bits: index + 1 };
      code += 1;
      next += 1;
    }
    code <<= 1;
  });
  return codes;
}

const CODES = {
  luminance: { dc: codesOf(DC_LUMINANCE), ac: codesOf(AC_LUMINANCE) },
  chrominance: { dc: codesOf(DC_CHROMINANCE), ac: codesOf(AC_CHROMINANCE) },
};

/** cos((2x + 1)uπ/16) with the normalisation of T.81 A.3.3 folded in, by [u * 8 + x]. */
const BASIS = Float64Array.from({ length: 64 }, (_, index) => {
  const u = index >> 3;
  const x = index & 7;
  return (u === 0 ? Math.SQRT1_2 : 1) * 0.5 * Math.cos(((2 * x + 1) * u * Math.PI) / 16);
});

class BitWriter {
  readonly octets: number[] = [];
  #held = 0;
  #bits = 0;

  write(code: number, bits: number): void {
    this.#held = (this.#held << bits) | code;
    this.#bits += bits;
    while (this.#bits >= 8) {
      const octet = (this.#held >> (this.#bits - 8)) & 0xff;
      this.octets.push(octet);
      if (octet === 0xff) this.octets.push(0);
      this.#bits -= 8;
    }
    this.#held &= (1 << this.#bits) - 1;
  }

  flush(): void {
    if (this.#bits > 0) this.write((1 << (8 - this.#bits)) - 1, 8 - this.#bits);
  }
}

/** Encodes a raster; `quality` from 1 to 100 scales the quantisation tables as the IJG's does. */
export function encodeJpeg(raster: Raster, quality = 82): Uint8Array<ArrayBuffer> {
  const scale = quality < 50 ? 5000 / quality : 200 - quality * 2;
  const scaled = (table: readonly number[]): number[] =>
    table.map((value) => Math.min(255, Math.max(1, Math.floor((value * scale + 50) / 100))));
  const tables = [scaled(LUMINANCE), scaled(CHROMINANCE)] as const;
  const writer = new BitWriter();
  const [luma, blue, red] = planesOf(raster);
  const last = { luma: 0, blue: 0, red: 0 };
  const write = (name: keyof typeof last, plane: Plane, at: { x: number; y: number }): void => {
    const quantised = transform(blockOf(plane, at), name === 'luma' ? tables[0] : tables[1]);
    const codes = name === 'luma' ? CODES.luminance : CODES.chrominance;
    last[name] = writeBlock(writer, quantised, { codes, last: last[name] });
  };
  for (let y = 0; y < raster.height; y += 16) {
    for (let x = 0; x < raster.width; x += 16) {
      for (const [dx, dy] of QUARTERS) write('luma', luma, { x: x + dx, y: y + dy });
      write('blue', blue, { x: x / 2, y: y / 2 });
      write('red', red, { x: x / 2, y: y / 2 });
    }
  }
  writer.flush();
  return new Uint8Array(
    Buffer.concat([head(raster, tables), Buffer.from(writer.octets), Buffer.from([0xff, 0xd9])]),
  );
}

/** The four luminance blocks over one of each chrominance. */
const QUARTERS = [
  [0, 0],
  [8, 0],
  [0, 8],
  [8, 8],
] as const;

interface Plane {
  width: number;
  height: number;
  samples: Float32Array;
}

/** Y, Cb and Cr (JFIF 1.02), each less 128; Cb and Cr at half the width and height. */
function planesOf({ rgb, width, height }: Raster): [Plane, Plane, Plane] {
  const plane = (w: number, h: number): Plane => ({ width: w, height: h, samples: new Float32Array(w * h) });
  const luma = plane(width, height);
  const blue = plane((width + 1) >> 1, (height + 1) >> 1);
  const red = plane(blue.width, blue.height);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const i = (y * width + x) * 3;
      const r = rgb[i] ?? 0;
      const g = rgb[i + 1] ?? 0;
      const b = rgb[i + 2] ?? 0;
      luma.samples[y * width + x] = 0.299 * r + 0.587 * g + 0.114 * b - 128;
      const half = (y >> 1) * blue.width + (x >> 1);
      // The last column or row of an odd size stands alone.
      const share = (x + 1 < width || x % 2 === 1 ? 0.5 : 1) * (y + 1 < height || y % 2 === 1 ? 0.5 : 1);
      blue.samples[half] = (blue.samples[half] ?? 0) + share * (-0.168736 * r - 0.331264 * g + 0.5 * b);
      red.samples[half] = (red.samples[half] ?? 0) + share * (0.5 * r - 0.418688 * g - 0.081312 * b);
    }
  }
  return [luma, blue, red];
}

/** Eight by eight samples; beyond the edge the last ones are repeated. */
function blockOf({ samples, width, height }: Plane, at: { x: number; y: number }): Float64Array {
  for (let y = 0; y < 8; y += 1) {
    const row = Math.min(at.y + y, height - 1) * width;
    for (let x = 0; x < 8; x += 1) block[y * 8 + x] = samples[row + Math.min(at.x + x, width - 1)] ?? 0;
  }
  return block;
}

const block = new Float64Array(64);
const between = new Float64Array(64);
const transformed = new Float64Array(64);

/** Separable DCT, quantised, in zigzag order. */
function transform(samples: Float64Array, table: readonly number[]): Int32Array {
  for (let y = 0; y < 8; y += 1) transformLine(samples, between, { from: y * 8, step: 1 });
  for (let x = 0; x < 8; x += 1) transformLine(between, transformed, { from: x, step: 8 });
  const out = new Int32Array(64);
  for (let index = 0; index < 64; index += 1) {
    const natural = ZIGZAG[index] ?? 0;
    out[index] = Math.round((transformed[natural] ?? 0) / (table[natural] ?? 1));
  }
  return out;
}

/** Eight samples at once: even frequencies come from the sums of mirrored samples, odd ones from the differences. */
function transformLine(
  input: Float64Array,
  output: Float64Array,
  { from, step }: { from: number; step: number },
): void {
  for (let parity = 0; parity < 2; parity += 1) {
    const sign = parity === 0 ? 1 : -1;
    const a = (input[from] ?? 0) + sign * (input[from + 7 * step] ?? 0);
    const b = (input[from + step] ?? 0) + sign * (input[from + 6 * step] ?? 0);
    const c = (input[from + 2 * step] ?? 0) + sign * (input[from + 5 * step] ?? 0);
    const d = (input[from + 3 * step] ?? 0) + sign * (input[from + 4 * step] ?? 0);
    for (let u = parity; u < 8; u += 2) {
      const k = u * 8;
      output[from + u * step] =
        a * (BASIS[k] ?? 0) + b * (BASIS[k + 1] ?? 0) + c * (BASIS[k + 2] ?? 0) + d * (BASIS[k + 3] ?? 0);
    }
  }
}

/** Writes one block (T.81 F.1.2) and returns its DC value. */
function writeBlock(
  writer: BitWriter,
  coefficients: Int32Array,
  { codes, last }: { codes: { dc: Codes; ac: Codes }; last: number },
): number {
  const dc = coefficients[0] ?? 0;
  writeValue(writer, { codes: codes.dc, run: 0, value: dc - last });
  let run = 0;
  for (let index = 1; index < 64; index += 1) {
    const value = coefficients[index] ?? 0;
    if (value === 0) {
      run += 1;
      continue;
    }
    for (; run > 15; run -= 16) writeCode(writer, codes.ac, 0xf0);
    writeValue(writer, { codes: codes.ac, run, value });
    run = 0;
  }
  if (run > 0) writeCode(writer, codes.ac, 0);
  return dc;
}

function writeValue(
  writer: BitWriter,
  { codes, run, value }: { codes: Codes; run: number; value: number },
): void {
  const bits = value === 0 ? 0 : 32 - Math.clz32(Math.abs(value));
  writeCode(writer, codes, (run << 4) | bits);
  if (bits > 0) writer.write(value < 0 ? value + (1 << bits) - 1 : value, bits);
}

function writeCode(writer: BitWriter, codes: Codes, value: number): void {
  const code = codes[value];
  if (code === undefined) throw new RangeError(`No Huffman code for ${value}.`);
  writer.write(code.code, code.bits);
}

function head({ width, height }: Raster, tables: readonly [number[], number[]]): Buffer {
  const segment = (marker: number, body: readonly number[]): number[] => [
    0xff,
    marker,
    (body.length + 2) >> 8,
    (body.length + 2) & 0xff,
    ...body,
  ];
  const zigzagged = (table: readonly number[]): number[] => ZIGZAG.map((natural) => table[natural] ?? 1);
  const huffman = (id: number, table: HuffmanTable): number[] =>
    segment(0xc4, [id, ...table.counts, ...table.values]);
  return Buffer.from([
    0xff,
    0xd8,
    ...segment(0xe0, [0x4a, 0x46, 0x49, 0x46, 0, 1, 1, 0, 0, 1, 0, 1, 0, 0]),
    ...segment(0xdb, [0, ...zigzagged(tables[0])]),
    ...segment(0xdb, [1, ...zigzagged(tables[1])]),
    ...segment(0xc0, [
      8,
      height >> 8,
      height & 0xff,
      width >> 8,
      width & 0xff,
      3,
      1,
      0x22,
      0,
      2,
      0x11,
      1,
      3,
      0x11,
      1,
    ]),
    ...huffman(0x00, DC_LUMINANCE),
    ...huffman(0x10, AC_LUMINANCE),
    ...huffman(0x01, DC_CHROMINANCE),
    ...huffman(0x11, AC_CHROMINANCE),
    ...segment(0xda, [3, 1, 0, 2, 0x11, 3, 0x11, 0, 63, 0]),
  ]);
}
