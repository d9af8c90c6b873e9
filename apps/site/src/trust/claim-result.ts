import { html, type Html } from '../html/html.ts';

/** What a trial said of a claim, as `smseal verify --json` writes it. */
export interface ClaimResult {
  /** `stale`: of what has to be tried, something is not, or was not lately. */
  status: 'green' | 'red' | 'stale' | 'untried';
  /** Whether a stranger saw it from outside, or the installation says it of itself. */
  how: 'observed' | 'reported';
  /** When it was tried: RFC 3339 UTC. */
  at: string;
}

const STATUS = {
  green: 'Holds',
  red: 'Broken',
  stale: 'Not tried in full',
  untried: 'Not tried here',
} as const satisfies Record<ClaimResult['status'], string>;

/** Status, how it was seen and when, in words as well as in colour. */
export function resultPill({ status, how, at }: ClaimResult): Html {
  if (status === 'untried') return html`<p class="result"><strong>${STATUS.untried}</strong></p>`;
  return html`<p class="result ${status}">
    <strong>${STATUS[status]}</strong> ${how},
    <time datetime="${at}">${at.slice(0, 16).replace('T', ' ')} UTC</time>
  </p>`;
}
