/** The pool is another one now: the gateway begins anew in it. */
export class PoolChanged extends Error {
  override readonly name = 'PoolChanged';
}

/** The way out is another one now: the gateway begins anew with it. */
export class ConnectorsChanged extends Error {
  override readonly name = 'ConnectorsChanged';
}
