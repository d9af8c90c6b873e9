import { createServer } from 'node:net';

export interface WantedPort {
  variable: string;
  host: string;
  port: number;
}

/** Throws an Error that names the variable of the first port that cannot be had. */
export async function requireFreePorts(wanted: readonly WantedPort[]): Promise<void> {
  const seen = new Map<number, string>();
  for (const { variable, host, port } of wanted) {
    const other = seen.get(port);
    if (other !== undefined)
      throw new Error(`${variable} and ${other} are both ${port}; set one of them to another port.`);
    seen.set(port, variable);
    const trouble = await tryPort(host, port);
    if (trouble === 'EADDRINUSE')
      throw new Error(`Port ${port} is taken by another program; end it, or set ${variable} to a free port.`);
    if (trouble === 'EACCES')
      throw new Error(`Port ${port} may not be opened by this user; set ${variable} to one above 1023.`);
    if (trouble !== null)
      throw new Error(`${host}:${port} cannot be opened (${trouble}); check ${variable}.`);
  }
}

/** The error code of an attempt to listen; null when it worked. */
async function tryPort(host: string, port: number): Promise<string | null> {
  const server = createServer();
  return new Promise((resolve) => {
    server.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
    server.listen(port, host, () => server.close(() => resolve(null)));
  });
}
