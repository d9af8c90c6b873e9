import { html, NOTHING, type Html } from './html.ts';
import { SEAL_MARK } from './seal-mark.ts';

/** One public page. */
export interface SitePage {
  /** Address below the origin: `/` or `/privacy`. */
  path: string;
  title: string;
  /** One sentence for search engines and link previews. */
  description: string;
  body: Html;
}

/** The language of a page, and how its frame is worded there. */
export interface Frame {
  lang: string;
  skip: string;
  signIn: string;
  menu: string;
  nav: readonly Link[];
  footer: readonly { title: string; links: readonly Link[] }[];
  /** The last line. */
  closing: string;
}

interface Link {
  href: string;
  text: string;
}

export const ENGLISH: Frame = {
  lang: 'en',
  skip: 'To the content',
  signIn: 'Sign in',
  menu: 'Menu',
  nav: [
    { href: '/how-it-works', text: 'How it works' },
    { href: '/for-businesses', text: 'Businesses' },
    { href: '/for-developers', text: 'Developers' },
    { href: '/privacy', text: 'Privacy' },
    { href: '/trust', text: 'Trust' },
  ],
  footer: [
    {
      title: 'SMSeal',
      links: [
        { href: '/how-it-works', text: 'How it works' },
        { href: '/for-businesses', text: 'For businesses' },
        { href: '/for-developers', text: 'For developers' },
      ],
    },
    {
      title: 'What we promise',
      links: [
        { href: '/privacy', text: 'Privacy policy' },
        { href: '/cookies', text: 'Cookies' },
        { href: '/trust', text: 'Trust: each promise and its proof' },
      ],
    },
    {
      title: 'Using it',
      links: [
        { href: '/docs', text: 'Documentation' },
        { href: '/security', text: 'Security' },
        { href: '/terms', text: 'Terms' },
        { href: '/sign-in', text: 'Sign in or sign up' },
      ],
    },
  ],
  closing: 'SMSeal is free software under the AGPL, version 3.',
};

/** A whole document. `style`: address of the one stylesheet. */
export function document(page: SitePage, frame: Frame, style: string): string {
  const title = page.path === '/' ? page.title : `${page.title} · SMSeal`;
  return html`<!doctype html>
    <html lang="${frame.lang}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="theme-color" content="#fbfaf7" media="(prefers-color-scheme: light)" />
        <meta name="theme-color" content="#14161a" media="(prefers-color-scheme: dark)" />
        <title>${title}</title>
        <meta name="description" content="${page.description}" />
        <link rel="stylesheet" href="${style}" />
        <link rel="icon" type="image/svg+xml" href="/favicon.svg" />
      </head>
      <body>
        <a class="skip" href="#content">${frame.skip}</a>
        ${header(page, frame)}
        <main id="content">${page.body}</main>
        ${footer(frame)}
      </body>
    </html>`.html;
}

function header({ path }: SitePage, { nav, signIn, menu }: Frame): Html {
  const links = nav.map(
    ({ href, text }) =>
      html`<li><a href="${href}" ${href === path ? html`aria-current="page"` : NOTHING}>${text}</a></li>`,
  );
  return html`<header class="top">
    <a class="brand" href="/">${SEAL_MARK}<span>SMSeal</span></a>
    <nav class="wide" aria-label="${menu}">
      <ul>
        ${links}
      </ul>
    </nav>
    <a class="button quiet" href="/sign-in">${signIn}</a>
    <details class="narrow">
      <summary>${menu}</summary>
      <nav aria-label="${menu}">
        <ul>
          ${links}
        </ul>
      </nav>
    </details>
  </header>`;
}

function footer({ footer: columns, closing }: Frame): Html {
  return html`<footer>
    <div class="columns">
      ${columns.map(
        ({ title, links }) =>
          html`<section>
            <h2>${title}</h2>
            <ul>
              ${links.map(({ href, text }) => html`<li><a href="${href}">${text}</a></li>`)}
            </ul>
          </section>`,
      )}
    </div>
    <p>${closing}</p>
  </footer>`;
}
