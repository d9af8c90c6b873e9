/** The carrier as a process of its own, with its page: see ../README.md. */
import { serveLoopback } from '../loopback/loopback-server.ts';
import { carrierRoutes } from '../page/carrier-page.ts';
import { complain, readBehaviour, readPace, readPort, readSeed, readSmppPort } from '../program-settings.ts';
import { stopWhenAsked } from '../stop-when-asked.ts';
import { startSmsc } from './start-smsc.ts';

try {
  const behaviour = readBehaviour();
  const smsc = await startSmsc({ behaviour, port: readSmppPort(), pace: readPace(), ...readSeed() });
  const page = await serveLoopback(readPort('SMSEAL_CARRIER_PORT', 7080), {
    routes: carrierRoutes(smsc, { phone: false }),
  });
  process.stdout.write(`${JSON.stringify({ ready: 'carrier', url: page.url, smpp: smsc.url, behaviour })}\n`);
  stopWhenAsked(async () => {
    await Promise.all([smsc.stop(), page.close()]);
  });
} catch (error) {
  complain(error instanceof Error ? error.message : String(error));
  process.exit(1);
}
