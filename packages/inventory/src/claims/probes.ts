/** How a probe goes about it. */
export type ProbeFamily = 'lint' | 'introspect' | 'tls' | 'canary' | 'egress' | 'har' | 'clock' | 'erase';

/** What a probe has to be given. */
export type ProbeNeed =
  /** Nothing: it tries what this release is made of. */
  | 'release'
  /** The address of a running service. */
  | 'url'
  /** A throw-away account on it. */
  | 'account'
  /** A throw-away account, and everything in which the service could keep something of it. */
  | 'stores'
  /** A gateway of this release that belongs to a throw-away account, and a made-up carrier. */
  | 'gateway'
  /** A day of a service of this release, which was played for it alone. */
  | 'rehearsal'
  /** A made-up phone with this release’s agent that belongs to a throw-away account. */
  | 'phone'
  /** Its database, read only. */
  | 'database'
  /** Its folder, `SMSEAL_HOME`. */
  | 'home'
  /** Its processes, on the same machine. */
  | 'processes'
  /** A real browser. */
  | 'browser';

export interface ProbeEntry {
  family: ProbeFamily;
  needs: ProbeNeed;
  /** What it tries, in one plain sentence. */
  tries: string;
  /** Days after which a result counts no longer. */
  freshDays: number;
}

/** Every probe by name. Who has no credentials can repeat those that need a URL or an account, and sees the result. */
export const PROBES = {
  'lint/inventory': {
    family: 'lint',
    needs: 'release',
    tries: 'Everything that is held has one entry with purpose, necessity, retention and rights.',
    freshDays: 30,
  },
  'lint/recipients': {
    family: 'lint',
    needs: 'release',
    tries: 'The closed lists of recipients and categories hold nobody who buys, advertises or measures.',
    freshDays: 30,
  },
  'lint/sealed-fields': {
    family: 'lint',
    needs: 'release',
    tries: 'A record shows its id, a message also its conversation and day, and nothing more.',
    freshDays: 30,
  },
  'lint/erasure-plan': {
    family: 'lint',
    needs: 'release',
    tries: 'The deletion of an account reaches every table that names an account, its own row last.',
    freshDays: 30,
  },
  'lint/sign-up-fields': {
    family: 'lint',
    needs: 'release',
    tries: 'The form of a sign-up has an e-mail address and a mobile number and takes nothing else.',
    freshDays: 30,
  },
  'lint/wording': {
    family: 'lint',
    needs: 'release',
    tries: 'No sentence of the claims uses words that the law or the truth forbids.',
    freshDays: 30,
  },
  'lint/server-cannot-open': {
    family: 'lint',
    needs: 'release',
    tries: 'Nothing that the server is built from, however deep, can open what devices seal.',
    freshDays: 30,
  },
  'lint/purposes': {
    family: 'lint',
    needs: 'release',
    tries:
      'Everything held has a purpose of the closed list, and each purpose serves the service and its holders.',
    freshDays: 30,
  },
  'lint/subjects': {
    family: 'lint',
    needs: 'release',
    tries:
      'Everything that goes with its owner says whose it is, and visitors, holders, their staff and the people whom they text are all covered.',
    freshDays: 30,
  },
  'lint/regimes': {
    family: 'lint',
    needs: 'release',
    tries: 'The tables of laws give every right with its time, and in doubt every law counts.',
    freshDays: 30,
  },
  'lint/policy-review': {
    family: 'lint',
    needs: 'release',
    tries: 'The day by which the policy is looked at again is named and not over.',
    freshDays: 30,
  },
  'lint/policy-changes': {
    family: 'lint',
    needs: 'release',
    tries: 'Changes of this policy are each told in one sentence and weighed as what they are.',
    freshDays: 30,
  },
  'lint/usage-figures': {
    family: 'lint',
    needs: 'release',
    tries:
      'Figures of made-up weeks are told only where twenty accounts are behind them and behind what subtracting gives, and one account more or less moves none by more than it is rounded by.',
    freshDays: 30,
  },
  'clock/thresholds': {
    family: 'clock',
    needs: 'release',
    tries:
      'Each step of the retention plan keeps a thing one tick before its time and lets go of it at the tick.',
    freshDays: 30,
  },
  'clock/retention-job': {
    family: 'clock',
    needs: 'release',
    tries:
      'The retention job, run on rows of a real database that is thrown away, keeps each one tick before its time and lets go of it at the tick, and of nothing while the clock is behind.',
    freshDays: 30,
  },
  'clock/policy-notice': {
    family: 'clock',
    needs: 'release',
    tries:
      'A version of the policy counts at the end of its notice and not one tick before, and may not be called less grave than it is.',
    freshDays: 30,
  },
  'clock/deadlines': {
    family: 'clock',
    needs: 'release',
    tries:
      'A request of any kind, received on any of 1,461 days anywhere, is due by the earliest of all times that are promised or given by law.',
    freshDays: 30,
  },
  'tls/plain-refused': {
    family: 'tls',
    needs: 'url',
    tries: 'Plain HTTP gets no page and no answer under any name but this machine’s.',
    freshDays: 1,
  },
  'tls/old-versions': {
    family: 'tls',
    needs: 'url',
    tries: 'TLS 1.0 and 1.1 are refused and TLS 1.2 or 1.3 is spoken.',
    freshDays: 1,
  },
  'tls/strict-transport': {
    family: 'tls',
    needs: 'url',
    tries: 'Browsers are told for at least a year to come over TLS only.',
    freshDays: 1,
  },
  'har/own-origin': {
    family: 'har',
    needs: 'url',
    tries: 'No page names, loads or may connect to anything of another origin.',
    freshDays: 1,
  },
  'har/no-cookie': {
    family: 'har',
    needs: 'url',
    tries: 'Nothing that is served before a sign-in sets a cookie.',
    freshDays: 1,
  },
  'har/no-script': {
    family: 'har',
    needs: 'url',
    tries: 'Every page that the home leads to has no script, and the browser is told to run none on it.',
    freshDays: 1,
  },
  'har/without-cookies': {
    family: 'har',
    needs: 'url',
    tries: 'Every public page comes whole to a browser that refuses cookies.',
    freshDays: 1,
  },
  'har/headers': {
    family: 'har',
    needs: 'url',
    tries: 'Answers carry the headers that the inventory lists, and no others.',
    freshDays: 1,
  },
  'har/policy-table': {
    family: 'har',
    needs: 'url',
    tries:
      'The privacy policy shows all that is held and nothing else, whose it is, who reads it, how long and who gets it, in ten minutes.',
    freshDays: 1,
  },
  'har/cookie-page': {
    family: 'har',
    needs: 'url',
    tries: 'The cookie page names every cookie, whatever else a browser keeps, and nothing that is not kept.',
    freshDays: 1,
  },
  'har/privacy-control': {
    family: 'har',
    needs: 'url',
    tries:
      'Global Privacy Control is honoured at its address, and who sends it gets the same pages and no cookie.',
    freshDays: 1,
  },
  'har/trust-page': {
    family: 'har',
    needs: 'url',
    tries: 'The trust page has each claim once, under what it stands on.',
    freshDays: 1,
  },
  'har/measures': {
    family: 'har',
    needs: 'url',
    tries: 'Each measure of the security page leads to claims that the trust page says how to try.',
    freshDays: 1,
  },
  'har/policy-versions': {
    family: 'har',
    needs: 'url',
    tries:
      'Each version of the policy is there whole, dated and under its digest, with what it changed, as it follows from the two; whoever disagrees is shown the way out.',
    freshDays: 1,
  },
  'har/rights-by-law': {
    family: 'har',
    needs: 'url',
    tries:
      'The privacy policy shows each law with its rights, times and places, as they are in the tables that rule deadlines.',
    freshDays: 1,
  },
  'har/release': {
    family: 'har',
    needs: 'url',
    tries: 'Every page and file that is served is in a release that its publisher has signed.',
    freshDays: 1,
  },
  'har/open-choice': {
    family: 'har',
    needs: 'url',
    tries: 'Whoever wants no secret key reads beside the button that the service can read their texts.',
    freshDays: 1,
  },
  'har/session-cookie': {
    family: 'har',
    needs: 'account',
    tries: 'A sign-in sets one cookie, which scripts and other sites cannot read.',
    freshDays: 7,
  },
  'har/browser-storage': {
    family: 'har',
    needs: 'browser',
    tries: 'A linked browser keeps what the inventory lists, and nothing else.',
    freshDays: 7,
  },
  'har/browser-requests': {
    family: 'har',
    needs: 'browser',
    tries: 'A browser that uses the whole app asks nobody but the service itself.',
    freshDays: 7,
  },
  'har/browser-emptied': {
    family: 'har',
    needs: 'browser',
    tries: 'A browser that was removed keeps nothing.',
    freshDays: 7,
  },
  'har/browser-visits': {
    family: 'har',
    needs: 'browser',
    tries:
      'A browser in which nobody has been keeps nothing of any public page and asks nobody else, whether or not it says “do not sell or share”.',
    freshDays: 7,
  },
  'introspect/unlisted-field': {
    family: 'introspect',
    needs: 'url',
    tries: 'A sign-up with a field that nobody listed is refused with 422, and the field is named.',
    freshDays: 1,
  },
  'introspect/refusals': {
    family: 'introspect',
    needs: 'url',
    tries: 'Refusals say what is wrong and repeat nothing of what was sent, and no inner workings.',
    freshDays: 1,
  },
  'introspect/one-time-code': {
    family: 'introspect',
    needs: 'account',
    tries: 'The code of a sign-up works once, and opens nothing but the choice of a password or passkey.',
    freshDays: 7,
  },
  'introspect/export': {
    family: 'introspect',
    needs: 'account',
    tries:
      'The holder gets all that is held of the account as lines that programs read, and no digest of a secret.',
    freshDays: 7,
  },
  'introspect/activity': {
    family: 'introspect',
    needs: 'account',
    tries: 'The activity log shows its holder when, from where, what and which device, and nothing else.',
    freshDays: 7,
  },
  'introspect/retention-setting': {
    family: 'introspect',
    needs: 'account',
    tries: 'The holder sets for how long content is kept, within bounds that are refused beyond.',
    freshDays: 7,
  },
  'introspect/policy-version': {
    family: 'introspect',
    needs: 'account',
    tries:
      'The export of an account says under which version of the policy it was made, which is the one in force then.',
    freshDays: 7,
  },
  'introspect/changed-details': {
    family: 'introspect',
    needs: 'account',
    tries:
      'The holder changes the e-mail address, and the number with a device beside the session, by a code, and everything shows the new.',
    freshDays: 7,
  },
  'introspect/account-kind': {
    family: 'introspect',
    needs: 'account',
    tries:
      'A sealed account is told to be one, takes nothing that the service could read, and its key is nowhere to be had.',
    freshDays: 7,
  },
  'introspect/closed-account': {
    family: 'introspect',
    needs: 'account',
    tries:
      'A closed account lets no session and no device in, says until when it can be woken, and once woken works as before.',
    freshDays: 7,
  },
  'canary/record': {
    family: 'canary',
    needs: 'account',
    tries: 'Words in a text, a contact and a call come back from the server in no encoding but sealed.',
    freshDays: 7,
  },
  'canary/keys': {
    family: 'canary',
    needs: 'account',
    tries: 'The secret key and the secret halves of a device’s keys are in nothing that a device sends.',
    freshDays: 7,
  },
  'introspect/columns': {
    family: 'introspect',
    needs: 'database',
    tries: 'The database’s tables hold the columns that the inventory lists, and no others.',
    freshDays: 1,
  },
  'introspect/roles': {
    family: 'introspect',
    needs: 'database',
    tries:
      'The service’s own role and those listed that only read can reach the tables, and nobody else can.',
    freshDays: 1,
  },
  'introspect/times': {
    family: 'introspect',
    needs: 'database',
    tries:
      'No column of the database holds a time finer than a day, but those that end something or are the activity’s.',
    freshDays: 1,
  },
  'introspect/sealed-octets': {
    family: 'introspect',
    needs: 'database',
    tries: 'What is sealed, digested or encrypted is kept as octets, where no text can slip in.',
    freshDays: 1,
  },
  'introspect/at-rest': {
    family: 'introspect',
    needs: 'database',
    tries: 'Whatever is encrypted at rest cannot be read in the database.',
    freshDays: 1,
  },
  'introspect/open-records': {
    family: 'introspect',
    needs: 'database',
    tries: 'Records and keys of open accounts cannot be read in the database, and a sealed account has none.',
    freshDays: 1,
  },
  'introspect/day-key': {
    family: 'introspect',
    needs: 'database',
    tries:
      'The key of the day is of today or yesterday, wraps every account’s key, and no older one is left.',
    freshDays: 1,
  },
  'introspect/housekeeping': {
    family: 'introspect',
    needs: 'database',
    tries: 'The queues are those of the inventory, and housekeeping has run within two hours.',
    freshDays: 1,
  },
  'introspect/usage-sums': {
    family: 'introspect',
    needs: 'database',
    tries:
      'Sums and figures on use hold words of a fixed list, days and numbers, and no sum is kept longer than its figure takes.',
    freshDays: 1,
  },
  'introspect/logs': {
    family: 'introspect',
    needs: 'home',
    tries: 'Every line of every log has the keys that the inventory lists, and no others.',
    freshDays: 1,
  },
  'introspect/log-age': {
    family: 'introspect',
    needs: 'home',
    tries: 'No log is older than thirty days.',
    freshDays: 1,
  },
  'introspect/files': {
    family: 'introspect',
    needs: 'home',
    tries: 'The service’s folder holds the files that the inventory lists, and no others.',
    freshDays: 1,
  },
  'introspect/keyring': {
    family: 'introspect',
    needs: 'home',
    tries: 'The keyring holds no key of the day that is older than yesterday’s.',
    freshDays: 1,
  },
  'introspect/backup-age': {
    family: 'introspect',
    needs: 'home',
    tries:
      'No copy of the database, no log between the copies and no key that opens one is older than it may be, by their names and by the disk.',
    freshDays: 1,
  },
  'introspect/backup-trial': {
    family: 'introspect',
    needs: 'home',
    tries: 'There is a copy of today or yesterday, and one of this week was restored, read and opened.',
    freshDays: 1,
  },
  'introspect/closed-copies': {
    family: 'introspect',
    needs: 'home',
    tries:
      'In a copy from before the key of the day, decrypted, and in the log up to that key, nothing lies under a key that is left.',
    freshDays: 3,
  },
  'egress/connections': {
    family: 'egress',
    needs: 'processes',
    tries: 'The programs hold connections to nobody but those whom the inventory lists.',
    freshDays: 7,
  },
  'egress/namespace': {
    family: 'egress',
    needs: 'rehearsal',
    tries:
      'A service of this release, alone in a network of its own from a sign-up to a deletion, reaches for those whom the inventory lists, and for nobody else.',
    freshDays: 30,
  },
  'introspect/request-headers': {
    family: 'introspect',
    needs: 'rehearsal',
    tries:
      'Of what a browser or a gateway says in the head of a request, the programs read what the inventory lists, and nothing else.',
    freshDays: 30,
  },
  'canary/live': {
    family: 'canary',
    needs: 'stores',
    tries:
      'What a phone says of notifications, its battery and calls reaches another device and is in no table, file, log or figure, not even sealed.',
    freshDays: 7,
  },
  'canary/batch': {
    family: 'canary',
    needs: 'stores',
    tries:
      'Texts of which only number and words are said reach the device that delivers them, and stand in no table, file or log in clear.',
    freshDays: 7,
  },
  'egress/set-up': {
    family: 'egress',
    needs: 'gateway',
    tries:
      'A carrier and a program get nothing before their account has signed for them, and nothing more within a minute after it took them away.',
    freshDays: 7,
  },
  'introspect/opt-out': {
    family: 'introspect',
    needs: 'gateway',
    tries: 'Who is texted and replies STOP has it confirmed once and gets no further text of any kind.',
    freshDays: 7,
  },
  'introspect/withdrawal': {
    family: 'introspect',
    needs: 'gateway',
    tries:
      'A text that was ordered does not leave when consent is taken back before its time, by the person or the account, and one word gives it again.',
    freshDays: 7,
  },
  'introspect/examples': {
    family: 'introspect',
    needs: 'gateway',
    tries: 'Every example of the developers’ page runs as it stands there, and its texts arrive.',
    freshDays: 7,
  },
  'canary/live-later': {
    family: 'canary',
    needs: 'stores',
    tries: 'Of what passed live there is still nothing anywhere when everything else was tried.',
    freshDays: 7,
  },
  'erase/phone': {
    family: 'erase',
    needs: 'phone',
    tries:
      'A text that is deleted on a made-up phone is soon gone from the account, and its neighbour is not.',
    freshDays: 7,
  },
  'erase/record': {
    family: 'erase',
    needs: 'account',
    tries:
      'A contact is erased by a plan that the device signs; it is gone at once, and the certificate holds offline.',
    freshDays: 7,
  },
  'erase/replay': {
    family: 'erase',
    needs: 'release',
    tries:
      'A database from before two erasures is refused, and once they were done again it has nothing of what was erased, and all of the rest.',
    freshDays: 30,
  },
  'erase/account': {
    family: 'erase',
    needs: 'account',
    tries:
      'The holder deletes the account alone, and at once neither session, device nor password opens anything.',
    freshDays: 7,
  },
  'erase/certificate': {
    family: 'erase',
    needs: 'account',
    tries:
      'The deleted account’s certificate is there for its token alone, names nobody, and holds offline; an altered one does not.',
    freshDays: 7,
  },
} as const satisfies Record<string, ProbeEntry>;

export type ProbeName = keyof typeof PROBES;

/** Whether a stranger sees the result with their own eyes, or has it from whoever runs the service. */
export function howSeen(needs: ProbeNeed): 'observed' | 'reported' {
  switch (needs) {
    case 'url':
    case 'account':
      return 'observed';
    case 'release':
    case 'stores':
    case 'gateway':
    case 'rehearsal':
    case 'phone':
    case 'database':
    case 'home':
    case 'processes':
    case 'browser':
      return 'reported';
  }
}
