import { MemoryKeyring } from '../../src/keys/memory-keyring.ts';
import { keyringConformance } from './keyring-conformance.ts';

const held = new MemoryKeyring();
keyringConformance('memory', () => held);
