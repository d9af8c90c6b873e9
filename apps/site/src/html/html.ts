/** A piece of a page, escaped already. */
export interface Html {
  readonly html: string;
}

type Value = Html | string | number | readonly Html[];

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Writes HTML; what is put in is escaped, unless it is HTML itself. */
export function html(parts: TemplateStringsArray, ...values: readonly Value[]): Html {
  const written = parts.map((part, i) => part + (i < values.length ? write(values[i] ?? '') : ''));
  return { html: written.join('') };
}

/** Nothing at all. */
export const NOTHING: Html = { html: '' };

function write(value: Value): string {
  if (typeof value === 'string') return value.replace(/[&<>"']/g, (sign) => ESCAPES[sign] ?? sign);
  if (typeof value === 'number') return String(value);
  if ('html' in value) return value.html;
  return value.map((one) => one.html).join('');
}
