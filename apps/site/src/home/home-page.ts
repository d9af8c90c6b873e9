import { codeBlock } from '../html/code-block.ts';
import { html } from '../html/html.ts';
import type { SitePage } from '../html/page.ts';
import { claimed, explain, paragraph, promise } from '../html/sentence.ts';
import { TRUST_PICTURE } from '../how/trust-picture.ts';
import { PRODUCT_PICTURE } from './product-picture.ts';

const START = 'npm ci && npm start';

export const HOME_PAGE: SitePage = {
  path: '/',
  title: 'SMSeal: texting that the service cannot read',
  description:
    'Texts of people and businesses, stored by a service that cannot read them. Check each promise.',
  body: html`<section class="hero">
      <h1>Texting that the service cannot read</h1>
      ${paragraph(
        promise(
          'Your texts are sealed on your devices, and the service that stores them holds no key.',
          'A11',
          'A13',
        ),
        promise(
          'Who wants no secret key can make an open account, which the service can read, and is told so.',
          'A27',
        ),
        promise(
          'What this site promises is tried on the running software, and you can try it yourself.',
          'A03',
        ),
      )}
      <p class="actions">
        <a class="button" href="/sign-in#sign-up">Make an account</a>
        <a class="button quiet" href="/how-it-works">How it works</a>
      </p>
      ${PRODUCT_PICTURE}
    </section>
    <section class="wide">
      <h2>Who can read my texts?</h2>
      ${TRUST_PICTURE}
      ${paragraph(
        claimed('A12'),
        promise(
          'Texts that travel by SMS are in clear at the carrier, because mobile networks work that way.',
          'P07',
        ),
      )}
    </section>
    <section class="wide">
      <h2>Three things in one</h2>
      <div class="cards">
        <article>
          <h3>Your phone’s texts in the browser</h3>
          ${paragraph(
            explain(
              'Read and answer on the big screen, see who calls, and find what somebody wrote in spring.',
            ),
            promise('Searching happens on your device.', 'A34'),
          )}
          <a href="/how-it-works">How it works</a>
        </article>
        <article>
          <h3>Texts to many</h3>
          ${paragraph(
            explain('Paste a list, write once, see each text as its reader will, and watch it leave.'),
            promise('The numbers and words go to your carrier and to no other company.', 'P07'),
          )}
          <a href="/for-businesses">For businesses</a>
        </article>
        <article>
          <h3>Texts from your software</h3>
          ${paragraph(
            explain(
              'One HTTP call with up to ten thousand recipients, and a signed webhook when each has arrived.',
            ),
            explain('A gateway of your own takes it, on your machine.'),
          )}
          <a href="/for-developers">For developers</a>
        </article>
      </div>
    </section>
    <section>
      <h2>Start on your own machine</h2>
      ${paragraph(
        explain(
          'It brings its database, and a made-up phone and carrier, so that you can try it without a SIM and without cost.',
        ),
        claimed('A04'),
      )}
      ${codeBlock('How to start', START)}
    </section>`,
};
