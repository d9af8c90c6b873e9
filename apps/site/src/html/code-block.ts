import { html, type Html } from './html.ts';

/** Lines to copy; who has no mouse scrolls them with the keyboard. `label`: what they are. */
export function codeBlock(label: string, lines: string): Html {
  return html`<pre tabindex="0" role="group" aria-label="${label}"><code>${lines}</code></pre>`;
}
