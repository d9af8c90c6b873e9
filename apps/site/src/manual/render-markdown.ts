import { Marked, type Token, type Tokens } from 'marked';
import { codeBlock } from '../html/code-block.ts';
import { html, type Html } from '../html/html.ts';

/** A page of the manual, as it was read. */
export interface Rendered {
  title: string;
  /** The first sentence of its first paragraph, without marks; empty where it begins with something else. */
  summary: string;
  body: Html;
}

/**
 * Renders CommonMark as a page's content. `addressOf`: where a link leads on this site; null for what is not on it, whose
 * words stay. Raw HTML and pictures are not part of the manual: @throws Error on any, and where there is no title.
 */
export function renderMarkdown(text: string, addressOf: (href: string) => string | null): Rendered {
  const marked = new Marked({ gfm: true });
  const tokens = marked.lexer(text);
  const title = tokens.find(
    (token): token is Tokens.Heading => token.type === 'heading' && token.depth === 1,
  );
  if (!title) throw new Error('A page of the manual begins with its title.');
  const summary = tokens.find((token): token is Tokens.Paragraph => token.type === 'paragraph');
  marked.use({
    renderer: {
      html: refuse,
      image: refuse,
      code: ({ text: lines, lang }) => codeBlock(lang === 'sh' ? 'Commands' : 'Example', lines).html,
      heading({ tokens: words, depth, text: plain }) {
        return html`<${tag(depth)} id="${anchorOf(plain)}">${raw(this.parser.parseInline(words))}</${tag(depth)}>`
          .html;
      },
      link({ href, tokens: words }) {
        const inner = this.parser.parseInline(words);
        const address = addressOf(href);
        return address === null ? inner : html`<a href="${address}">${raw(inner)}</a>`.html;
      },
      table(table) {
        const row = (cells: readonly Tokens.TableCell[]): string[] =>
          cells.map(({ tokens: words }) => this.parser.parseInline(words));
        return tableOf(row(table.header), table.rows.map(row)).html;
      },
    },
  });
  return {
    title: plainOf(title.tokens),
    summary: summary === undefined ? '' : firstSentence(plainOf(summary.tokens)),
    body: raw(marked.parser(tokens)),
  };
}

/** The words alone. */
function plainOf(tokens: readonly Token[]): string {
  return tokens
    .map((token) =>
      'tokens' in token && token.tokens ? plainOf(token.tokens) : 'text' in token ? String(token.text) : '',
    )
    .join('')
    .replaceAll(/\s+/g, ' ');
}

function firstSentence(text: string): string {
  return /^.*?[.!?:](?= |$)/.exec(text)?.[0].replace(/:$/, '.') ?? text;
}

/** What was rendered is escaped already. */
function raw(text: string): Html {
  return { html: text };
}

function tag(depth: number): Html {
  return raw(`h${depth}`);
}

function refuse(): never {
  throw new Error('The manual holds neither HTML nor pictures.');
}

/** As GitHub makes them, so that links work in both. */
export function anchorOf(heading: string): string {
  return heading
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}\s-]/gu, '')
    .replaceAll(' ', '-');
}

function tableOf(header: readonly string[], rows: readonly (readonly string[])[]): Html {
  return html`<div class="scroll" tabindex="0" role="group" aria-label="Table">
    <table>
      <thead>
        <tr>
          ${header.map((cell) => (cell === '' ? html`<td></td>` : html`<th scope="col">${raw(cell)}</th>`))}
        </tr>
      </thead>
      <tbody>
        ${rows.map(
          (cells) =>
            html`<tr>
              ${cells.map((cell) => html`<td>${raw(cell)}</td>`)}
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}
