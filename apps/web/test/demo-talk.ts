/** People and what they say to each other, in several languages, for the demonstration engine. */
export interface DemoPerson {
  name: string | null;
  number: string;
}

export const PEOPLE: readonly DemoPerson[] = [
  { name: 'Ada Brandt', number: '+4915112345601' },
  { name: 'Łukasz Wiśniewski', number: '+48601234502' },
  { name: 'Mum', number: '+442079460003' },
  { name: 'Ελένη Παπαδοπούλου', number: '+306912345604' },
  { name: 'Dr. Amara Okafor', number: '+447700900105' },
  { name: 'Иван Петров', number: '+79161234506' },
  { name: 'Zoë van den Berg', number: '+31612345607' },
  { name: 'Jean-Baptiste Delacroix-Montmorency de la Tour', number: '+33612345608' },
  { name: null, number: '+14155550109' },
  { name: '佐藤 花子', number: '+819012345610' },
  { name: 'Riverside Dental', number: '+442079460111' },
  { name: 'Noah', number: '+447700900112' },
  { name: 'Priya Raman', number: '+919812345613' },
  { name: 'Bank of Somewhere', number: 'SOMEBANK' },
  { name: 'Tomás Ferreira', number: '+351912345615' },
  { name: 'Ingrid Sørensen', number: '+4740123416' },
  { name: 'Karim Haddad', number: '+33612345617' },
  { name: 'Mei Lin', number: '+6581234518' },
  { name: 'Café Nordlicht', number: '+4930123456' },
  { name: 'Olivia Hart', number: '+447700900120' },
  { name: 'Sam (plumber)', number: '+447700900121' },
  { name: 'Anaïs Moreau', number: '+33612345622' },
  { name: 'Giulia Conti', number: '+393312345623' },
  { name: 'Parcel service', number: '72345' },
  { name: 'Håkan Öberg', number: '+46701234525' },
];

export const LINES: readonly string[] = [
  'Are we still on for Thursday?',
  'Yes, 18:30 at the usual place. I booked the table by the window.',
  'Perfect. I will bring the drawings.',
  'Running ten minutes late, sorry. The 43 is not coming.',
  'No hurry. I got us coffee.',
  'Did you see this? https://example.org/articles/tides-of-the-north-sea?ref=share&lang=en',
  'Fascinating. I had no idea that they keep records since 1864.',
  'Mach ich gleich morgen früh, versprochen.',
  'Dzięki, widzimy się o ósmej. Weź proszę łopatę i dwie pary rękawic.',
  'Καλημέρα! Πώς πήγε η συνέντευξη;',
  'Всё прошло хорошо, спасибо. Позвоню вечером.',
  '👍',
  'The keys are under the third pot from the left, not the second one as last year. If it rains, please bring the cushions in and close the shutters on the garden side. The neighbour knows you are coming.',
  'On my way',
  'Could you send me the invoice again? The last one has the old address on it.',
  'Sent. Let me know if it does not arrive.',
  'Got it, thank you.',
  'ok',
  'What was the name of that film, the one with the lighthouse?',
  'I keep thinking about what you said on Sunday. You were right and I should have listened earlier.',
  '明日の会議は10時からです。よろしくお願いします。',
  'Happy birthday 🎂🎈 Hope that the day is as lovely as you are',
];

/** A small generator with a seed: the same demonstration every time. */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

/** A picture made of shapes, as a data URL. */
export function drawnPicture(seed: number, width: number, height: number): string {
  const next = seeded(seed + 7);
  const hue = Math.floor(next() * 360);
  const hills = Array.from({ length: 3 }, (_, layer) => {
    const top = height * (0.45 + layer * 0.16);
    const points = Array.from(
      { length: 7 },
      (_, step) => `${(width / 6) * step},${(top - next() * height * 0.14).toFixed(0)}`,
    );
    return `<polygon points="0,${height} ${points.join(' ')} ${width},${height}" fill="hsl(${hue + layer * 14} 32% ${58 - layer * 14}%)"/>`;
  }).join('');
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}"><rect width="100%" height="100%" fill="hsl(${hue + 30} 55% 86%)"/><circle cx="${width * next()}" cy="${height * 0.24}" r="${height * 0.09}" fill="hsl(42 90% 78%)"/>${hills}</svg>`;
  return `data:image/svg+xml;utf8,${encodeURIComponent(svg)}`;
}

/** A face-like picture for a contact. */
export function drawnFace(seed: number): string {
  const next = seeded(seed + 99);
  const hue = Math.floor(next() * 360);
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="96" height="96" viewBox="0 0 96 96"><rect width="96" height="96" fill="hsl(${hue} 38% 72%)"/><circle cx="48" cy="38" r="17" fill="hsl(${24 + next() * 12} 46% ${48 + next() * 28}%)"/><path d="M14 96c2-26 18-36 34-36s32 10 34 36z" fill="hsl(${hue + 160} 30% 42%)"/></svg>`;
  return `data:image/svg+xml;utf8,${encodeURIComponent(svg)}`;
}
