import type { App } from '../app.ts';
import type { Configuration } from '../configuration/configuration.ts';

/** Names of the Trusted Types policies that the web app may make: one, for its worker's address. */
const TRUSTED_TYPES = 'smseal';

/**
 * The policy of public pages: style and pictures of our own, and nothing that runs. Nothing there connects; what looks at
 * the page from outside, as Lighthouse does, may read `robots.txt` as of the page.
 */
export const PUBLIC_POLICY = [
  "default-src 'none'",
  "style-src 'self'",
  "img-src 'self'",
  "connect-src 'self'",
  "frame-ancestors 'none'",
  "base-uri 'none'",
  "form-action 'none'",
].join('; ');

/** The headers of every answer: nothing from elsewhere, no frames, no inline script, no sinks without a policy. */
export function securityHeaders(configuration: Configuration): Readonly<Record<string, string>> {
  const socket = configuration.origin.replace(/^http/, 'ws');
  return {
    'content-security-policy': [
      "default-src 'none'",
      "script-src 'self'",
      "worker-src 'self'",
      "style-src 'self'",
      "img-src 'self' blob: data:",
      'media-src blob:',
      "font-src 'self'",
      `connect-src 'self' ${socket}`,
      "manifest-src 'self'",
      "frame-ancestors 'none'",
      "base-uri 'none'",
      "form-action 'self'",
      "require-trusted-types-for 'script'",
      `trusted-types ${TRUSTED_TYPES}`,
    ].join('; '),
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'cross-origin-embedder-policy': 'require-corp',
    'origin-agent-cluster': '?1',
    'permissions-policy':
      'accelerometer=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), magnetometer=(), microphone=(), payment=(), usb=(), publickey-credentials-get=(self), publickey-credentials-create=(self)',
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
    ...(configuration.tls ? { 'strict-transport-security': 'max-age=63072000; includeSubDomains' } : {}),
  };
}

/** Sets them on every answer; answers of the API are kept by no cache. */
export function setSecurityHeaders(app: App, configuration: Configuration): void {
  const headers = securityHeaders(configuration);
  app.addHook('onRequest', (request, reply, done) => {
    void reply.headers(headers);
    if (request.url.startsWith('/v1/')) void reply.header('cache-control', 'no-store');
    done();
  });
}
