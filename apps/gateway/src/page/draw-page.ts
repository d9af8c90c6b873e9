import type { Connector } from '../connector/connector.ts';
import type { LinkState } from '../link/link-desk.ts';

/** The gateway's page for where it stands now; it asks anew by itself while something is awaited. */
export function drawPage(link: LinkState, connectors: readonly Pick<Connector, 'name' | 'state'>[]): string {
  const waits = link.state === 'waiting' || link.state === 'digits' || link.state === 'confirm';
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
${waits ? '<meta http-equiv="refresh" content="2">' : ''}
<title>Gateway · SMSeal</title>
<style>${STYLE}</style>
</head>
<body>
<main>
<h1>SMSeal gateway</h1>
<p class="quiet">Hands texts to carriers and brings replies back. It holds a text in memory for as long as that takes, and reads nothing of the archive.</p>
${drawLink(link)}
${connectors.length === 0 ? '' : drawConnectors(connectors)}
</main>
</body>
</html>`;
}

function drawLink(link: LinkState): string {
  switch (link.state) {
    case 'unlinked':
      return `<section><h2>Link it to an account</h2>
${link.trouble === null ? '' : `<p role="alert" class="bad">${escape(link.trouble)}</p>`}
<form method="post" action="/link">
<label for="account">E-mail or mobile number of the account</label>
<input id="account" name="account" required autocomplete="off" maxlength="254">
<button>Ask to be linked</button>
</form></section>`;
    case 'waiting':
      return `<section><h2>Asking to be linked</h2><p>Open the account in a browser that is linked: it shows that this gateway asks. Choose “Type its digits”.</p></section>`;
    case 'digits':
    case 'confirm':
      return `<section><h2>Type these digits in the browser</h2>
<p class="digits" role="img" aria-label="${[...link.digits].join(' ')}">${[...link.digits].map((digit) => `<span>${digit}</span>`).join('')}</p>
<form method="post" action="/confirm">
<p>Does your browser say “Linked”?</p>
<button name="linked" value="no" class="plain">It does not</button>
<button name="linked" value="yes">My browser says Linked</button>
</form></section>`;
    case 'linked':
      return `<section><h2 class="good">Linked</h2><p>API keys, carriers and webhooks are set in the app, under Gateways, and signed there.</p></section>`;
    case 'closed':
      return `<section><h2>The account is closed</h2><p>Nothing is taken or sent. Once its holder signs in and wakes it, this gateway goes on by itself.</p></section>`;
    default:
      return link satisfies never;
  }
}

const WORDS = {
  connecting: 'Connecting',
  bound: 'Connected',
  lost: 'Not connected',
  closed: 'Closed',
} as const satisfies Record<Connector['state']['state'], string>;

function drawConnectors(connectors: readonly Pick<Connector, 'name' | 'state'>[]): string {
  const lines = connectors.map(({ name, state: { state, reason } }) => {
    const why = reason === null ? '' : ` (${escape(reason)})`;
    return `<p>${escape(name)}: ${WORDS[state]}${why}</p>`;
  });
  return `<section><h2>${lines.length === 1 ? 'Carrier' : 'Carriers'}</h2>${lines.join('')}</section>`;
}

function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}

const STYLE = `
:root{--paper:#fbfaf7;--raised:#fff;--sunken:#f3f1eb;--ink:#1c1f24;--ink-2:#555b66;--line:#e4e1d8;--seal:#9b2c3b;--on-seal:#fff;--good:#2e7d4f;--bad:#b3261e}
@media (prefers-color-scheme:dark){:root{--paper:#14161a;--raised:#1b1e24;--sunken:#0f1114;--ink:#ecedef;--ink-2:#b0b6c0;--line:#2a2e36;--seal:#e0727f;--on-seal:#1a0b0e;--good:#63c38a;--bad:#f2857c}}
*{box-sizing:border-box}
body{margin:0;background:var(--paper);color:var(--ink);font:15px/22px Inter,system-ui,sans-serif}
main{max-width:420px;margin:48px auto;padding:0 16px;display:grid;gap:16px}
h1{font-size:20px;line-height:28px;margin:0}
h2{font-size:15px;line-height:22px;margin:0 0 8px}
p{margin:0 0 12px}
.quiet{color:var(--ink-2);font-size:13px;line-height:18px}
section{background:var(--raised);border:1px solid var(--line);border-radius:10px;padding:16px}
label{display:block;margin-bottom:4px}
input,button{font:inherit;min-height:44px;border-radius:10px}
input{width:100%;padding:0 12px;border:1px solid var(--ink-2);background:var(--paper);color:var(--ink);margin-bottom:12px}
button{padding:0 16px;border:1px solid var(--seal);background:var(--seal);color:var(--on-seal);font-weight:500}
button.plain{background:none;color:var(--ink);border-color:var(--ink-2)}
.digits{display:grid;grid-template-columns:repeat(6,1fr);gap:6px}
.digits span{background:var(--sunken);border:1px solid var(--line);border-radius:10px;padding:8px 0;text-align:center;font-size:28px;line-height:36px;font-weight:600;font-variant-numeric:tabular-nums}
.good{color:var(--good)}
.bad{color:var(--bad)}
:focus-visible{outline:2px solid var(--seal);outline-offset:2px}
`;
