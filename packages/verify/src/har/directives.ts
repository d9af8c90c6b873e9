/** The directives of a Content-Security-Policy (W3C CSP 3, §2.2), each with its sources. */
export function directivesOf(policy: string): Map<string, readonly string[]> {
  return new Map(
    policy.split(';').map((directive) => {
      const [name = '', ...sources] = directive.trim().split(/\s+/);
      return [name, sources] as const;
    }),
  );
}
