import type { ArchivedAttachment, ArchivedMessage } from './archive-format.ts';

/** A conversation that has a page. */
export interface PageConversation {
  /** Counts from 1; names the page. */
  number: number;
  id: string;
  title: string;
  count: number;
  /** RFC 3339 of the last message; empty when there is none. */
  last: string;
}

export function conversationPagePath(number: number): string {
  return `conversations/${number}.html`;
}

const STYLE = `
:root { color-scheme: light dark; --line: #8884; --mine: #9b2c3b22; --theirs: #8882; }
body { font: 16px/1.5 system-ui, sans-serif; max-width: 46rem; margin: 2rem auto; padding: 0 1rem; }
h1 { font-size: 1.4rem; }
h2 { font-size: .85rem; font-weight: 600; text-align: center; margin: 2rem 0 1rem; opacity: .75; }
a { color: inherit; }
ul { list-style: none; padding: 0; }
li { border-bottom: 1px solid var(--line); padding: .6rem 0; display: flex; gap: 1rem; }
li span { margin-left: auto; opacity: .75; white-space: nowrap; }
article { margin: .5rem 0; padding: .5rem .8rem; border-radius: 1rem; background: var(--theirs); width: fit-content; max-width: 80%; }
article.out { background: var(--mine); margin-left: auto; }
article p { margin: 0; white-space: pre-wrap; overflow-wrap: anywhere; }
article img { max-width: 100%; border-radius: .6rem; display: block; }
small { opacity: .75; }
`;

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escaped(text: string): string {
  return text.replaceAll(/[&<>"']/g, (letter) => ENTITIES[letter] ?? letter);
}

function head(title: string): string {
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta http-equiv="Content-Security-Policy" content="script-src 'none'; object-src 'none'; base-uri 'none'; form-action 'none'">
<title>${escaped(title)}</title>
<style>${STYLE}</style>
`;
}

/** The first page: all conversations, the last active first. */
export function indexPage(conversations: readonly PageConversation[], exportedAt: string): string {
  const listed = conversations
    .filter(({ count }) => count > 0)
    .sort((a, b) => (a.last < b.last ? 1 : -1))
    .map(
      ({ number, title, count, last }) =>
        `<li><a href="${conversationPagePath(number)}">${escaped(title)}</a><span>${count} · ${escaped(last.slice(0, 10))}</span></li>`,
    );
  return `${head('SMSeal archive')}<h1>Texts</h1>
<p>Exported on ${escaped(exportedAt.slice(0, 10))}. Times are UTC.</p>
<ul>
${listed.join('\n')}
</ul>
</html>
`;
}

/** A conversation's page, part by part. */
export function* conversationPage(
  { title }: PageConversation,
  messages: Iterable<ArchivedMessage>,
  nameOf: (party: string) => string,
): Generator<string> {
  yield `${head(title)}<p><a href="../index.html">All conversations</a></p>\n<h1>${escaped(title)}</h1>\n`;
  let day = '';
  for (const message of messages) {
    const on = message.at.slice(0, 10);
    if (on !== day) yield `<h2><time datetime="${escaped(on)}">${escaped(on)}</time></h2>\n`;
    day = on;
    yield messageArticle(message, nameOf);
  }
  yield '</html>\n';
}

function messageArticle(message: ArchivedMessage, nameOf: (party: string) => string): string {
  const { direction, from, subject, text, attachments, at, status, error } = message;
  const sender = direction === 'in' && from !== null ? `<b>${escaped(nameOf(from))}</b> ` : '';
  const said = [
    subject ? `<p><b>${escaped(subject)}</b></p>` : '',
    ...attachments.map(part),
    text ? `<p>${escaped(text)}</p>` : '',
  ];
  const state = direction === 'out' ? ` · ${escaped(status)}${error ? ` (${escaped(error)})` : ''}` : '';
  return `<article class="${direction === 'out' ? 'out' : 'in'}">${said.join('')}<small>${sender}<time datetime="${escaped(at)}">${escaped(at.slice(11, 16))}</time>${state}</small></article>\n`;
}

function part({ file, contentType, name }: ArchivedAttachment): string {
  const label = escaped(name ?? contentType);
  if (file === null) return `<p>[${label}: its octets could not be had]</p>`;
  const address = `../${escaped(file)}`;
  return contentType.startsWith('image/')
    ? `<a href="${address}"><img src="${address}" alt="${label}" loading="lazy"></a>`
    : `<p><a href="${address}">${label}</a></p>`;
}
