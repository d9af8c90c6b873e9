/** Builds the demonstration entries as the app itself is built and serves them under the server's policy. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, mergeConfig, preview } from 'vite';
import config from '../vite.config.ts';

const here = (name: string) => fileURLToPath(new URL(name, import.meta.url));

/** What the server says of scripts, styles and pictures: screens must live with it. */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "worker-src 'self'",
  "style-src 'self'",
  "img-src 'self' blob: data:",
  "font-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "require-trusted-types-for 'script'",
  'trusted-types smseal',
].join('; ');

export interface DemoServer {
  /** Address under which `demo.html` and `demo-sign-in.html` are. */
  address: string;
  /** The page for certificates, which needs no invented account. */
  certificate: string;
  close(): Promise<void>;
}

/** Starts on a free port of 127.0.0.1. */
export async function startDemoServer(): Promise<DemoServer> {
  const outDir = await mkdtemp(path.join(tmpdir(), 'smseal-screens-'));
  const settled = mergeConfig(config, {
    configFile: false,
    logLevel: 'warn',
    build: {
      outDir,
      rolldownOptions: { input: { demo: here('demo.html'), signIn: here('demo-sign-in.html') } },
    },
  });
  delete settled.build.rolldownOptions.input.inbox;
  delete settled.build.rolldownOptions.input['sign-in'];
  await build(settled);
  const server = await preview({
    configFile: false,
    root: here('..'),
    logLevel: 'error',
    build: { outDir },
    preview: { host: '127.0.0.1', port: 0, headers: { 'content-security-policy': POLICY } },
  });
  const address = server.resolvedUrls?.local[0];
  if (!address) throw new Error('the demonstration server has no address');
  return {
    address: `${address}test/`,
    certificate: `${address}certificate.html`,
    close: async () => {
      await server.close();
      await rm(outDir, { recursive: true, force: true });
    },
  };
}
