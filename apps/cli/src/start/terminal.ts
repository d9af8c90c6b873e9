import type { ChildListener } from './child.ts';

export interface Running {
  app: string;
  phone: string;
  gateway: string;
  home: string;
}

/** What `smseal start` says while it runs: to people, or one JSON object a line to programs. */
export interface Terminal extends ChildListener {
  step(sentence: string): void;
  running(where: Running): void;
  stopping(): void;
  stopped(): void;
}

type Write = (text: string) => void;

/** Few, calm lines; bold where the terminal can. */
export function peoplesTerminal(write: Write, { bold }: { bold: boolean }): Terminal {
  const strong = (text: string): string => (bold ? `\u001b[1m${text}\u001b[22m` : text);
  const say = (line = ''): void => write(`${line}\n`);
  return {
    step: (sentence) => say(`  ${sentence}`),
    running: ({ app, phone, gateway, home }) => {
      say();
      say(`  ${strong('SMSeal is running.')}`);
      say();
      say(`  ${strong(app.padEnd(26))} the app`);
      say(`  ${strong(phone.padEnd(26))} a made-up phone to try it with: no hardware, no cost`);
      say(`  ${strong(gateway.padEnd(26))} a gateway to a made-up carrier: link it to send from programs`);
      say();
      say('  Next: open the app and sign up with an e-mail and a mobile number. The one-time password');
      say('  arrives “by text”: here and on the phone’s page.');
      say(`  Everything is kept in ${home}. Ctrl-C ends it.`);
      say();
    },
    onLine: (_, line) => {
      // What is JSON is meant for programs.
      if (line.startsWith('{')) return;
      // Digits to type somewhere are what people look for.
      say(`  ${time()}  ${line.replaceAll(/\b\d{6}\b|\b\d{3} \d{3}\b/gu, strong)}`);
    },
    onEnded: (name, { reason, waitMs }) => {
      say(`  ${time()}  The ${name} ended (${reason}). It starts again in ${seconds(waitMs)}.`);
    },
    onRestarted: (name) => say(`  ${time()}  The ${name} is back.`),
    stopping: () => say('\n  Ending everything…'),
    stopped: () => say('  Ended.'),
  };
}

/** One JSON object a line. */
export function programsTerminal(write: Write): Terminal {
  const tell = (event: string, more: object = {}): void => write(`${JSON.stringify({ event, ...more })}\n`);
  return {
    step: (sentence) => tell('step', { sentence }),
    running: (where) => tell('running', where),
    onLine: (name, line) => tell('line', { name, line }),
    onEnded: (name, how) => tell('ended', { name, ...how }),
    onRestarted: (name) => tell('restarted', { name }),
    stopping: () => tell('stopping'),
    stopped: () => tell('stopped'),
  };
}

const time = (): string => new Date().toTimeString().slice(0, 5);
const seconds = (ms: number): string => (ms < 1000 ? 'half a second' : `${Math.round(ms / 1000)} s`);
