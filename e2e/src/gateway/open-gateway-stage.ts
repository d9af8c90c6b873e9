import { startSystem, type System, type SystemOptions } from '@smseal/testkit';
import { startSmsc } from '@smseal/testkit/rehearsal';
import { HeadlessBrowser } from '../headless-browser.ts';
import type { Lifetime } from '../lifetime.ts';
import { GatewayOwner } from './gateway-owner.ts';

export type Smsc = Awaited<ReturnType<typeof startSmsc>>;

/** A whole system with a linked gateway at a made-up carrier, as stories about gateways begin. */
export interface GatewayStage {
  system: System;
  smsc: Smsc;
  browser: HeadlessBrowser;
  owner: GatewayOwner;
}

/** Starts everything, signs somebody up, and links a gateway, which obeys nothing yet. */
export async function openGatewayStage(
  lifetime: Lifetime,
  carrier: Parameters<typeof startSmsc>[0] = { behaviour: 'fast' },
  { through }: Pick<SystemOptions, 'through'> = {},
): Promise<GatewayStage> {
  const smsc = await startSmsc(carrier);
  lifetime.after(() => smsc.stop());
  const system = await startSystem({
    programs: ['database', 'rehearsal', 'server', 'gateway'],
    ...(through === undefined ? {} : { through }),
    env: { SMSEAL_CARRIER_SMPP_URL: `smpp://rehearsal:rehearse@${new URL(smsc.url).host}` },
  });
  lifetime.after(() => system.stop());
  const browser = await HeadlessBrowser.signUp(system);
  lifetime.after(() => Promise.resolve(browser.close()));
  return { system, smsc, browser, owner: new GatewayOwner(browser, await browser.linkGateway()) };
}
