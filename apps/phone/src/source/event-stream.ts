/** One server-sent event (WHATWG HTML §9.2.6). */
export interface StreamedEvent {
  type: string;
  data: string;
}

/** Cuts a stream of text into its events. Comments count as signs of life only. */
export async function* readEventStream(chunks: AsyncIterable<string>): AsyncGenerator<StreamedEvent | null> {
  let rest = '';
  let type = 'message';
  let data: string[] = [];
  for await (const chunk of chunks) {
    rest += chunk;
    const lines = rest.split(/\r\n|\n|\r(?!$)/);
    rest = lines.pop() ?? '';
    for (const line of lines) {
      if (line.startsWith('event:')) type = line.slice(6).trim();
      else if (line.startsWith('data:')) data.push(line.slice(5).replace(/^ /, ''));
      else if (line.startsWith(':')) yield null;
      else if (line === '' && data.length > 0) {
        yield { type, data: data.join('\n') };
        type = 'message';
        data = [];
      }
    }
  }
}
