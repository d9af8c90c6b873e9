import type { Given } from '@smseal/verify';
import type { Lifetime } from '../../lifetime.ts';

/** Starts what probes are to be given, from the checkout at `root`; what it starts ends with `lifetime`. */
export type Rig = (root: string, lifetime: Lifetime) => Promise<Partial<Given>>;
