import { ORDINARY, SECRET, type Entry } from '../vocabulary.ts';
import { listed } from './listed.ts';

const KEPT = {
  necessity: 'required',
  protection: 'on-device',
  category: 'device',
  retention: 'device',
  rights: ORDINARY,
  recipients: ['none'],
} as const satisfies Partial<Entry>;

const SAME_DEVICE = 'Being the same device after a restart.';
const LINKED = 'Once it is linked.';

/** Files that make a program a device. */
const DEVICE_FILES = {
  'device.json': {
    holds: 'The device’s keys and its token.',
    purpose: SAME_DEVICE,
    rights: SECRET,
    when: LINKED,
  },
  'membership.json': { holds: 'The devices’ chain, and keys sealed to this device.', when: LINKED },
  'sequence.json': { holds: 'How many things the device has sealed.', when: LINKED },
} as const;

/** What a gateway and the command line keep in folders that only their user enters. */
export const DEVICE_FOLDER_ENTRIES: readonly Entry[] = [
  ...listed(
    { ...KEPT, place: 'gateway-storage', purpose: 'Going on where it stopped.' },
    {
      ...DEVICE_FILES,
      'settings-pin.json': {
        holds: 'Which settings it has obeyed last, so that older ones are refused.',
        when: LINKED,
      },
      'list-*.json': {
        holds: 'How far it has followed a list, so that a shorter one is refused.',
        when: 'Once it follows a list.',
      },
      'day.json': {
        holds: 'How many texts have left today.',
        purpose: 'Stopping where the account has set a limit.',
        when: 'Once a text has left.',
      },
      'departures/*': {
        holds: 'Which texts of a batch have left and under which carrier’s name; no number and no word.',
        purpose: 'Never sending a text twice, even after a crash; gone with the batch’s last report.',
        category: 'delivery',
        when: 'While texts are on their way.',
      },
      'webhook-events/*/*': {
        holds:
          'What became of texts, for a program that takes it more slowly than it happens; no number and no word.',
        purpose:
          'Telling the account’s own programs all of it; gone when they were told, and with the gateway’s process.',
        category: 'delivery',
        when: 'While a program is behind by more than fifty thousand events.',
      },
    },
  ),
  ...listed(
    { ...KEPT, place: 'command-line-storage', purpose: 'Going on where it stopped.' },
    {
      ...DEVICE_FILES,
      'settings-pin.json': { holds: 'Which settings of gateways it has seen.', when: LINKED },
      'list-*.json': { holds: 'How far it has followed a list.', when: 'Once it follows a list.' },
      '*.sending': {
        holds: 'Which requests of a send were handed in: counts and names of batches, no number and no word.',
        purpose: 'Handing nothing in twice; it lies beside the table that was sent.',
        category: 'delivery',
        when: 'Only beside a table that was sent.',
      },
    },
  ),
];
