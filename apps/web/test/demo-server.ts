/** Serves the demonstration entry from sources, for tests and screenshots. */
import { fileURLToPath } from 'node:url';
import { createServer } from 'vite';

export interface DemoServer {
  /** Address of the demonstration page, without a query. */
  page: string;
  close(): Promise<void>;
}

/** Starts on a free port of 127.0.0.1. */
export async function startDemoServer(): Promise<DemoServer> {
  const root = fileURLToPath(new URL('..', import.meta.url));
  const server = await createServer({
    root,
    configFile: fileURLToPath(new URL('../vite.config.ts', import.meta.url)),
    logLevel: 'error',
    server: { host: '127.0.0.1', port: 0, hmr: false },
    optimizeDeps: { entries: ['test/demo.html', 'index.html', 'sign-in.html'] },
  });
  await server.listen();
  const address = server.httpServer?.address();
  if (!address || typeof address === 'string') throw new Error('the demonstration server has no port');
  return { page: `http://127.0.0.1:${address.port}/test/demo.html`, close: () => server.close() };
}
