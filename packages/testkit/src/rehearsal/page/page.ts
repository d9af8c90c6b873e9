import type { NoticeDesk } from '../carrier/notice.ts';
import { memberOf, textOf } from '../handset/door.ts';
import type { Handset } from '../handset/handset.ts';
import { openEventStream } from '../loopback/event-stream.ts';
import { Refusal, type Answer, type Route } from '../loopback/loopback-server.ts';
import { choosePicture, SCENE_NAMES } from '../picture/picture.ts';
import { Seeded } from '../random/seeded.ts';
import { snapshot } from './snapshot.ts';
import { PAGE_HEADERS, staticFile } from './static-file.ts';

const DEBOUNCE_MS = 30;

/** A page's announcer: told that something was seen or done, it sends everybody the new picture of the phone. */
export interface PageFeed {
  changed: () => void;
  routes: Record<string, Route>;
}

/** The page that shows the handset, and the routes behind its buttons. */
export function pageRoutes({ handset, desk }: { handset: Handset; desk: NoticeDesk }): PageFeed {
  const watchers = new Set<() => void>();
  let waiting = false;
  const changed = (): void => {
    if (waiting) return;
    waiting = true;
    handset.after(DEBOUNCE_MS, () => {
      waiting = false;
      for (const watcher of watchers) watcher();
    });
  };
  handset.listen(changed);
  return {
    changed,
    routes: {
      'GET /': () => staticFile('index.html'),
      'GET /page.js': () => staticFile('page.js'),
      'GET /page/state': () => ({ status: 200, json: snapshot(handset, desk) }),
      'GET /page/events': ({ outgoing }) => {
        const stream = openEventStream(outgoing, PAGE_HEADERS);
        const watcher = (): void => stream.send('state', snapshot(handset, desk));
        watchers.add(watcher);
        stream.onClose(() => watchers.delete(watcher));
        watcher();
        return null;
      },
      ...textControls(handset),
      ...deviceControls(handset),
      ...linkControls(handset),
    },
  };
}

const outcome = (happened: boolean, why: string): Answer => {
  if (!happened) throw new Refusal(409, why);
  return { status: 204 };
};

function textControls(handset: Handset): Record<string, Route> {
  return {
    'POST /page/text': ({ body }) => {
      const from = textOf(body, 'from').trim();
      const text = textOf(body, 'text');
      if (from === '' || text === '')
        throw new Refusal(422, 'A text needs somebody who sends it, and words.');
      handset.receive({ from, text, slot: memberOf(body, 'slot') === 1 ? 1 : 0 });
      return { status: 204 };
    },
    'POST /page/picture': ({ body }) => {
      const from = textOf(body, 'from').trim();
      if (from === '') throw new Refusal(422, 'A picture needs somebody who sends it.');
      const scene = SCENE_NAMES.find((name) => name === memberOf(body, 'scene'));
      const picture = choosePicture(new Seeded(`typed ${handset.now()}`), scene);
      handset.receive({ from, text: String(memberOf(body, 'text') ?? ''), pictures: [picture] });
      return { status: 204 };
    },
    'POST /page/delete-newest': () => outcome(handset.deleteNewest(), 'There is no text to delete.'),
    'POST /page/release': () => {
      handset.releaseWithheld();
      return { status: 204 };
    },
  };
}

function deviceControls(handset: Handset): Record<string, Route> {
  return {
    'POST /page/call': ({ body }) => {
      const number = memberOf(body, 'number');
      const rung = handset.ring(typeof number === 'string' && number.trim() !== '' ? number.trim() : null);
      return outcome(rung !== null, 'The line is busy: end the call first.');
    },
    'POST /page/call/answer': () => outcome(handset.answerCall(), 'Nothing is ringing.'),
    'POST /page/call/end': ({ body }) =>
      outcome(
        handset.endCall(memberOf(body, 'how') === 'rejected' ? 'rejected' : 'missed'),
        'There is no call.',
      ),
    'POST /page/notification': ({ body }) => {
      handset.post({ app: textOf(body, 'app'), title: textOf(body, 'title'), text: textOf(body, 'text') });
      return { status: 204 };
    },
    'POST /page/notification/dismiss': ({ body }) =>
      outcome(handset.dismiss(textOf(body, 'key')), 'The notification is already gone.'),
    'POST /page/battery': ({ body }) => {
      const level = memberOf(body, 'level');
      const charging = memberOf(body, 'charging');
      handset.setBattery({
        ...(typeof level === 'number' ? { level } : {}),
        ...(typeof charging === 'boolean' ? { charging } : {}),
      });
      return { status: 204 };
    },
  };
}

function linkControls(handset: Handset): Record<string, Route> {
  return {
    'POST /agent/link': () => {
      handset.tell({ type: 'agent-link' });
      return { status: 204 };
    },
    'POST /agent/confirm': ({ body }) => {
      handset.tell({ type: 'agent-confirm', linked: memberOf(body, 'linked') !== false });
      return { status: 204 };
    },
  };
}
