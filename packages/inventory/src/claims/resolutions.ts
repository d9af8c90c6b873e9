/** Where the three policies contradict each other, the law or the possible, and what holds instead. */
export const RESOLUTIONS = {
  R01: {
    conflict: 'Changes of the policy are announced 14 or 30 days before, or just posted.',
    instead:
      'What weighs on you is announced 30 days before, the rest 14; only what protects you or the law demands comes at once.',
  },
  R02: {
    conflict: 'Deletion is immediate, or comes 90 days after an account is closed.',
    instead:
      'Closing and deleting are two things: a closed account sleeps and can be woken for 90 days, a deleted one is gone at once.',
  },
  R03: {
    conflict: 'Deletion is immediate, but backups live for 14 days.',
    instead:
      'Keys are destroyed at once, so that backups cannot be opened; their octets are gone within 14 days.',
  },
  R04: {
    conflict: 'Everything is deleted, but the law keeps invoices and holds.',
    instead: 'The deletion certificate lists each category that stays, why and until when.',
  },
  R05: {
    conflict: 'Going on to use the service is called consent.',
    instead: 'Going on is never consent; what would need consent is asked for by itself.',
  },
  R06: {
    conflict: 'Nobody can read the texts, but a carrier must get them in clear.',
    instead:
      'What the devices of a sealed account share is sealed from end to end; a text by a gateway and its carrier is in clear where the mobile network needs it, and each text says by which way it went.',
  },
  R07: {
    conflict: 'Without a secret key everything is kept in plain text, and everything is encrypted at rest.',
    instead: '“Readable by the service” and “encrypted on its disks” are two things, and both are said.',
  },
  R08: {
    conflict: 'Nothing is analysed, but usage is measured by others’ tools.',
    instead: 'Nobody’s tools measure anything, and no figure is ever made from what people store.',
  },
  R09: {
    conflict: 'Nothing goes to third parties, but carriers, integrations and advertisers get something.',
    instead:
      'Recipients are a closed list of carriers, notices and the holder’s own programs; advertisers are none of them.',
  },
  R10: {
    conflict: 'Statistics by others’ tools are called anonymous.',
    instead: 'That word is not used for anything that carries a name, a number, an address or an id.',
  },
  R11: {
    conflict: 'A framework for transfers is named that a court has ended.',
    instead: 'It is never named; a mechanism is only claimed with its date and its end.',
  },
  R12: {
    conflict: 'Ages of 13, 16 and 18 are named for the same thing.',
    instead: 'A table by country and kind of account says which age counts.',
  },
  R13: {
    conflict: 'Thirty days are longer than the month of the law in February.',
    instead: 'The earlier of thirty days and one month counts.',
  },
  R14: {
    conflict: 'A password is made for people and texted to them.',
    instead: 'A code is texted that works once; then people choose a passkey or a password of their own.',
  },
  R15: {
    conflict: 'Encryption in transit is an offer.',
    instead: 'It is the only way in.',
  },
  R16: {
    conflict: 'No time of a call is listed, but calls have an order.',
    instead:
      'Times lie within what is sealed, or encrypted in an open account; beside it the server keeps the day on which something was stored, never finer.',
  },
  R17: {
    conflict: 'A conversation’s name is in clear and could tell who is texted.',
    instead: 'It is keyed with a key that only the devices of a sealed account hold.',
  },
  R18: {
    conflict: 'No responsibility is taken for others who get the data.',
    instead: 'That is never said of whoever works for the service.',
  },
  R19: {
    conflict: 'Every access is logged, but little is kept and all is erased.',
    instead: 'Logs keep commitments; what they commit to is sealed under keys that erasure destroys.',
  },
  R20: {
    conflict: 'What is deleted on the phone stays on the server.',
    instead: 'A deletion on the phone deletes in the account, too.',
  },
} as const satisfies Record<string, { conflict: string; instead: string }>;

export type ResolutionId = keyof typeof RESOLUTIONS;
