import { codeBlock } from '../html/code-block.ts';
import { html } from '../html/html.ts';
import type { SitePage } from '../html/page.ts';
import { claimed, explain, paragraph, points, promise } from '../html/sentence.ts';

const SEND = `curl --fail-with-body "$GATEWAY/v1/messages" \\
  --header "authorization: Bearer $API_KEY" \\
  --header 'idempotency-key: "order 4711"' \\
  --json '{"to": "+447700900123", "text": "Your table is ready."}'`;

const MANY = `import { SMSeal } from '@smseal/sdk';

const smseal = new SMSeal({ apiKey: process.env.API_KEY, baseUrl: process.env.GATEWAY });
const { accepted, segments } = await smseal.send({
  to: [
    { to: '+447700900123', fields: { name: 'Ola' } },
    { to: '+447700900124', fields: { name: 'Jan' } },
  ],
  text: 'Dear {name}, we open at nine.',
});`;

export const DEVELOPER_PAGE: SitePage = {
  path: '/for-developers',
  title: 'For developers',
  description:
    'One HTTP call to send, up to ten thousand recipients at once, signed webhooks, and a timeline that explains each text.',
  body: html`<section>
    <h1>For developers</h1>
    ${paragraph(
      explain('Your gateway takes texts by HTTP and answers 202 once they are committed to the database.'),
      explain('A request that comes twice under one idempotency key is sent once.'),
    )}
    ${codeBlock('Sending with curl', SEND)}
    <h2>Many at once</h2>
    ${paragraph(explain('Up to ten thousand recipients a request, with merge fields; the SDK has no dependencies.'))}
    ${codeBlock('Sending with JavaScript', MANY)}
    <h2>What you get back</h2>
    ${points(
      explain('Webhooks signed as Standard Webhooks has it: each step of a text, or how it ended.'),
      explain(
        'A timeline for each text: encoding, segments, route, the carrier’s words, and each attempt to tell you.',
      ),
      explain('Errors as RFC 9457 has them, each with a code, its cause and the mend.'),
      explain(
        '“Maybe sent” as a state of its own: after a crash a text in doubt is named, and not sent again.',
      ),
    )}
    <h2>Programs written for Twilio</h2>
    ${paragraph(explain('They need another host, and an API key in place of the account’s token.'))}
    <h2>Where your data is</h2>
    ${paragraph(
      promise('The gateway seals what comes in, and the server stores what it cannot open.', 'A12'),
      claimed('P09'),
      claimed('P15'),
    )}
  </section>`,
};
