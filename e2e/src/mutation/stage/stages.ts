import type { StageName } from '@smseal/testkit/mutation';
import { browser } from './browser.ts';
import { installation } from './installation.ts';
import { service } from './service.ts';
import type { Stage } from './stage.ts';
import { tls } from './tls.ts';

const release: Stage = (root) => Promise.resolve({ release: root });

export const STAGES = { release, service, tls, installation, browser } satisfies Record<StageName, Stage>;
