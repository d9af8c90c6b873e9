/** Invented people with numbers from ranges that regulators keep for fiction, so that nobody is ever reached. */
import type { Seeded } from '../random/seeded.ts';
import type { Language } from './phrases/banks.ts';

export interface GeneratedContact {
  name: string;
  given: string;
  family: string;
  organisation: string | null;
  /** Android's types: 1 home, 2 mobile, 3 work. */
  numbers: { value: string; type: 1 | 2 | 3 }[];
  emails: { value: string; type: 1 | 3 }[];
  note: string | null;
  /** Seed of the drawn photo, or null for none. */
  photo: string | null;
  starred: boolean;
  language: Language;
}

const NAMES: Record<Language, { given: readonly string[]; family: readonly string[] }> = {
  en: {
    given: [
      'Ada',
      'Bram',
      'Clio',
      'Dexter',
      'Edith',
      'Felix',
      'Greta',
      'Hugo',
      'Iris',
      'Jonas',
      'Kit',
      'Lena',
      'Milo',
      'Nora',
      'Otis',
      'Pearl',
      'Quinn',
      'Rhea',
      'Silas',
      'Tess',
      'Uma',
      'Vera',
      'Wren',
      'Zoe',
      'Theo',
      'Maud',
    ],
    family: [
      'Ashdown',
      'Brambleby',
      'Corwick',
      'Dunmere',
      'Elderfield',
      'Fernsby',
      'Gorsley',
      'Hollowell',
      'Inglemoor',
      'Kestrelson',
      'Larkwood',
      'Merriden',
      'Nettleship',
      'Oakhurst',
      'Pennywell',
      'Quillfeather',
      'Rowanleigh',
      'Silverlake',
      'Thistlewood',
      'Underhay',
      'Venning',
      'Wexcombe',
    ],
  },
  pl: {
    given: [
      'Zofia',
      'Kacper',
      'Hanna',
      'Michał',
      'Łucja',
      'Paweł',
      'Agnieszka',
      'Bartosz',
      'Małgorzata',
      'Święcisław',
    ],
    family: [
      'Brzózka',
      'Jaskółecka',
      'Wierzbowicz',
      'Łabędziak',
      'Świetlik',
      'Konwaliński',
      'Dąbrowianka',
      'Żurawiec',
    ],
  },
  sr: {
    given: ['Јована', 'Милош', 'Љубица', 'Ђорђе', 'Вања', 'Немања', 'Тијана', 'Растко'],
    family: ['Вишњић', 'Храстовић', 'Љиљанић', 'Јаблановић', 'Ђурђевков', 'Босиљковић'],
  },
  el: {
    given: ['Ελένη', 'Νίκος', 'Δάφνη', 'Γιώργος', 'Ιωάννα', 'Στέλιος', 'Μυρτώ', 'Αλέξης'],
    family: ['Θαλασσινός', 'Ελαιώνη', 'Ανεμόπουλος', 'Φεγγαράκη', 'Κυπαρίσσης', 'Μελισσινού'],
  },
  es: {
    given: ['Lucía', 'Íñigo', 'Carmen', 'Mateo', 'Begoña', 'Álvaro', 'Noelia', 'Rubén', 'Martina', 'Joaquín'],
    family: [
      'Almendros',
      'Ríoseco',
      'Peñafría',
      'Olivar',
      'Castañeda Luna',
      'Fuenteclara',
      'Nogales Sol',
      'Zarzamora',
    ],
  },
  de: {
    given: [
      'Anneliese',
      'Jürgen',
      'Käthe',
      'Lukas',
      'Mareike',
      'Björn',
      'Sophie',
      'Rüdiger',
      'Änne',
      'Moritz',
    ],
    family: [
      'Birkenfeld',
      'Mühlbacher',
      'Lindenstrauß',
      'Amselgrund',
      'Kornblum',
      'Weißdorn',
      'Haselnuß',
      'Überwald',
    ],
  },
  tr: {
    given: ['Elif', 'Çağlar', 'Zeynep', 'Ömer', 'Şule', 'İlker', 'Gülşah', 'Barış'],
    family: ['Zeytinci', 'Çınaroğlu', 'Yıldızlı', 'Güneşli', 'Kırlangıç', 'Ihlamur'],
  },
  ar: {
    given: ['ليلى', 'سامر', 'نور', 'ياسين', 'هالة', 'كريم', 'رنا', 'طارق'],
    family: ['الزيتوني', 'الياسميني', 'البستاني الصغير', 'النجمي', 'المرجاني', 'السنديان'],
  },
  ja: {
    given: ['さくら', '健太', '美咲', '悠斗', '花子', '海斗', '結衣', '陽向'],
    family: ['星野森', '白樺', '月島川', '桜坂', '風間谷', '青葉台'],
  },
};

