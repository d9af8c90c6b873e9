/** A whole HTTP request that posts JSON in ASCII to the send API, for the load generator. */
export function renderPost(headers: Readonly<Record<string, string>>, json: object): string {
  const body = JSON.stringify(json);
  const all = { host: '127.0.0.1', ...headers, 'content-length': String(body.length) };
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`);
  return `POST /v1/messages HTTP/1.1\r\n${lines.join('')}\r\n${body}`;
}
