/** Code beside a thing, by language. */
export type Samples =
  Readonly<Record<'curl' | 'TypeScript', string>> | Readonly<Record<'TypeScript', string>>;

/** Where a gateway listens unless its machine says otherwise. */
const ADDRESS = 'http://127.0.0.1:7060';

/** Sends one text. @param token the key itself right after it was made, else null. */
export function sendSamples(token: string | null): Samples {
  return {
    curl: `curl ${ADDRESS}/v1/messages \\
  -H "authorization: Bearer ${token ?? '$SMS_KEY'}" \\
  -H "content-type: application/json" \\
  -d '{ "to": "+447700900123", "text": "Your table is ready." }'`,
    TypeScript: `const answer = await fetch('${ADDRESS}/v1/messages', {
  method: 'POST',
  headers: {
    authorization: \`Bearer \${${token === null ? 'process.env.SMS_KEY' : 'key'}}\`,
    'content-type': 'application/json',
  },
  body: JSON.stringify({ to: '+447700900123', text: 'Your table is ready.' }),
});`,
  };
}

/** Takes a webhook's post and checks that it is the gateway's (Standard Webhooks). */
export const RECEIVE_SAMPLES: Samples = {
  TypeScript: `import { createServer } from 'node:http';
import { Webhook } from 'standardwebhooks';

const webhook = new Webhook(process.env.WEBHOOK_SECRET);
createServer(async (request, response) => {
  let body = '';
  for await (const part of request) body += part;
  const event = webhook.verify(body, request.headers);
  console.log(event.type, event.data);
  response.writeHead(204).end();
}).listen(8080);`,
};
