/** A carrier that wants one connection for each direction. */
import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import { SmppServer } from '@smseal/smpp';
import { startSmsc } from '@smseal/testkit/rehearsal';
import type { CarrierMessage, CarrierReceipt, ConnectorState } from '../../src/connector/connector.ts';
import { SmppConnector } from '../../src/connector/smpp-connector.ts';

const TEXT = { to: '+447700900123', from: null, text: 'Hello', expires: Date.now() + 3_600_000 };

interface AtCarrier {
  connector: SmppConnector;
  states: ConnectorState['state'][];
  receipts: CarrierReceipt[];
  messages: CarrierMessage[];
  /** Sends a text; false when there is no room. */
  send(): boolean;
  accepted: string[];
}

function connect(t: TestContext, port: number): AtCarrier {
  const [states, receipts, messages, accepted]: [
    ConnectorState['state'][],
    CarrierReceipt[],
    CarrierMessage[],
    string[],
  ] = [[], [], [], []];
  const connector = new SmppConnector({
    id: 'carrier',
    name: 'Carrier',
    host: '127.0.0.1',
    port,
    tls: false,
    systemId: 'gateway',
    password: 'secret',
    systemType: '',
    bind: 'transmitter+receiver',
    window: 10,
    segmentsPerSecond: null,
    tables: [],
    defaultAlphabet: 'gsm7',
    senders: ['Clinic'],
    from: 'Clinic',
    events: {
      room: () => undefined,
      receipt: async (receipt) => void receipts.push(receipt),
      message: async (message) => void messages.push(message),
      state: ({ state }) => void states.push(state),
    },
  });
  t.after(() => connector.stop());
  const send = () =>
    connector.open(TEXT).send(1, (outcome) => {
      if (outcome.outcome === 'accepted') accepted.push(outcome.carrierId);
    });
  connector.start();
  return { connector, states, receipts, messages, send, accepted };
}

/** A carrier whose answers to receivers' binds wait until they are let in. */
async function carefulCarrier(t: TestContext) {
  const binds: string[] = [];
  const gate = Promise.withResolvers<number>();
  const server = new SmppServer({
    systemId: 'careful',
    handlers: {
      onBind: ({ command }) => {
        binds.push(command);
        return command === 'bind_receiver' ? gate.promise : 0;
      },
      onSubmit: () => ({ command: 'submit_sm_resp', messageId: 'taken' }),
    },
  });
  const port = await server.listen(0, '127.0.0.1');
  t.after(() => server.close());
  return { server, port, binds, letIn: () => gate.resolve(0) };
}

async function until(isSo: () => boolean): Promise<void> {
  const end = Date.now() + 10_000;
  while (!isSo()) {
    if (Date.now() > end) throw new Error('it never came about');
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

test('texts leave by the transmitter; receipts and answers come by the receiver', async (t) => {
  const smsc = await startSmsc({ behaviour: 'fast' });
  t.after(() => smsc.stop());
  smsc.person(TEXT.to).replies('Thank you');
  const at = connect(t, smsc.port);
  await until(() => at.connector.state.state === 'bound');
  assert.equal(smsc.connections, 2);
  assert.equal(at.send(), true);
  await until(() => at.receipts.length === 1 && at.messages.length === 1);
  assert.deepEqual(
    at.receipts.map(({ carrierId, state }) => [carrierId, state]),
    at.accepted.map((id) => [id, 'delivered']),
  );
  assert.deepEqual([at.messages[0]?.from, at.messages[0]?.to], [TEXT.to, 'Clinic']);
});

test('it is bound once both connections are, and nothing leaves before', async (t) => {
  const { port, binds, letIn } = await carefulCarrier(t);
  const at = connect(t, port);
  await until(() => binds.length === 2);
  assert.deepEqual(binds.toSorted(), ['bind_receiver', 'bind_transmitter']);
  await new Promise((resolve) => setTimeout(resolve, 50));
  assert.deepEqual([at.states, at.connector.capacity(), at.send()], [['connecting'], 0, false]);
  letIn();
  await until(() => at.connector.state.state === 'bound');
  assert.deepEqual(at.states, ['connecting', 'bound']);
  assert.equal(at.send(), true);
  await until(() => at.accepted.length === 1);
});

test('while one of the two is lost nothing leaves; it is bound again by itself', async (t) => {
  const { server, port, letIn } = await carefulCarrier(t);
  letIn();
  const at = connect(t, port);
  await until(() => at.connector.state.state === 'bound');
  const [first] = server.sessions;
  await first?.close(0);
  await until(() => at.states.includes('lost'));
  assert.deepEqual([at.connector.capacity(), at.send()], [0, false]);
  await until(() => at.connector.state.state === 'bound');
  assert.equal(at.send(), true);
});

test('at the end both connections are unbound', async (t) => {
  const { server, port, letIn } = await carefulCarrier(t);
  letIn();
  const at = connect(t, port);
  await until(() => at.connector.state.state === 'bound');
  await at.connector.stop();
  assert.equal(at.states.at(-1), 'closed');
  await until(() => server.sessions.size === 0);
});
