import type { Capability, Id } from '@smseal/protocol';
import { SealError } from '../seal-error.ts';
import type { Chain, ChainDevice } from './chain.ts';

/** A device that is live now and has the capability. @throws SealError `unknown-device`, `removed-device`, `not-permitted`. */
export function requireLive(chain: Chain, id: Id, capability: Capability): ChainDevice {
  const device = chain.device(id);
  if (!device) throw new SealError('unknown-device', 'a device that the chain never admitted');
  if (device.removedIndex !== null) throw new SealError('removed-device', 'a removed device');
  if (!device.can.includes(capability))
    throw new SealError('not-permitted', `a device without \`${capability}\``);
  return device;
}

/** A live gateway. @throws SealError `unknown-device`, `removed-device`, `not-permitted`. */
export function requireGateway(chain: Chain, id: Id): ChainDevice {
  const gateway = requireLive(chain, id, 'deliver');
  if (gateway.platform !== 'gateway') throw new SealError('not-permitted', 'a device that is no gateway');
  return gateway;
}

/**
 * The author of something that was sealed in an epoch: it may have been removed since, but not before the epoch began.
 * @throws SealError `unknown-device`, `unknown-epoch`, `not-permitted`, `removed-device`.
 */
export function requireAuthor(
  chain: Chain,
  sealed: { author: Id; epoch: number },
  capability: Capability,
): ChainDevice {
  const author = chain.device(sealed.author);
  const epoch = chain.epochs.get(sealed.epoch);
  if (!author) throw new SealError('unknown-device', 'an author that the chain never admitted');
  if (!epoch) throw new SealError('unknown-epoch', 'an epoch that the chain does not have');
  if (!author.can.includes(capability))
    throw new SealError('not-permitted', `an author without \`${capability}\``);
  if (author.removedIndex !== null && author.removedIndex < epoch.index) {
    throw new SealError('removed-device', 'an author that was removed before the epoch began');
  }
  return author;
}
