import { connect as connectPlain, type Socket } from 'node:net';
import { connect as connectTls, type ConnectionOptions } from 'node:tls';
import type { BindFailure } from './session-options.ts';

export interface ConnectOptions {
  host: string;
  port: number;
  tls?: true | ConnectionOptions;
  connectMs: number;
}

/** Opens a connection and says how it went, once. The returned function gives up; then nothing is said. */
export function connect(options: ConnectOptions, done: (result: Socket | BindFailure) => void): () => void {
  const { host, port } = options;
  const secure = options.tls === true ? {} : options.tls;
  const socket = secure
    ? connectTls({ host, port, servername: host, ...secure })
    : connectPlain({ host, port });
  const stop = () => {
    clearTimeout(timer);
    socket.removeAllListeners();
    // A socket that is given up may still fail; nobody is interested.
    socket.on('error', () => {});
  };
  const fail = (failure: BindFailure) => {
    stop();
    socket.destroy();
    done(failure);
  };
  const timer = setTimeout(() => fail({ code: 'connect-timeout' }), options.connectMs);
  socket.on('error', (error: NodeJS.ErrnoException) =>
    fail({ code: 'connect-failed', detail: error.code ?? error.name }),
  );
  socket.on('close', () => fail({ code: 'connect-failed' }));
  socket.on(secure ? 'secureConnect' : 'connect', () => {
    stop();
    socket.removeAllListeners('error');
    done(socket);
  });
  return () => {
    stop();
    socket.destroy();
  };
}
