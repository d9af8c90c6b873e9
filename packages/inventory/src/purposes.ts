/** What data may serve; there is nothing else. */
export type Aim = 'content' | 'sending' | 'account' | 'protection' | 'operation';

/**
 * Every purpose that an entry may have, by the aim that it serves. A purpose that is not here does not compile: whoever
 * wants to hold something for a new reason begins by adding the reason.
 */
export const PURPOSES = {
  content: {
    title: 'Sharing your texts, contacts and calls between your own devices',
    sentences: [
      'Sharing texts, contacts, calls and settings between the account’s own devices.',
      'Keeping pictures and other large parts of records.',
      'Telling devices that were away what was deleted.',
      'Telling devices that were away what the retention preference has expired.',
      'Carrying what the devices of an account tell each other.',
      'Waking the devices of an account, whichever server process they are connected to.',
      'Showing everything at once after a reload.',
      'Going on where reading ended.',
      'Going on where it stopped.',
      'Writing the next version of a record, and never the same one twice.',
      'Reading what there is on the phone.',
      'Finding what came late, changed or was deleted on the phone.',
      'Deleting in the account what was deleted on the phone.',
      'Losing nothing while the server is away.',
      'Not trying for ever.',
      'Obeying a command once; gone 48 hours after the command’s expiry.',
      'Finding the screens as they were left.',
      'Sharing texts, contacts, calls and settings between the devices of an open account.',
    ],
  },
  sending: {
    title: 'Sending the texts that you order, and showing what became of them',
    sentences: [
      'Handing texts to the device that sends them, and showing them on the account’s devices.',
      'Sending what was written although the tab was closed.',
      'Sending the texts that the account’s programs order.',
      'Sending texts from a terminal.',
      'Sending a text once, although the request to send it comes twice.',
      'Sending the same octets again after silence.',
      'Never sending a text twice; gone 48 hours after the batch’s expiry.',
      'Never sending a text twice, even after a crash; gone with the batch’s last report.',
      'Handing nothing in twice; it lies beside the table that was sent.',
      'Showing what became of texts.',
      'Saying “sent” when all parts are; gone 48 hours after the batch’s expiry.',
      'Reporting what became of texts; gone 48 hours after the batch’s expiry.',
      'Losing no report while the server is away.',
      'Telling the account’s own programs.',
      'Telling the program that ordered the text.',
      'Telling the account’s own programs all of it; gone when they were told, and with the gateway’s process.',
      'Stopping where the account has set a limit.',
      'Sparing people texts that they do not want, whichever device would send them.',
      'Letting readers and chosen gateways, and nobody else, read the account’s lists.',
      'Handing a gateway what it obeys, signed by one of the account’s own devices.',
    ],
  },
  account: {
    title: 'Having an account, and signing in to it',
    sentences: [
      'Being the boundary of data, keys and deletion.',
      'Erasing a closed account in time, and letting its holder wake it until then.',
      'Knowing who may act for the account, and reaching them.',
      'Reaching the holder’s own number.',
      'Finding the account of whoever signs in; the key of the digest lies outside the database.',
      'Finding the account of whoever signs in, without the database holding who they are.',
      'Waiting for the one-time password of a sign-up; there is no account yet.',
      'Letting the holder set a new password by a code to their own number.',
      'Keeping a browser signed in, and letting the holder see and end that.',
      'Keeping the browser signed in.',
      'Signing in without a password.',
      'Knowing who is signed in.',
      'Knowing which device or program asks.',
      'Knowing which devices may ask for what.',
      'Being the same device after a reload.',
      'Being the same device after a restart.',
      'Letting a new device and a trusted one find each other and compare keys.',
      'Letting the holder of an open account open it on a new device by a code to their own number.',
      'Opening an open account on a new device by signing in, since its holder has no secret key.',
      'Letting the holder replace the e-mail address or the number, once a code has proved it.',
    ],
  },
  protection: {
    title: 'Keeping others out, showing you what was done, and closing what is erased',
    sentences: [
      'Letting the account’s holder see who signed in and what was changed.',
      'Letting every device check which devices there are, and who admitted them.',
      'Showing which devices are in use, so that lost ones are noticed.',
      'Handing each device, and the secret key, what it needs to open the account’s content.',
      'Letting readers open what devices sealed that cannot read themselves.',
      'Sealing texts to gateways under a key that lasts as long as that day’s texts need it.',
      'Handing the private half of such a key to the gateways that send together.',
      'Encrypting what the server can read, and what opens an account’s content.',
      'Closing everything of an account in every copy at once, by destroying one key.',
      'Closing what is erased in every copy of the database.',
      'Finishing what is to be erased, certifying it, and erasing it again where a backup brings it back.',
      'Erasing again what a restored backup brings back.',
      'Letting anybody check a certificate.',
      'Knowing which key of the keyring is today’s, and which still has to be destroyed.',
      'Keeping the keyring from being lost.',
      'Opening a restored database, but for what was erased since.',
      'Keeping codes from whoever copies the database.',
      'Refusing a passkey’s answer that was given before.',
      'Refusing changes that other sites’ pages ask for.',
      'Refusing plain HTTP from anywhere but this machine.',
      'Keeping the figures of the operation from strangers.',
      'Keeping the page’s browser from everything foreign.',
      'Running signed releases only, also without a connection.',
      'Closing old backups wherever somebody has put them.',
      'Erasing again what a restored backup brings back, where the keyring was lost.',
    ],
  },
  operation: {
    title: 'Running the service, and letting go of what has had its time',
    sentences: [
      'Running the service on this machine.',
      'Keeping the database.',
      'Keeping it.',
      'Knowing which changes of the tables have run.',
      'Letting go of what has had its time.',
      'Clearing away uploads that nothing belongs to.',
      'Finding out why the service fails or is slow.',
      'Showing on the trust page what holds.',
      'Trying what is claimed without anybody’s phone and at nobody’s cost.',
      'Trying them once at a time.',
      'Deleting it even when the trial was cut off.',
      'Letting its keeper try the claims with one command.',
      'Understanding the request, or refusing it.',
      'Understanding the answer.',
      'Trying everything out without a phone.',
      'Handing the log over to the backups.',
      'Making backups.',
      'Showing whether what is lost could be had again.',
      'Trying whether what is lost could be had again.',
      'Having again what a broken disk or a mistake has taken.',
    ],
  },
} as const satisfies Record<Aim, { title: string; sentences: readonly string[] }>;

export type Purpose = (typeof PURPOSES)[Aim]['sentences'][number];

export const AIMS = Object.keys(PURPOSES) as Aim[];

/** What a purpose serves. @throws Error for a sentence that is no purpose. */
export function aimOf(purpose: string): Aim {
  const aim = AIMS.find((one) => PURPOSES[one].sentences.some((sentence) => sentence === purpose));
  if (aim === undefined) throw new Error(`“${purpose}” is no purpose`);
  return aim;
}
