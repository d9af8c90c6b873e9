import { REHEARSAL_WAY, tablesOfLanguages } from '@smseal/policy';
import type { ConnectorSettings, GatewaySettings } from '@smseal/protocol';
import type { Connector, ConnectorEvents } from './connector.ts';
import { SmppConnector } from './smpp-connector.ts';

export interface MakeConnectors {
  /** `smpp://systemId:password@host:port` of the rehearsal carrier; null where there is none. */
  rehearsal: string | null;
  /** Who hears what a connector, which may not be made yet, has to tell. */
  events: (connector: () => Connector) => ConnectorEvents;
}

/** The carrier's window is what its contract says; the rehearsal takes many. */
const REHEARSAL_WINDOW = 500;

/** Keeps what it is given until somebody names a carrier. */
class UnnamedConnector extends SmppConnector {
  override start(): void {
    // Whoever listens at a carrier's usual port on this machine was not named by anybody.
  }
}

/** The ways out that the settings name, in their order, or the rehearsal carrier where they name none. Never empty. */
export function makeConnectors(
  settings: GatewaySettings['connectors'],
  { rehearsal, events }: MakeConnectors,
): Connector[] {
  const heard = (make: (events: ConnectorEvents) => Connector): Connector => {
    const connector: Connector = make(events(() => connector));
    return connector;
  };
  if (settings.length === 0) return [heard((events) => makeRehearsal(rehearsal, events))];
  return settings.map((one) => heard((events) => makeOne(one, events)));
}

function makeOne(settings: ConnectorSettings, events: ConnectorEvents): Connector {
  const { id, name, host, port, tls, systemId, password, systemType, bind } = settings;
  const { window, segmentsPerSecond, languages, defaultAlphabet, from: senders } = settings;
  return new SmppConnector({
    id,
    name,
    host,
    port,
    tls,
    systemId,
    password,
    systemType,
    bind,
    window,
    segmentsPerSecond,
    tables: tablesOfLanguages(languages),
    defaultAlphabet,
    senders,
    from: senders[0] ?? REHEARSAL_WAY.from,
    events,
  });
}

function makeRehearsal(rehearsal: string | null, events: ConnectorEvents): Connector {
  const url = new URL(rehearsal ?? 'smpp://nobody.invalid');
  const Kind = rehearsal === null ? UnnamedConnector : SmppConnector;
  return new Kind({
    id: 'rehearsal',
    name: 'Rehearsal',
    host: url.hostname,
    port: Number(url.port || 2775),
    tls: false,
    systemId: decodeURIComponent(url.username),
    password: decodeURIComponent(url.password),
    systemType: '',
    bind: 'transceiver',
    window: REHEARSAL_WINDOW,
    segmentsPerSecond: null,
    tables: REHEARSAL_WAY.tables,
    defaultAlphabet: REHEARSAL_WAY.defaultAlphabet,
    senders: 'any',
    from: REHEARSAL_WAY.from,
    events,
  });
}
