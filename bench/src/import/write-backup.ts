import { createCipheriv, createHash } from 'node:crypto';
import { open } from 'node:fs/promises';
import { generateHistory, Seeded, type GeneratedMessage } from '@smseal/testkit';

/** What was written. */
export interface WrittenBackup {
  texts: number;
  pictures: number;
  octets: number;
}

/** Texts between two picture messages. */
const TEXTS_A_PICTURE = 20;
/** Sizes of pictures in kB, as phones send them; now and then a film. */
const PICTURE_KB = { least: 60, most: 900 };
const FILM_KB = 12_000;
const FILM_EVERY = 250;
const NOW = Date.UTC(2026, 10, 1);

/** Writes an SMS Backup & Restore file of about `octets`, the same for the same seed: texts, and pictures as base64. */
export async function writeBackup(file: string, octets: number, seed: number): Promise<WrittenBackup> {
  const written: WrittenBackup = { texts: 0, pictures: 0, octets: 0 };
  const random = new Seeded(seed);
  const noise = endlessNoise(seed);
  const texts = endlessTexts(seed);
  const out = await open(file, 'w');
  const write = async (text: string): Promise<void> => {
    const chunk = Buffer.from(text);
    await out.writeFile(chunk);
    written.octets += chunk.length;
  };
  try {
    await write('<?xml version="1.0" encoding="UTF-8" standalone="yes" ?>\n<smses backup_set="bench">\n');
    while (written.octets < octets) {
      const some = Array.from({ length: TEXTS_A_PICTURE }, () => texts.next().value);
      await write(some.map(textElement).join(''));
      written.texts += some.length;
      const film = written.pictures % FILM_EVERY === FILM_EVERY - 1;
      const kilobytes = film ? FILM_KB : random.int(PICTURE_KB.least, PICTURE_KB.most);
      await write(pictureElement(texts.next().value, noise(kilobytes * 1000)));
      written.pictures += 1;
    }
    await write('</smses>\n');
  } finally {
    await out.close();
  }
  return written;
}

/** Octets that no compression makes smaller, like a picture's. */
function endlessNoise(seed: number): (octets: number) => Buffer {
  const key = createHash('sha256').update(`backup ${seed}`).digest();
  const cipher = createCipheriv('aes-256-ctr', key, Buffer.alloc(16));
  return (octets) => cipher.update(Buffer.alloc(octets));
}

/** Life after life, each before the last one. */
function* endlessTexts(seed: number): Generator<GeneratedMessage, never> {
  const days = 730;
  for (let life = 0; ; life++) {
    const now = NOW - life * days * 86_400_000;
    const counts = { messages: 10_000, contacts: 200, calls: 0 };
    yield* generateHistory({ seed: `${seed} ${life}`, counts, now, days }).messages;
  }
}

function textElement({ parties, at, sentAt, box, text, read }: GeneratedMessage): string {
  const type = { in: 1, out: 2, draft: 3, failed: 5 }[box];
  return `  <sms protocol="0" address="${escaped(parties[0] ?? '')}" date="${at}" type="${type}" subject="null" body="${escaped(text)}" toa="null" sc_toa="null" service_center="null" read="${read ? 1 : 0}" status="-1" locked="0" date_sent="${sentAt}" sub_id="1" readable_date="" contact_name="(Unknown)" />\n`;
}

function pictureElement({ parties, at, box, text }: GeneratedMessage, picture: Buffer): string {
  const incoming = box === 'in';
  const [first = ''] = parties;
  const addresses = parties.map(
    (party, i) =>
      `      <addr address="${escaped(party)}" type="${incoming && i === 0 ? 137 : 151}" charset="106" />\n`,
  );
  return `  <mms date="${at}" ct_t="application/vnd.wap.multipart.related" msg_box="${incoming ? 1 : 2}" sub="null" address="${escaped(first)}" m_id="null" read="1" m_type="${incoming ? 132 : 128}" tr_id="null" date_sent="0" v="18" readable_date="" contact_name="(Unknown)">
    <parts>
      <part seq="0" ct="text/plain" name="text.txt" chset="106" cd="null" fn="null" cid="null" cl="text.txt" ctt_s="null" ctt_t="null" text="${escaped(text)}" />
      <part seq="0" ct="image/jpeg" name="image.jpg" chset="null" cd="null" fn="null" cid="null" cl="image.jpg" ctt_s="null" ctt_t="null" text="null" data="${picture.toString('base64')}" />
    </parts>
    <addrs>
${addresses.join('')}    </addrs>
  </mms>
`;
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\n': '&#10;',
};

function escaped(text: string): string {
  return text.replaceAll(/[&<>"\n]/g, (character) => ENTITIES[character] ?? character);
}
