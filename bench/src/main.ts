/** `npm run bench [-- --json] [-- --only NAME]`: prints each figure beside its floor or peer. */
import { parseArgs } from 'node:util';
import type { Figure } from './figure.ts';
import { benchBundles } from './bundles.ts';
import { benchLive } from './live/bench-live.ts';
import { benchUpload } from './upload.ts';

/** Benches by name; each gives one or more figures. */
const BENCHES: Record<string, () => Promise<Figure[]>> = {
  bundles: benchBundles,
  upload: benchUpload,
  live: benchLive,
};

const { values } = parseArgs({ options: { json: { type: 'boolean' }, only: { type: 'string' } } });

function round(value: number): string {
  return value >= 100 ? value.toFixed(0) : value.toPrecision(3);
}

function line(figure: Figure): string {
  const floor = figure.floor === null ? '' : `${figure.floorName} ${round(figure.floor)} ${figure.unit}`;
  return [
    figure.ok ? 'ok  ' : 'MISS',
    figure.name.padEnd(44),
    `${round(figure.value)} ${figure.unit}`.padEnd(14),
    floor.padEnd(30),
    (figure.ratio === null ? '' : `${figure.ratio.toFixed(2)} ×`).padEnd(9),
    figure.target,
  ].join(' ');
}

const names = Object.keys(BENCHES).filter((name) => values.only === undefined || name === values.only);
if (names.length === 0) {
  console.error(`--only takes one of: ${Object.keys(BENCHES).join(', ')}`);
  process.exit(2);
}
let missed = 0;
for (const name of names) {
  for (const figure of (await BENCHES[name]?.()) ?? []) {
    if (!figure.ok) missed++;
    console.log(values.json ? JSON.stringify(figure) : line(figure));
  }
}
if (!values.json) console.log(missed === 0 ? 'all targets met' : `${missed} targets missed`);
