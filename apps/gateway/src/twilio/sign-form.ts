import { createHmac } from 'node:crypto';

/** Fields of a form, each once. */
export type FormFields = Readonly<Record<string, string>>;

/**
 * `X-Twilio-Signature`: HMAC-SHA1 in base64 over the URL and the fields, each name with its value, in the order of the
 * names. The key is the webhook's secret as people see it, `whsec_` before it: it signs what the gateway says and opens
 * nothing, unlike an auth token of Twilio's. SHA-1 because receivers check just this; as an HMAC it stands.
 */
export function signForm(secret: string, url: string, fields: FormFields): string {
  const signed = Object.keys(fields)
    .sort()
    .reduce((before, name) => before + name + (fields[name] ?? ''), url);
  return createHmac('sha1', secret).update(signed).digest('base64');
}
