import { numberCanary, textCanary, type Canary } from '@smseal/verify';
import { TOLD, type Place } from './places.ts';
import { fieldOf, templateOf, textOf, type Shop } from './shop-story.ts';

/** What the policy keeps of a reply that asks for silence: its words without marks. */
const FOLDED = { pl: 'nie pisac do mnie wiecej', sr: 'ne saljite mi vise poruke' } as const;

/** Everything that the shop wrote, and what was written to it. */
export function shopCanaries(shop: Shop): Canary[] {
  const { numbers, names, words, stops, secretKey, carrier } = shop;
  const asked = stops.map((text) => text.slice(0, text.indexOf('.')));
  return [
    ...numbers.map((number) => numberCanary(`a client’s number ${number}`, number)),
    ...names.map((name) => textCanary(`a client’s name ${name}`, name)),
    ...names.map((name) => textCanary(`the text to ${name}`, textOf(words, name))),
    ...Object.entries(words).map(([what, text]) => textCanary(`the shop’s ${what} “${text}”`, text)),
    textCanary('the field', fieldOf(words)),
    textCanary('the template', templateOf(words)),
    ...[...stops, ...asked, ...Object.values(FOLDED)].map((text) => textCanary(`“${text}”`, text)),
    textCanary('the carrier’s password', carrier.password),
    textCanary('the shop’s secret key', secretKey.replaceAll('-', '')),
    textCanary('the shop’s secret key in groups', secretKey),
  ];
}

/** What lets the shop in, and what its account keeps of it: each with the places where it may be. */
export function shopHolderCanaries({ who, oneTimePassword }: Shop): { canary: Canary; may: Place[] }[] {
  return [
    { canary: textCanary('the shop’s e-mail address', who.email), may: [...TOLD] },
    { canary: numberCanary('the shop’s own number', who.mobile), may: [...TOLD, 'notices'] },
    { canary: textCanary('the shop’s one-time password', oneTimePassword), may: ['said', 'notices'] },
    { canary: textCanary('the shop’s password', who.password), may: ['said'] },
  ];
}
