import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { html, NOTHING, type Html } from '../html/html.ts';
import type { SitePage } from '../html/page.ts';
import { renderMarkdown, type Rendered } from './render-markdown.ts';

/** Where the manual is on this site. */
export const MANUAL = '/docs';

/** Chapters by their folders, in the order in which people need them. */
const CHAPTERS = [
  { folder: 'start', title: 'Begin here' },
  { folder: 'how-to', title: 'How to' },
  { folder: 'explain', title: 'How it works inside' },
] as const;

interface Written extends Rendered {
  path: string;
}

/** The manual: its table of contents, and a page for each file of `docs`. */
export function manualPages(docs: string): SitePage[] {
  const chapters = CHAPTERS.map(({ folder, title }) => ({ title, pages: readChapter(docs, folder) }));
  const pages = chapters.flatMap((chapter) => chapter.pages);
  return [
    {
      path: MANUAL,
      title: 'Documentation',
      description:
        'How to run SMSeal, send with it, connect programs, keep backups, and check what it claims.',
      body: contents(chapters),
    },
    ...pages.map(({ path: address, title, summary, body }) => ({
      path: address,
      title,
      description: summary === '' ? title : summary,
      body: html`<section class="manual">
        <p class="way"><a href="${MANUAL}">Documentation</a></p>
        ${body}
      </section>`,
    })),
  ];
}

function readChapter(docs: string, folder: string): Written[] {
  return globSync('*.md', { cwd: path.join(docs, folder) })
    .sort()
    .map((file) => ({
      path: addressOf(file),
      ...renderMarkdown(readFileSync(path.join(docs, folder, file), 'utf8'), (href) => linkOf(folder, href)),
    }));
}

function addressOf(file: string): string {
  return `${MANUAL}/${path.basename(file, '.md')}`;
}

/** Where a link from a file of a chapter leads: another page of the manual, a place on the same page, or nowhere here. */
function linkOf(folder: string, href: string): string | null {
  if (href.startsWith('#')) return href;
  const [file = '', place] = path.posix.join(folder, href).split('#');
  const isHere =
    file.endsWith('.md') && CHAPTERS.some((chapter) => chapter.folder === path.posix.dirname(file));
  if (!isHere) return null;
  return place === undefined ? addressOf(file) : `${addressOf(file)}#${place}`;
}

function contents(chapters: readonly { title: string; pages: readonly Written[] }[]): Html {
  return html`<section class="manual">
    <h1>Documentation</h1>
    <p>The same pages lie in the folder <code>docs</code> of the source.</p>
    ${chapters.map(
      ({ title, pages }) =>
        html`<h2>${title}</h2>
          <ul class="contents">
            ${pages.map(
              (page) =>
                html`<li>
                  <a href="${page.path}">${page.title}</a>
                  ${page.summary === '' ? NOTHING : html`<p>${page.summary}</p>`}
                </li>`,
            )}
          </ul>`,
    )}
  </section>`;
}
