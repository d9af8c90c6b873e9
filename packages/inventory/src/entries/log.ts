import { IMPERSONAL, type Entry } from '../vocabulary.ts';
import { listed } from './listed.ts';

const LINE = {
  purpose: 'Finding out why the service fails or is slow.',
  necessity: 'required',
  protection: 'clear',
  category: 'operation',
  retention: 'log-30d',
  rights: IMPERSONAL,
  recipients: ['none'],
} as const satisfies Partial<Entry>;

const WHEN_IT_FAILS = 'Only in lines that tell of a failure.';

/** What a line of a device's log may say besides. */
const DEVICE_LINE = {
  time: 'When it happened.',
  level: 'How grave it is.',
  message: 'What happened, in words that are fixed in the source.',
  code: { holds: 'The code of a refusal or an alarm.', when: WHEN_IT_FAILS },
  reason: { holds: 'Why it happened, as the program or the system says.', when: WHEN_IT_FAILS },
  detail: { holds: 'What an alarm concerns, such as the name of a record.', when: WHEN_IT_FAILS },
} as const;

/** What the lines of each program's log may say, and nothing else. */
export const LOG_ENTRIES: readonly Entry[] = [
  ...listed(
    { ...LINE, place: 'server-log' },
    {
      level: 'How grave it is.',
      time: 'When it happened.',
      msg: 'What happened, in words that are fixed in the source.',
      reqId: 'A random name of the request.',
      method: 'The request’s method.',
      route: 'The pattern of the route, never the address itself.',
      status: 'The answer’s status.',
      ms: 'How long the answer took.',
      error: { holds: 'Kind and code of a failure, never its message.', when: WHEN_IT_FAILS },
      frames: { holds: 'Where in the source a failure arose.', when: WHEN_IT_FAILS },
    },
  ),
  ...listed(
    { ...LINE, place: 'gateway-log' },
    {
      ...DEVICE_LINE,
      connector: {
        holds: 'The random name of a carrier’s connection.',
        when: 'Only where there is a carrier.',
      },
      state: { holds: 'Whether a carrier’s connection stands.', when: 'Only where there is a carrier.' },
      count: { holds: 'How many events or callbacks were dropped.', when: WHEN_IT_FAILS },
      webhook: { holds: 'The random name of a webhook that fails.', when: WHEN_IT_FAILS },
      error: { holds: 'The kind of a failure.', when: WHEN_IT_FAILS },
    },
  ),
  ...listed(
    { ...LINE, place: 'phone-log' },
    {
      ...DEVICE_LINE,
      kind: { holds: 'The kind of a record that the server refused.', when: WHEN_IT_FAILS },
      id: { holds: 'The name of a record that the server refused.', when: WHEN_IT_FAILS },
      part: { holds: 'Which part of a picture message cannot be read.', when: WHEN_IT_FAILS },
      type: { holds: 'The type of a live event or a command that failed.', when: WHEN_IT_FAILS },
      from: { holds: 'The device whose command failed.', when: WHEN_IT_FAILS },
      skewMs: {
        holds: 'By how much the phone’s clock differs from the server’s.',
        when: 'Only where the clocks differ by minutes.',
      },
    },
  ),
];
