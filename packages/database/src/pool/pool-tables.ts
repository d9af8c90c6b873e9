/** Rows of migration 0025. */
export interface PoolTables {
  pool_key: {
    account_id: string;
    id: string;
    /** The pool's name: the id of its first gateway. */
    pool: string;
    generation: number;
    /** UTC day. */
    day: string;
    author: string;
    public: Buffer;
    /** Those whom its author signed for. */
    members: string[];
    signature: Buffer;
    /** The last day on which it is kept. */
    until: string;
    stored: string;
  };
  pool_key_wrap: {
    account_id: string;
    key_id: string;
    member: string;
    enc: Buffer;
    sealed: Buffer;
    stored: string;
  };
}
