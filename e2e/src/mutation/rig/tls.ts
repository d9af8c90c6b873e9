import { execFileSync } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startSystem } from '@smseal/testkit';
import { testDatabase } from '@smseal/testkit/database';
import { on, type Rig } from './rig.ts';

/** The server over TLS, with a certificate of its own. */
export const tls: Rig = async (root, lifetime) => {
  const folder = await mkdtemp(path.join(tmpdir(), 'smseal-mutation-tls-'));
  lifetime.after(() => rm(folder, { recursive: true }));
  const [cert, key] = [path.join(folder, 'cert.pem'), path.join(folder, 'key.pem')];
  const made = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-keyout', key];
  const name = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost,IP:127.0.0.1'];
  execFileSync('openssl', ['req', '-x509', ...made, '-out', cert, '-days', '2', ...name], {
    stdio: 'ignore',
  });
  const system = await startSystem({
    programs: ['server'],
    database: await testDatabase(lifetime),
    env: { SMSEAL_TLS_CERT: cert, SMSEAL_TLS_KEY: key },
    through: (address, url) => Promise.resolve(address === 'server' ? url.replace('http:', 'https:') : url),
  });
  lifetime.after(() => system.stop());
  return on({ release: root, url: { origin: system.origin, authority: await readFile(cert, 'utf8') } });
};
