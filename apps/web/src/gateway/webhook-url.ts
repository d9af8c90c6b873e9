const LOOPBACK: ReadonlySet<string> = new Set(['localhost', '127.0.0.1', '[::1]']);

/** What is wrong with an address to post to, and the mend; null when nothing is. */
export function faultOfWebhookUrl(text: string): string | null {
  if (!URL.canParse(text) || /\s/.test(text))
    return 'Write a whole address, such as https://shop.example/texts.';
  const { protocol, hostname, username, password } = new URL(text);
  if (username !== '' || password !== '') return 'Leave name and password out; the secret proves who posts.';
  if (protocol === 'https:') return null;
  if (protocol === 'http:' && LOOPBACK.has(hostname)) return null;
  return 'Use https://; http:// goes to the gateway’s own machine only.';
}
