import type { Id } from '@smseal/protocol';
import type { Chain, ListKeys } from '@smseal/seal';

/** Who shall follow a list, and who no longer. */
export interface Renewal {
  add?: Id;
  drop?: Id;
  /** The list may begin with it. */
  begins: boolean;
}

/** Gateways that the next key of a list goes to: those that follow it and are still there, and changes to them. */
export function nextFollowers(chain: Chain, keys: ListKeys | null, { add, drop }: Renewal): Id[] {
  const kept = (keys?.gateways ?? []).filter((id) => id !== drop && id !== add && isLiveGateway(chain, id));
  return add === undefined ? kept : [...kept, add];
}

/** Whether somebody holds the list's key who is no longer there: a gateway, or a reader of an epoch that is over. */
export function isRenewalDue(chain: Chain, keys: ListKeys): boolean {
  return keys.epoch < chain.epoch || keys.gateways.some((id) => !isLiveGateway(chain, id));
}

/** Whether a renewal would change anything. */
export function isNeeded(chain: Chain, keys: ListKeys | null, { add, drop, begins }: Renewal): boolean {
  if (keys === null) return begins;
  if (add !== undefined && !keys.gateways.includes(add)) return true;
  return (drop !== undefined && keys.gateways.includes(drop)) || isRenewalDue(chain, keys);
}

function isLiveGateway(chain: Chain, id: Id): boolean {
  const device = chain.device(id);
  return device !== undefined && device.platform === 'gateway' && chain.may(id, 'deliver');
}
