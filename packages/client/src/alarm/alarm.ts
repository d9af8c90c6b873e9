import { SealError } from '@smseal/seal';

/** What a server did that no honest one does; one public sentence each. */
export const ALARMS = {
  'chain-shorter':
    'The server showed fewer of the account’s devices’ entries than this device has seen before.',
  'chain-forked': 'The server showed a list of devices that is not the one this device has seen before.',
  'chain-broken': 'The server showed a list of devices that does not hold together.',
  'feed-rolled-back': 'The server’s change feed ends before what this device has already read.',
  'feed-disordered': 'The server’s change feed repeats or skips places.',
  'record-rolled-back': 'The server showed an older version of a record than this device has seen before.',
  'record-refused': 'A record could not be opened: it was altered, moved or forged.',
  'batch-refused': 'A batch of outgoing texts was refused: it was altered, or nobody who may send signed it.',
  'segment-refused': 'A report on outgoing texts was refused: it was altered or not signed by its device.',
  'live-refused': 'A live event was refused: it was altered, replayed or forged.',
  'settings-refused':
    'Settings of a gateway were refused: they were altered, or nobody who may configure signed them.',
  'settings-rolled-back':
    'The server showed older settings of a gateway than this device has seen before, or none.',
  'settings-forked': 'The server showed two settings of a gateway that bear the same number.',
  'pool-key-refused':
    'A day’s key of a pool of gateways was refused: it was altered, or no gateway of the pool signed it.',
  'keys-withheld': 'The server does not hand out a key that this device has a right to.',
  'list-shorter': 'The server showed a shorter or older list than this device has seen before.',
  'list-forked': 'The server showed another list than the one that this device has seen before.',
  'list-refused': 'A list was refused: it has gaps, was altered, or nobody who may append to it signed it.',
  'list-entry-refused': 'A device appended something to a list that is not of its form; it was passed over.',
  'link-forged': 'The server’s word on a link does not match what the two devices agreed on.',
} as const;

export type AlarmCode = keyof typeof ALARMS;

export interface Alarm {
  code: AlarmCode;
  sentence: string;
  /** RFC 3339 UTC, by this device's clock. */
  at: string;
  /** What seal or the engine said; never holds content. */
  detail: string;
}

/** Takes alarms; a device shows each of them. */
export type AlarmBell = (alarm: Alarm) => void;

/** Builds an alarm; `now` in ms. */
export function alarmOf(code: AlarmCode, now: number, cause?: unknown): Alarm {
  const detail = cause instanceof SealError ? cause.code : typeof cause === 'string' ? cause : '';
  return { code, sentence: ALARMS[code], at: new Date(now).toISOString(), detail };
}
