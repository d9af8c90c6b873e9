import type { ErasureState } from '@smseal/protocol';

/** How far the deletion of an account is; nobody can open the account any more. */
export interface DeletionView {
  /** Whether this browser, as a device, has signed the order. */
  signed: boolean;
  /** Whether this browser keeps nothing any more, as it has looked. */
  isForgotten: boolean;
  /** Whether the server has what this browser says of its own search. */
  searched: boolean;
  /** Where something was left over, so that this browser says nothing. */
  left: 'here' | 'there' | null;
  /** How far the server is. */
  server: ErasureState;
  /** Why no certificate comes; null for nothing. */
  trouble: { code: string; sentence: string } | null;
}
