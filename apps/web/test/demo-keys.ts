import type { EngineApi } from '../src/engine/engine-api.ts';
import { statusOf, type Demo } from './demo-state.ts';

const KEY = '1K7QXM4T2VHN8RD0CJ5WPBE3GSYZ6FA';
const FORMATTED = '1K7QXM-4T2VH-N8RD0-CJ5WP-BE3GS-YZ6FA';

/** Secret key and linking. */
export function keyApi(
  demo: Demo,
): Pick<
  EngineApi,
  | 'createRoot'
  | 'confirmRoot'
  | 'createOpenRoot'
  | 'sendKeyCode'
  | 'enterKeyCode'
  | 'joinOpenAccount'
  | 'sealEverything'
  | 'checkSecretKey'
  | 'inspectRecovery'
  | 'recover'
  | 'replaceSecretKey'
  | 'confirmReplacedSecretKey'
  | 'startLink'
  | 'finishLink'
  | 'cancelLink'
  | 'answerLink'
  | 'submitDigits'
  | 'refuseLink'
  | 'pendingLinks'
> {
  const made = { secretKey: KEY, formatted: FORMATTED, lastGroup: 'YZ6FA' };
  const ready = () => {
    demo.status = statusOf('ready');
    demo.emit('status', demo.status);
  };
  const others = () => demo.data.devices.filter((device) => !device.me && !device.removedAt);
  const link = {
    link: 'l'.repeat(22),
    platform: 'browser' as const,
    name: 'Firefox on Windows',
    origin: 'http://localhost:7070',
    ready: true,
    triesLeft: 3,
    expires: new Date(Date.now() + 110_000).toISOString(),
  };
  let tries = 3;
  return {
    createRoot: () => Promise.resolve(made),
    confirmRoot: async () => ready(),
    createOpenRoot: async () => ready(),
    sendKeyCode: () => Promise.resolve(),
    enterKeyCode: () => Promise.resolve(others()),
    joinOpenAccount: async () => ready(),
    sealEverything: () => {
      demo.emit('sealing', { done: 1_500, total: 5_748 });
      return new Promise((resolve) => setTimeout(resolve, 700));
    },
    checkSecretKey: (text) => {
      const letters = text.replaceAll(/[^0-9a-z]/gi, '').toUpperCase();
      if (letters.length < 31) return Promise.resolve(`${31 - letters.length} characters are missing.`);
      return Promise.resolve(letters === KEY ? null : 'One of the characters is not as on the kit.');
    },
    inspectRecovery: () => Promise.resolve(others()),
    recover: async () => ready(),
    replaceSecretKey: () => Promise.resolve(made),
    confirmReplacedSecretKey: () => Promise.resolve(),
    startLink: async () => {
      const expires = new Date(Date.now() + 118_000).toISOString();
      demo.emit('newLink', { step: 'waiting', digits: null, expires });
      setTimeout(() => demo.emit('newLink', { step: 'digits', digits: '483920', expires }), 150);
      if (demo.scenario === 'linking')
        setTimeout(() => demo.emit('newLink', { step: 'confirm', digits: '483920', expires }), 300);
    },
    finishLink: async () => ready(),
    cancelLink: () => Promise.resolve(),
    answerLink: () => Promise.resolve(),
    submitDigits: async (_link, digits) => {
      if (digits === '483920') {
        demo.emit('links', []);
        return { ok: true, triesLeft: tries };
      }
      tries -= 1;
      return { ok: false, triesLeft: tries };
    },
    refuseLink: async () => demo.emit('links', []),
    pendingLinks: () => Promise.resolve(demo.scenario === 'links' ? [link] : []),
  };
}
