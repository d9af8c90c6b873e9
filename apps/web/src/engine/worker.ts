/** The worker's entry: the engine behind the calls of all tabs. */
import { engineDoor } from './engine-door.ts';
import { Engine } from './engine.ts';
import { Exposed } from './rpc/expose.ts';
import { Leadership } from './rpc/leadership.ts';
import type { Call, FromWorker, Push } from './rpc/wire.ts';

const leadership = new Leadership({
  lead: () => {
    const engine = new Engine({
      origin: location.origin,
      tell: (event, data) => leadership.push({ type: 'event', event, data } as Push),
    });
    addEventListener('online', () => engine.wake());
    return new Exposed(engineDoor(engine));
  },
  post: (message: FromWorker) => postMessage(message, { transfer: [] }),
});

addEventListener('message', (event: MessageEvent<Call>) => leadership.take(event.data));
