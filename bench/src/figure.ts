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

/** A figure that must be at least `factor` times its peer's; a peer that is not on this machine is NaN. */
export function atLeast(measured: {
  name: string;
  value: number;
  unit: string;
  peer: number;
  peerName: string;
  factor: number;
  note?: string;
}): Figure {
  const { factor, peer, peerName, ...rest } = measured;
  const ratio = rest.value / peer;
  return {
    ...rest,
    floor: Number.isNaN(peer) ? null : peer,
    floorName: peerName,
    ratio: Number.isNaN(peer) ? null : ratio,
    target: `≥ ${factor} × ${peerName}`,
    ok: ratio >= factor,
  };
}

/** A figure with an absolute lower bound; a peer beside it tells what is usual. */
export function noLess(measured: {
  name: string;
  value: number;
  unit: string;
  least: number;
  peer: number;
  peerName: string;
  note?: string;
}): Figure {
  const { least, peer, peerName, ...rest } = measured;
  const { floor, ratio } = atLeast({ ...rest, peer, peerName, factor: 1 });
  const target = `≥ ${least} ${rest.unit}`;
  return { ...rest, floor, floorName: peerName, ratio, target, ok: rest.value >= least };
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
