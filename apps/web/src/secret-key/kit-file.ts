/** The kit as files that can be kept: plain text, and a page that prints without any server. */

export interface Kit {
  /** The key in groups. */
  formatted: string;
  /** Where the account lives. */
  origin: string;
  /** Who it belongs to; null when the page does not know. */
  email: string | null;
  /** Day on which it was made, `YYYY-MM-DD`. */
  day: string;
}

/** What the kit says about itself, in every form of it. */
export const KIT_SENTENCES = [
  'This secret key opens the texts of the account. Whoever has it and can sign in can read everything.',
  'It is the only way back when no linked device is left. Without this key and without a device, the texts stay sealed for ever: nobody can open them, the operator included.',
  'Nobody will ask you for it. Type it only on the address above, and only when you want to open your texts on a new device.',
] as const;

/** The kit as plain text. */
export function kitText({ formatted, origin, email, day }: Kit): string {
  return [
    'SMSeal secret key',
    '',
    formatted,
    '',
    `Address: ${origin}`,
    ...(email ? [`Account: ${email}`] : []),
    `Made on: ${day}`,
    '',
    ...KIT_SENTENCES,
    '',
  ].join('\n');
}

function escape(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}

/** The kit as a page of its own, without scripts and without anything loaded. */
export function kitPage(kit: Kit): string {
  const rows = [
    ['Address', kit.origin],
    ...(kit.email ? [['Account', kit.email]] : []),
    ['Made on', kit.day],
  ];
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>SMSeal secret key</title>
<style>
@page { size: A4; margin: 18mm }
body { font: 12pt/1.5 system-ui, sans-serif; max-width: 42em; margin: 2em auto; padding: 0 1em; color: #1c1f24; background: #fff }
code { display: block; font: 600 18pt/1.6 ui-monospace, monospace; border: 2px solid #9b2c3b; border-radius: 10px; padding: .7em 1em; letter-spacing: .04em; overflow-wrap: anywhere }
dt { color: #555b66 } dd { margin: 0 0 .5em }
</style>
<h1>SMSeal secret key</h1>
<code>${escape(kit.formatted)}</code>
<dl>${rows.map(([term, value]) => `<dt>${escape(term ?? '')}</dt><dd>${escape(value ?? '')}</dd>`).join('')}</dl>
${KIT_SENTENCES.map((sentence) => `<p>${escape(sentence)}</p>`).join('\n')}
</html>
`;
}

/** Hands a text to the browser as a file to save. */
export function saveText(name: string, type: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
