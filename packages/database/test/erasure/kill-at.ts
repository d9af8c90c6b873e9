import { advanceErasure, openDatabase, openKeyring } from '@smseal/database';
import { eraserOf } from './erasing.ts';

/**
 * A process that carries an erasure on, and kills itself after a step: `kill-at.ts URL KEYRING ERASURE STEP`. The step `none`
 * lets it live.
 */
const [url = '', folder = '', id = '', step = ''] = process.argv.slice(2);
const keyring = openKeyring(`file:${folder}`, folder);
const database = openDatabase(url, { connections: 4, keyring });
const ends: (() => Promise<void>)[] = [];
const eraser = await eraserOf({ url, database, keyring }, { after: (finish) => void ends.push(finish) });
await advanceErasure(
  {
    ...eraser,
    onStep: (done) => {
      if (done === step) process.kill(process.pid, 'SIGKILL');
    },
  },
  id,
);
for (const end of ends) await end();
database.keys.close();
await database.destroy();
