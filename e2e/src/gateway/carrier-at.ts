import type { ConnectorSettings } from '@smseal/protocol';
import { randomId } from '@smseal/seal';
import type { Smsc } from './open-gateway-stage.ts';

/** A made-up carrier as an owner enters it; anybody may bind there unless it knows its customers. */
export function carrierAt(
  { port }: Pick<Smsc, 'port'>,
  terms: Partial<ConnectorSettings> = {},
): ConnectorSettings {
  return {
    type: 'smpp',
    id: randomId(),
    name: 'Carrier',
    host: '127.0.0.1',
    port,
    tls: false,
    systemId: 'rehearsal',
    password: 'rehearse',
    systemType: '',
    bind: 'transceiver',
    window: 10,
    segmentsPerSecond: null,
    defaultAlphabet: 'gsm7',
    languages: [],
    from: ['SMSeal'],
    ...terms,
  };
}
