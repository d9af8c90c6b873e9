import type { TextState } from '@smseal/sdk/source';
import { ProgressBar } from '../progress/progress-bar.ts';
import type { SendListener, SendResult, StateCounts } from './send-listener.ts';

type Write = (text: string) => void;

/** What takes less needs no bar, ms. */
const PATIENCE_MS = 1_000;
/** Rows that are named to people one by one. */
const MOST_NAMED = 20;

/** Few, calm lines, and a bar at a time. */
export function peoplesSend(write: Write, out: NodeJS.WriteStream = process.stderr): SendListener {
  let bar: { label: string; bar: ProgressBar } | null = null;
  let named = 0;
  const begun = performance.now();
  const endBar = (): void => {
    bar?.bar.end();
    bar = null;
  };
  const say = (line = ''): void => {
    endBar();
    write(`${line}\n`);
  };
  const draw = (label: string, share: number, detail: string): void => {
    if (bar?.label !== label) {
      endBar();
      bar = { label, bar: new ProgressBar(label, out) };
    }
    bar.bar.update(share, detail);
  };
  return {
    reading: (share, people) => {
      if (performance.now() - begun > PATIENCE_MS) draw('Reading', share, count(people, 'recipient'));
    },
    refused: ({ line, detail }) => {
      if (++named <= MOST_NAMED) say(`  line ${line}: ${detail}`);
      if (named === MOST_NAMED + 1) say('  … and more; --json names every one.');
    },
    surveyed: ({ recipients, refused, segments, encodings, mostSegments }) => {
      const no = refused === 0 ? '' : `, ${count(refused, 'row')} that cannot be texted`;
      say(`${count(recipients, 'recipient')}${no}, ${count(segments, 'segment')}.`);
      if (encodings.ucs2 > 0)
        say(
          `${count(encodings.ucs2, 'text')} ${encodings.ucs2 === 1 ? 'has' : 'have'} characters beyond the 7-bit alphabet: 70 in a segment in place of 160.`,
        );
      if (mostSegments > 1) say(`The longest text takes ${mostSegments} segments.`);
    },
    resumed: ({ handedIn, done, file }) =>
      say(
        done === null
          ? `${count(handedIn, 'text')} of these were handed in before; this goes on after them.`
          : `All of these were handed in before, until ${done}. To send them again, remove ${file}.`,
      ),
    accepted: () => undefined,
    handedIn: (done, all) =>
      draw('Handing in', all === 0 ? 1 : done / all, `${number(done)} of ${number(all)}`),
    inDoubt: ({ first, last, recipients }) =>
      say(
        `Lines ${first} to ${last} were handed in more than a day ago and never answered for. Whether these ${number(recipients)} texts left is not known, so they are not handed in again.`,
      ),
    stopped: (handedIn) => {
      say();
      say(`Nothing more is handed in. What is handed in stays: ${count(handedIn, 'text')}.`);
      if (handedIn > 0) say('Press Ctrl-C again within 5 seconds to cancel those that have not left.');
    },
    progress: (counts, all) => draw('On their way', over(counts, all), describe(counts)),
    ended: () => undefined,
    done: (result) => say(summary(result)),
  };
}

/** One JSON object a line. Members are only ever added. */
export function programsSend(write: Write): SendListener {
  const tell = (event: string, more: object): void => write(`${JSON.stringify({ event, ...more })}\n`);
  return {
    reading: () => undefined,
    refused: (row) => tell('refused', row),
    surveyed: (survey) => tell('surveyed', survey),
    resumed: (before) => tell('resumed', before),
    accepted: ({ line, id, to, encoding, segments }) =>
      tell('accepted', { line, id, to, encoding, segments }),
    handedIn: (done, all) => tell('handed-in', { done, all }),
    inDoubt: ({ first, last, recipients }) => tell('in-doubt', { first, last, recipients }),
    stopped: (handedIn) => tell('stopped', { handedIn }),
    progress: (states, all) => tell('progress', { states, all }),
    ended: ({ id, state }) => tell('ended', { id, state }),
    done: (result) => tell('done', result),
  };
}

const FINAL = ['delivered', 'failed', 'expired', 'cancelled', 'unknown'] as const satisfies TextState[];

function over(counts: StateCounts, all: number): number {
  const ended = FINAL.reduce((sum, state) => sum + (counts[state] ?? 0), 0);
  return all === 0 ? 1 : ended / all;
}

/** `9,950 delivered, 50 failed`. */
function describe(counts: StateCounts): string {
  const { queued = 0, leased = 0, submitted = 0, sent = 0 } = counts;
  const parts: [number, string][] = [
    [queued + leased, 'waiting'],
    [submitted, 'leaving'],
    [sent, 'sent'],
    ...FINAL.map((state): [number, string] => [counts[state] ?? 0, state]),
  ];
  return parts.flatMap(([times, what]) => (times === 0 ? [] : [`${number(times)} ${what}`])).join(', ');
}

function summary({ accepted, refused, complete, states }: SendResult): string {
  const no = refused === 0 ? '' : `, ${number(refused)} refused`;
  const where = states === null ? '' : `: ${describe(states) || 'none'}`;
  const rest = complete ? '' : ' The same command goes on with the rest.';
  return `${count(accepted, 'text')} handed in${no}${where}.${rest}`;
}

function number(value: number): string {
  return value.toLocaleString('en');
}

function count(value: number, what: string): string {
  return `${number(value)} ${what}${value === 1 ? '' : 's'}`;
}
