import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ConnectorSettings } from '@smseal/protocol';
import { gatewayRoute } from '../../src/index.ts';

function connector(name: string, from: string[], languages: string[] = []): ConnectorSettings {
  return {
    type: 'smpp',
    id: name.toLowerCase(),
    name,
    host: 'localhost',
    port: 2775,
    tls: false,
    systemId: 'a',
    password: 'b',
    systemType: '',
    bind: 'transceiver',
    window: 10,
    segmentsPerSecond: null,
    defaultAlphabet: 'gsm7',
    languages,
    from,
  };
}

const NORTH = connector('North', ['Shop', '+447700900001'], ['turkish']);
const SOUTH = connector('South', ['Clinic', '+447700900001']);
const ALL = [NORTH, SOUTH];
const WAITING = { from: null, events: [] };

test('a text that has not left is told the carrier that its sender leads to, and why', () => {
  const told = (from: string | null, isUp?: (id: string) => boolean) => {
    const { connector, why } = gatewayRoute(ALL, { from, events: [] }, isUp);
    return [connector, why];
  };
  assert.deepEqual(told(null), [
    'north',
    'It is the first of the carriers that the gateway’s settings name.',
  ]);
  assert.deepEqual(told('Clinic'), ['south', 'It is the only carrier that may send from Clinic.']);
  assert.deepEqual(told('+447700900001'), [
    'north',
    'It is the first of the carriers that may send from +447700900001.',
  ]);
  const northIsAway = (id: string) => id !== 'north';
  assert.deepEqual(told('+447700900001', northIsAway), [
    'south',
    'The carriers before it that may send from +447700900001 had no connection or no room.',
  ]);
  assert.deepEqual(told('Shop', northIsAway)[0], 'north', 'it waits for the only one that may');
  assert.match(told('Bank')[1] ?? '', /lists Bank as a sender/);
  assert.equal(
    gatewayRoute([SOUTH], WAITING).why,
    'It is the only carrier that the gateway’s settings name.',
  );
});

test('a text that has left is told the carrier that took it, whatever the settings would choose', () => {
  const events = [{}, { carrierId: '1', connector: 'south' }, {}];
  const { name, why, way } = gatewayRoute(ALL, { from: '+447700900001', events });
  assert.equal(name, 'South');
  assert.match(why, /^The gateway noted that the text went by it\. The carriers before it/);
  assert.deepEqual(way.tables, []);
  const gone = gatewayRoute([NORTH], { from: null, events });
  assert.deepEqual([gone.connector, gone.name], ['south', 'A former carrier']);
  const sole = [{ carrierId: '1' }];
  assert.equal(gatewayRoute(ALL, { from: 'Clinic', events: sole }).connector, 'north');
  assert.equal(gatewayRoute([], { from: null, events: sole }).connector, 'rehearsal');
});

test('the way of a text has the tables and the sender of its own carrier', () => {
  const { way } = gatewayRoute(ALL, { from: 'Clinic', events: [] });
  assert.deepEqual([way.tables.length, way.from], [0, 'Clinic']);
  assert.equal(gatewayRoute(ALL, WAITING).way.tables.length, 1);
});
