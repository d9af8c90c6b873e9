import { useIsOpen } from '../account/use-is-open.ts';
import { SealMark } from '../design/seal-mark.tsx';
import { Section } from '../design/section.tsx';

const readers = (isOpen: boolean) => [
  [
    'Texts, contacts, calls, drafts',
    isOpen
      ? 'Your devices, and the service, since this account is open. On its disks they are encrypted.'
      : 'Your devices. The server stores envelopes that it cannot open.',
  ],
  [
    'Notifications, battery, ringing calls',
    isOpen
      ? 'Your devices. They pass through sealed and are stored nowhere; the service keeps the key that opens them.'
      : 'Your devices. They pass through sealed and are stored nowhere.',
  ],
  [
    'A text on its way to somebody',
    'The carriers that bring it, and the other side. SMS is plain text by nature.',
  ],
  [
    'When you are active, how many records there are, their padded sizes',
    'The server. It needs them to bring the right thing to the right device.',
  ],
  ['Your e-mail, mobile number and activity log', 'The server and its operator.'],
];

/** Who can read what, and what SMSeal cannot do. */
export function AboutPage() {
  const isOpen = useIsOpen();
  return (
    <>
      <Section title="Who can read what">
        <dl className="flex flex-col divide-y divide-line rounded-card border border-line bg-raised">
          {readers(isOpen).map(([what, who]) => (
            <div key={what} className="grid gap-x-6 px-4 py-3 md:grid-cols-2">
              <dt className="font-medium">{what}</dt>
              <dd className="text-ink-2">{who}</dd>
            </div>
          ))}
        </dl>
      </Section>
      <Section title="Both halves of the promise">
        <p className="flex max-w-150 gap-3 text-ink-2">
          <SealMark size={20} className="mt-0.5 shrink-0 text-seal" />
          <span>
            {isOpen
              ? 'The server keeps the key of an open account, and can read it. It has no code that opens an envelope, and once you seal the account it has no key.'
              : 'The server holds no key and has no code that opens an envelope.'}{' '}
            But this app comes from the server: an operator who served an altered one could read what this
            browser opens. The phone agent and the command line need no web page.
          </span>
        </p>
      </Section>
      <Section title="What it cannot do">
        <ul className="flex max-w-150 list-disc flex-col gap-2 pl-5 text-ink-2">
          <li>Delete or mark texts on the phone: Android lets only its default app do so.</li>
          <li>Show chats of RCS, or of other messengers.</li>
          <li>Show a text earlier than Android gives it to the agent; one-time codes may come hours late.</li>
          <li>
            Say whether a text was sent when the phone stopped while sending. It then says “maybe sent”.
          </li>
          <li>Bring back what is sealed when the secret key and all devices are lost.</li>
        </ul>
      </Section>
    </>
  );
}
