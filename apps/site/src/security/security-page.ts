import { html } from '../html/html.ts';
import type { SitePage } from '../html/page.ts';
import { claimed, explain, measures, paragraph, points, promise } from '../html/sentence.ts';

export const SECURITY_PAGE: SitePage = {
  path: '/security',
  title: 'Security',
  description:
    'How SMSeal is built so that a break-in at the service yields envelopes, what you should look after, and how to report a fault.',
  body: html`<section>
    <h1>Security</h1>
    ${paragraph(
      promise(
        'Whoever breaks into the service finds envelopes of sealed accounts and no key to them.',
        'A12',
        'A39',
      ),
      claimed('A38'),
    )}
    <h2>What is done</h2>
    ${paragraph(
      explain(
        'The letters after a measure lead to what tries it, and to the last result where there is one.',
      ),
    )}
    ${measures(
      claimed('A11'),
      claimed('A13'),
      claimed('A07'),
      claimed('A08'),
      claimed('B07'),
      promise('Signing up asks for no password that somebody else has made.', 'P04'),
      claimed('B58'),
      claimed('A28'),
      claimed('A26'),
      claimed('B18'),
      claimed('P09'),
      claimed('P10'),
      claimed('B30'),
    )}
    <h2>What you should look after</h2>
    ${points(
      claimed('A29'),
      claimed('A40'),
      explain('Look at the list of devices now and then, and remove what you do not know.'),
      explain('Put the printed secret key where your papers are, and show it to no camera.'),
    )}
    <h2>The limit</h2>
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
    )}
    <h2>Check a certificate</h2>
    ${paragraph(
      explain(
        'The certificate of an erasure is a file. Whoever holds one can check it in a browser, without an account and without sending it anywhere.',
      ),
    )}
    <p><a class="button quiet" href="/certificate">Check a certificate</a></p>
    <h2>Report a fault</h2>
    ${paragraph(
      explain('Write to the operator of this installation, or as SECURITY.md of the source says.'),
      explain(
        'Say what you did, what you saw and what you expected; please leave other people’s data alone.',
      ),
    )}
  </section>`,
};
