import { html } from '../html/html.ts';
import type { SitePage } from '../html/page.ts';
import { claimed, explain, paragraph, points, promise } from '../html/sentence.ts';

export const BUSINESS_PAGE: SitePage = {
  path: '/for-businesses',
  title: 'For businesses',
  description:
    'Text your clients from a list or an inbox: merge fields, opt-outs in many languages, and a report that adds up.',
  body: html`<section>
    <h1>For businesses</h1>
    ${paragraph(
      explain('A clinic, a shop or a school texts its clients and answers what they write back.'),
      claimed('P07'),
    )}
    <h2>Send to many</h2>
    ${points(
      explain('Paste numbers or open a CSV file; say which column is the number and which is the name.'),
      explain('See the text as each reader will, with its length in segments while you type.'),
      explain('Try it on your own phone before it leaves.'),
      explain('Watch it leave; pause, resume or cancel while it does.'),
      explain('Take the report with you: who got it, who did not, and the carrier’s reason.'),
    )}
    <h2>People who do not want it</h2>
    ${points(
      explain('STOP is understood in a dozen languages, and confirmed once in the one in which it was said.'),
      explain('Whoever said it gets no more texts from that moment, also in the middle of a campaign.'),
    )}
    <h2>An inbox for what comes back</h2>
    ${paragraph(
      explain('Replies arrive as conversations, each with a label of the way by which it came.'),
      promise('The gateway seals them to your devices, and the server stores them unread.', 'A12'),
    )}
    <h2>What it asks of you</h2>
    ${points(
      claimed('P03'),
      claimed('P05'),
      explain('A contract with a carrier: SMSeal speaks SMPP to the one that you choose.'),
      explain('A machine for the gateway, as small as you like, or your operator’s.'),
    )}
  </section>`,
};
