import { html } from '../html/html.ts';
import type { SitePage } from '../html/page.ts';
import { claimed, explain, paragraph, points, promise } from '../html/sentence.ts';

export const TERMS_PAGE: SitePage = {
  path: '/terms',
  title: 'Terms',
  description:
    'What you may use this installation of SMSeal for, and what its operator and you owe each other.',
  body: html`<section>
    <h1>Terms</h1>
    ${paragraph(
      explain('They are between you and whoever runs this installation.'),
      claimed('B04'),
      claimed('A47'),
    )}
    <h2>What you may do</h2>
    ${points(
      explain('Use the service for your own texts, or for those of the business that you act for.'),
      explain('Run the software yourself, read it and change it, as its licence says (AGPL, version 3).'),
    )}
    <h2>What you may not do</h2>
    ${points(
      explain('Text people who have not agreed to it, or who have asked for no more texts.'),
      explain('Send what the law forbids, or pretend to be somebody else.'),
      explain('Try to reach what belongs to others, or to stop the service for them.'),
    )}
    <h2>What is yours</h2>
    ${points(
      promise('Content stays yours, and you can take it along at any time.', 'A25'),
      claimed('P13'),
      promise(
        'The secret key of a sealed account is yours to keep: without it and without any of your devices, nobody can open the content.',
        'A12',
        'A13',
      ),
    )}
    <h2>What to expect</h2>
    ${paragraph(claimed('P01'), claimed('A38'), claimed('A36'))}
  </section>`,
};
