import { html } from '../html/html.ts';
import type { SitePage } from '../html/page.ts';
import { claimed, explain, paragraph, points, promise } from '../html/sentence.ts';
import { TRUST_PICTURE } from './trust-picture.ts';

export const HOW_PAGE: SitePage = {
  path: '/how-it-works',
  title: 'How it works',
  description:
    'Devices hold keys, the server stores envelopes, and a gateway talks to carriers: who can read what, and the limit.',
  body: html`<section>
      <h1>How it works</h1>
      ${paragraph(
        explain('SMSeal has devices that hold keys, and a server that holds none.'),
        promise('Devices seal what they share before it leaves them.', 'A11'),
      )}
    </section>
    <section class="wide">${TRUST_PICTURE}</section>
    <section>
      <h2>A key that is yours</h2>
      ${paragraph(
        explain('Your first browser makes a secret key of 130 random bits and shows it to you once.'),
        claimed('A10'),
        claimed('A13'),
      )}
      ${paragraph(
        promise('If you lose it and each of your devices, the content is lost for us, too.', 'A12'),
        explain('So print the kit that comes with it, and put it where your papers are.'),
      )}
      ${paragraph(
        explain('You can do without one. Such an account is an open one, and its screens say so.'),
        claimed('A27'),
        explain('Its devices can seal it at any time, and then there is no way back.'),
      )}
      <h2>A second device in six digits</h2>
      ${paragraph(
        explain('The new device shows six digits and you type them into one that you trust.'),
        explain(
          'The two compare their public keys by them, so a server in between that swaps keys is noticed.',
        ),
      )}
      <h2>What the server sees</h2>
      ${points(claimed('A16'), claimed('A18'), claimed('A20'), claimed('A24'), claimed('A25'))}
      <h2>A device that is lost</h2>
      ${paragraph(claimed('A40'), claimed('A28'))}
      <h2>Texts that leave</h2>
      ${paragraph(
        explain('A text leaves by the SIM of your phone, or by a gateway that speaks to a carrier.'),
        explain(
          'A gateway is one more device: it opens the texts that are addressed to it and hands them to the carrier.',
        ),
        promise('It cannot read the archive of the account.', 'A12'),
        explain('Run it on your own machine, or use your operator’s; the screen says which it is.'),
      )}
      <h2>The limit, said as plainly</h2>
      ${paragraph(
        explain('An operator who serves an altered web app could read what that browser opens.'),
        promise(
          'So each release is signed with a list of its files, and anybody can compare what is served.',
          'A13',
        ),
        explain('A linked browser runs no other app than a signed one.'),
        explain(
          'A browser that comes for the first time takes what it is given; the comparison from outside can tell.',
        ),
        explain('The phone agent, the gateway and the command line need no web page.'),
        claimed('A38'),
      )}
    </section>`,
};
