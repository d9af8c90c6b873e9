import type { App } from '../http/app.ts';
import { toHtml } from './blocks.ts';
import { describeApi } from './describe-api.ts';
import { openApi } from './openapi.ts';

const POLICY =
  "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

/** The reference beside the API that it describes: a page without script, and OpenAPI for programs. For anybody. */
export function referenceRoutes(app: App): void {
  const page = toHtml('Send API · SMSeal', describeApi(), STYLE);
  const document = JSON.stringify(openApi());
  app.get('/reference', (_request, reply) =>
    reply
      .header('content-type', 'text/html; charset=utf-8')
      .header('content-security-policy', POLICY)
      .header('referrer-policy', 'no-referrer')
      .header('x-content-type-options', 'nosniff')
      .send(page),
  );
  app.get('/reference/send-api.json', (_request, reply) =>
    reply.header('content-type', 'application/json; charset=utf-8').send(document),
  );
}

const STYLE = `
:root{--paper:#fbfaf7;--raised:#fff;--sunken:#f3f1eb;--ink:#1c1f24;--ink-2:#555b66;--line:#e4e1d8;--seal:#9b2c3b}
@media (prefers-color-scheme:dark){:root{--paper:#14161a;--raised:#1b1e24;--sunken:#0f1114;--ink:#ecedef;--ink-2:#b0b6c0;--line:#2a2e36;--seal:#e0727f}}
*{box-sizing:border-box}
body{margin:0;background:var(--paper);color:var(--ink);font:15px/22px Inter,system-ui,sans-serif}
main{max-width:860px;margin:48px auto;padding:0 16px}
h1{font-size:24px;line-height:32px}
h2{font-size:18px;line-height:26px;margin:40px 0 8px;border-top:1px solid var(--line);padding-top:24px}
h3{font-size:15px;line-height:22px;margin:20px 0 8px}
code{font:13px/20px ui-monospace,monospace;background:var(--sunken);border-radius:4px;padding:1px 4px}
pre{background:var(--sunken);border-radius:10px;padding:12px;overflow-x:auto}
pre code{padding:0;background:none}
.wide{overflow-x:auto;margin:12px 0}
table{border-collapse:collapse;width:100%}
th,td{text-align:left;vertical-align:top;padding:6px 12px 6px 0;border-bottom:1px solid var(--line)}
th{color:var(--ink-2);font-weight:500;font-size:13px}
:focus-visible{outline:2px solid var(--seal);outline-offset:2px}
`;
