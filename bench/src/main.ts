/** `npm run bench [-- --json] [-- --only NAME] [-- --quick]`: prints each figure beside its floor or peer. */
import { parseArgs } from 'node:util';
import type { Extent, Figure } from './figure.ts';
import { benchBrowser } from './browser/bench-browser.ts';
import { benchBundles } from './bundles.ts';
import { benchImport } from './import/bench-import.ts';
import { benchLive } from './live/bench-live.ts';
import { benchUpload } from './upload.ts';

/** Benches by name; each gives one or more figures. */
const BENCHES: Record<string, (extent: Extent) => Promise<Figure[]>> = {
  bundles: benchBundles,
  upload: benchUpload,
  live: benchLive,
  browser: benchBrowser,
  import: benchImport,
};

const { values } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    only: { type: 'string' },
    quick: { type: 'boolean', default: false },
  },
});

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
const extent = { quick: values.quick, alone: values.only !== undefined };
let missed = 0;
for (const name of names) {
  for (const figure of (await BENCHES[name]?.(extent)) ?? []) {
    if (!figure.ok) missed++;
    console.log(values.json ? JSON.stringify(figure) : line(figure));
  }
}
if (!values.json) console.log(missed === 0 ? 'all targets met' : `${missed} targets missed`);
