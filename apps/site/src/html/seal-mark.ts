import { html } from './html.ts';

/** The mark: a disc from which the fold of an envelope is cut. */
export const SEAL_MARK = html`<svg class="mark" viewBox="0 0 24 24" aria-hidden="true">
  <path
    fill-rule="evenodd"
    d="M12 1a11 11 0 1 0 0 22 11 11 0 0 0 0-22ZM17.47 7.62L11.98 4.71L4.73 8.85L14.53 15.05L11.98 16.51L7.67 14.22L6.53 16.38L12.02 19.29L19.27 15.15L9.47 8.95L12.02 7.49L16.33 9.78Z"
  />
</svg>`;
