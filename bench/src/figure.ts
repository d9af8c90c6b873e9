/** One measured figure beside its floor or peer, both from this run on this machine. */
export interface Figure {
  name: string;
  value: number;
  unit: string;
  /** The floor's or peer's own figure, in the same unit; null when the target is absolute. */
  floor: number | null;
  floorName: string;
  /** value / floor. */
  ratio: number | null;
  /** In words: `≤ 3 × COPY`; empty where a figure is told for its own sake. */
  target: string;
  ok: boolean;
  /** What else was seen while it was measured. */
  note?: string;
}

/** A figure that must be at most `factor` times its floor. */
export function againstFloor(measured: {
  name: string;
  value: number;
  unit: string;
  floor: number;
  floorName: string;
  factor: number;
}): Figure {
  const { factor, ...rest } = measured;
  const ratio = rest.value / rest.floor;
  return { ...rest, ratio, target: `≤ ${factor} × ${rest.floorName}`, ok: ratio <= factor };
}

/** A figure with an absolute bound; a floor or peer beside it only tells how much of it could not be less. */
export function atMost(measured: {
  name: string;
  value: number;
  unit: string;
  most: number;
  floor?: number;
  floorName?: string;
  note?: string;
}): Figure {
  const { most, floor = null, floorName = '', ...rest } = measured;
  return {
    ...rest,
    floor,
    floorName,
    ratio: floor === null ? null : rest.value / floor,
    target: `≤ ${most} ${rest.unit}`,
    ok: rest.value <= most,
  };
}

/** What was measured beside a peer that does the same work; one that is not on this machine is NaN. */
interface BesidePeer {
  name: string;
  value: number;
  unit: string;
  peer: number;
  peerName: string;
  note?: string;
}

function besidePeer({ peer, peerName, ...rest }: BesidePeer): Omit<Figure, 'target' | 'ok'> {
  const isThere = !Number.isNaN(peer);
  return {
    ...rest,
    floor: isThere ? peer : null,
    floorName: peerName,
    ratio: isThere ? rest.value / peer : null,
  };
}

/** A figure that must be at least `factor` times its peer's. */
export function atLeast({ factor, ...measured }: BesidePeer & { factor: number }): Figure {
  const target = `≥ ${factor} × ${measured.peerName}`;
  return { ...besidePeer(measured), target, ok: measured.value >= factor * measured.peer };
}

/** A figure with a lower bound of its own; its peer tells what is usual. */
export function noLess({ least, ...measured }: BesidePeer & { least: number }): Figure {
  const target = `≥ ${least} ${measured.unit}`;
  return { ...besidePeer(measured), target, ok: measured.value >= least };
}

/** A figure with an upper bound of its own; its peer tells what is usual. */
export function noMore({ most, ...measured }: BesidePeer & { most: number }): Figure {
  const target = `≤ ${most} ${measured.unit}`;
  return { ...besidePeer(measured), target, ok: measured.value <= most };
}

/** A figure without a target, which explains others. */
export function told(measured: { name: string; value: number; unit: string; note?: string }): Figure {
  return { ...measured, floor: null, floorName: '', ratio: null, target: '', ok: true };
}

/** Value at quantile `q` (0–1) of a sample. */
export function quantile(sample: readonly number[], q: number): number {
  const sorted = [...sample].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil(q * sorted.length) - 1)] ?? Number.NaN;
}

/** How much is measured. */
export interface Extent {
  /** A twentieth: shows that the bench itself works; its figures mean nothing. */
  quick: boolean;
  /** Only this bench runs, so it may take its time. */
  alone: boolean;
  /** Leaves peers of the gateway out: for who makes ours faster. */
  ours: boolean;
  /** Folder for CPU profiles of server and gateway; null for none. */
  profiles: string | null;
}
