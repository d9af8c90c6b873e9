import { REHEARSAL_WAY, tablesOfLanguages } from '@smseal/policy';
import type { GatewaySettings } from '@smseal/protocol';
import type { Connector, ConnectorEvents } from './connector.ts';
import { SmppConnector } from './smpp-connector.ts';

export interface MakeConnector {
  /** `smpp://systemId:password@host:port` of the rehearsal carrier; null where there is none. */
  rehearsal: string | null;
  events: ConnectorEvents;
}

/** The carrier's window is what its contract says; the rehearsal takes many. */
const REHEARSAL_WINDOW = 500;

/** The way out that the settings name, or the rehearsal carrier where they name none. */
export function makeConnector(
  settings: GatewaySettings['connectors'],
  { rehearsal, events }: MakeConnector,
): Connector {
  const [first] = settings;
  if (first !== undefined) {
    return new SmppConnector({
      id: first.id,
      name: first.name,
      host: first.host,
      port: first.port,
      tls: first.tls,
      systemId: first.systemId,
      password: first.password,
      systemType: first.systemType,
      window: first.window,
      segmentsPerSecond: first.segmentsPerSecond,
      tables: tablesOfLanguages(first.languages),
      defaultAlphabet: first.defaultAlphabet,
      from: first.from[0] ?? REHEARSAL_WAY.from,
      events,
    });
  }
  const url = new URL(rehearsal ?? 'smpp://rehearsal:rehearse@127.0.0.1:2775');
  return new SmppConnector({
    id: 'rehearsal',
    name: 'Rehearsal',
    host: url.hostname,
    port: Number(url.port || 2775),
    tls: false,
    systemId: decodeURIComponent(url.username),
    password: decodeURIComponent(url.password),
    systemType: '',
    window: REHEARSAL_WINDOW,
    segmentsPerSecond: null,
    tables: REHEARSAL_WAY.tables,
    defaultAlphabet: REHEARSAL_WAY.defaultAlphabet,
    from: REHEARSAL_WAY.from,
    events,
  });
}
