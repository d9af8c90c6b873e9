/** Envelope octets of one page: a page ends early rather than grow beyond this, but always has one entry. */
export const PAGE_OCTETS = 4 * 1024 * 1024;
