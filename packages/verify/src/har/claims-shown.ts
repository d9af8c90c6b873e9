/** A claim as the trust page shows it. */
export interface ShownClaim {
  id: string;
  /** Of the section in which it stands. */
  kind: string;
  html: string;
}

/** The claims of the trust page, in its order. */
export function claimsShown(page: string): ShownClaim[] {
  return page.split(/<section\b/).flatMap((section) => {
    const kind = /^[^>]*\bid="([\w-]+)"/.exec(section)?.[1] ?? 'nothing';
    return section.split(/(?=<li id=")/).flatMap((html) => {
      const id = /^<li id="(\w+)"/.exec(html)?.[1];
      return id === undefined ? [] : [{ id, kind, html }];
    });
  });
}