const PLAIN: Record<string, string> = { ł: 'l', Ł: 'L', ß: 'ss', ı: 'i', İ: 'I', đ: 'dj' };
const AREAS = ['202', '206', '212', '303', '305', '312', '415', '503', '617', '702', '808', '917'] as const;

/** How many numbers each maker has before it begins again. */
const MAKERS = {
  us: (n) => `+1${AREAS[Math.floor(n / 80) % AREAS.length] ?? '202'}55501${digits(n % 80, 2)}`,
  uk: (n) => `+447700900${digits(n % 1000, 3)}`,
  de: (n) => `+4917604069${digits(n % 1000, 3)}`,
  fr: (n) => `+3363998${digits(n % 10_000, 4)}`,
  se: (n) => `+46701740${digits(605 + (n % 95), 3)}`,
} satisfies Record<string, (n: number) => string>;

/** Where people who write in a language live in this story. */
const HOMES: Record<Language, readonly (keyof typeof MAKERS)[]> = {
  en: ['us', 'us', 'uk'],
  pl: ['uk'],
  sr: ['de', 'se'],
  el: ['fr'],
  es: ['us'],
  de: ['de'],
  tr: ['de'],
  ar: ['fr', 'uk'],
  ja: ['us'],
};

const LANGUAGES: readonly (readonly [Language, number])[] = [
  ['en', 42],
  ['pl', 13],
  ['es', 10],
  ['de', 10],
  ['sr', 8],
  ['el', 6],
  ['tr', 4],
  ['ar', 4],
  ['ja', 3],
];

/** Endings that the rehearsal carrier treats as broken; nobody in the address book has one. */
export const BROKEN_ENDING = /019[0-5]$/u;

/** Deals numbers so that none comes twice before a range is used up. */
export class NumberDealer {
  readonly #dealt: Record<keyof typeof MAKERS, number> = { us: 0, uk: 0, de: 0, fr: 0, se: 0 };

  next(home: keyof typeof MAKERS): string {
    for (;;) {
      // 37 is coprime to every range, so neighbours in the book do not have neighbouring numbers.
      const value = MAKERS[home](this.#dealt[home] * 37 + 11);
      this.#dealt[home] += 1;
      if (!BROKEN_ENDING.test(value)) return value;
    }
  }
}

/** The address book of a history. */
export function makePeople(random: Seeded, count: number, dealer: NumberDealer): GeneratedContact[] {
  const taken = new Set<string>();
  return Array.from({ length: count }, (_, index) => makePerson(random, { index, dealer, taken }));
}

function makePerson(
  random: Seeded,
  { index, dealer, taken }: { index: number; dealer: NumberDealer; taken: Set<string> },
): GeneratedContact {
  const language = random.weighted(LANGUAGES);
  const home = random.pick(HOMES[language]);
  const names = NAMES[language];
  let given = random.pick(names.given);
  let family = random.pick(names.family);
  for (let tries = 0; taken.has(`${given} ${family}`) && tries < 40; tries += 1) {
    given = random.pick(names.given);
    family = random.pick(names.family);
  }
  const japanese = language === 'ja';
  const plain = japanese ? `${family} ${given}` : `${given} ${family}`;
  const name = taken.has(plain) ? `${plain} ${index + 1}` : plain;
  taken.add(plain);
  const numbers: GeneratedContact['numbers'] = [{ value: dealer.next(home), type: 2 }];
  if (random.chance(0.22)) numbers.push({ value: dealer.next(home), type: 3 });
  if (random.chance(0.1)) numbers.push({ value: dealer.next(home), type: 1 });
  const emails: GeneratedContact['emails'] = [];
  const box = latin(given) || `person${index}`;
  if (random.chance(0.6)) emails.push({ value: `${box}.${index}@mail.example`, type: 1 });
  if (random.chance(0.18)) emails.push({ value: `${box}@office${index % 9}.example`, type: 3 });
  return {
    name,
    given,
    family,
    organisation: random.chance(0.2)
      ? random.pick([
          'Harbour Choir',
          'Oakhurst Library',
          'Blue Door Bakery',
          'Fernsby Clinic',
          'Night Bus Collective',
          'Lighthouse School',
        ])
      : null,
    numbers,
    emails,
    note: random.chance(0.08)
      ? random.pick(['Has the spare key', 'Allergic to nuts', 'Birthday in May', 'Call in the evening only'])
      : null,
    photo: random.chance(0.86) ? `${index} ${plain}` : null,
    starred: random.chance(0.05),
    language,
  };
}

function digits(value: number, width: number): string {
  return String(value).padStart(width, '0');
}

function latin(text: string): string {
  return [...text]
    .map((letter) => PLAIN[letter] ?? letter)
    .join('')
    .normalize('NFD')
    .replaceAll(/[^A-Za-z]/gu, '')
    .toLowerCase();
}
