import type { TestContext } from 'node:test';
import smpp, { type NodeSmppPdu, type NodeSmppSession } from 'smpp';

/** A server by node-smpp that lets everybody in. `onSubmit` answers, or does something else. */
export async function startNodeSmpp(
  t: TestContext,
  onSubmit: (pdu: NodeSmppPdu, session: NodeSmppSession) => void,
): Promise<{ port: number; sessions: NodeSmppSession[] }> {
  const sessions: NodeSmppSession[] = [];
  const server = smpp.createServer((session) => {
    sessions.push(session);
    session.on('error', () => {});
    session.on('bind_transceiver', (pdu) => session.send(pdu.response({ system_id: 'node' })));
    session.on('enquire_link', (pdu) => session.send(pdu.response()));
    session.on('unbind', (pdu) => session.send(pdu.response()));
    session.on('submit_sm', (pdu) => onSubmit(pdu, session));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.after(() => {
    server.close();
    for (const session of sessions) session.destroy();
  });
  const address = server.address();
  return { port: typeof address === 'object' && address ? address.port : 0, sessions };
}

/** A client by node-smpp that is bound. */
export async function bindNodeSmpp(t: TestContext, port: number): Promise<NodeSmppSession> {
  const session = await new Promise<NodeSmppSession>((resolve) => {
    const opened = smpp.connect({ url: `smpp://127.0.0.1:${port}` }, () => resolve(opened));
    opened.on('error', () => {});
  });
  t.after(() => session.destroy());
  await new Promise<NodeSmppPdu>((resolve) =>
    session.bind_transceiver({ system_id: 'acme', password: 'secret' }, resolve),
  );
  return session;
}
