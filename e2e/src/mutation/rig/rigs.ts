import { once, rehearseDay } from '@smseal/verify';
import type { RigName } from '@smseal/testkit/mutation';
import { backup } from './backup.ts';
import { installation } from './installation.ts';
import { keeper } from './keeper.ts';
import { service } from './service.ts';
import { on, type Rig } from './rig.ts';
import { tls } from './tls.ts';

const release: Rig = (root) =>
  Promise.resolve(on({ release: root, rehearsal: once(() => rehearseDay(root)) }));

export const RIGS = { release, service, tls, installation, keeper, backup } satisfies Record<RigName, Rig>;
