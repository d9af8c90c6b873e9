/**
 * `npm run bench [-- --json] [-- --only NAME] [-- --quick] [-- --ours] [-- --profiles FOLDER]`: prints each figure beside its
 * floor or peer. NAME may be the beginning of several names, before a hyphen. `--ours` leaves Kannel out; FOLDER gets CPU
 * profiles of server and gateway in the gateway's benches.
 */
import path from 'node:path';
import { parseArgs } from 'node:util';
import type { Extent, Figure } from './figure.ts';
import { benchBrowser } from './browser/bench-browser.ts';
import { benchBundles } from './bundles.ts';
import { benchErase } from './erase/bench-erase.ts';
import { benchHundred } from './gateway/bench-hundred.ts';
import { benchMillion } from './gateway/bench-million.ts';
import { benchQueue } from './gateway/bench-queue.ts';
import { benchReceipts } from './gateway/bench-receipts.ts';
import { benchSingle } from './gateway/bench-single.ts';
import { benchSlowCarrier } from './gateway/bench-slow-carrier.ts';
import { benchImport } from './import/bench-import.ts';
import { benchKeys } from './keys/bench-keys.ts';
import { benchLive } from './live/bench-live.ts';
import { benchSite } from './site/bench-site.ts';
import { benchUpload } from './upload.ts';
import { benchVerify } from './verify/bench-verify.ts';

/** Benches by name; each gives one or more figures. */
const BENCHES: Record<string, (extent: Extent) => Promise<Figure[]>> = {
  bundles: benchBundles,
  upload: benchUpload,
  live: benchLive,
  browser: benchBrowser,
  import: benchImport,
  keys: benchKeys,
  erase: benchErase,
  verify: benchVerify,
  site: benchSite,
  'gateway-hundred': benchHundred,
  'gateway-single': benchSingle,
  'gateway-receipts': benchReceipts,
  'gateway-slow-carrier': benchSlowCarrier,
  'gateway-queue': benchQueue,
  'gateway-million': benchMillion,
};

const { values } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    only: { type: 'string' },
    quick: { type: 'boolean', default: false },
    ours: { type: 'boolean', default: false },
    profiles: { type: 'string' },
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
    figure.note === undefined ? '' : `(${figure.note})`,
  ]
    .join(' ')
    .trimEnd();
}

const { only, quick, ours } = values;
const profiles = values.profiles === undefined ? null : path.resolve(values.profiles);
const names = Object.keys(BENCHES).filter(
  (name) => only === undefined || name === only || name.startsWith(`${only}-`),
);
if (names.length === 0) {
  console.error(`--only takes one of: ${Object.keys(BENCHES).join(', ')}`);
  process.exit(2);
}
let missed = 0;
for (const name of names) {
  const extent = { quick, ours, alone: name === only, profiles };
  for (const figure of (await BENCHES[name]?.(extent)) ?? []) {
    // A figure of a peer that is not here.
    if (Number.isNaN(figure.value)) continue;
    if (!figure.ok) missed++;
    console.log(values.json ? JSON.stringify(figure) : line(figure));
  }
}
if (!values.json) console.log(missed === 0 ? 'all targets met' : `${missed} targets missed`);
