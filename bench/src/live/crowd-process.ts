/** Holds many idle connections in a process of its own, so that they cost the one that measures nothing. */
import { connectAll, type Door } from './connect.ts';

process.once('message', (order: { door: Door; tokens: string[] }) => {
  void connectAll(order.door, order.tokens).then((sockets) => process.send?.({ connected: sockets.length }));
});
process.once('disconnect', () => process.exit(0));
