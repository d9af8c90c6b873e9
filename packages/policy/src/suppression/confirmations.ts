import { countSegments, toGsmText } from '@smseal/sms';
import type { Meaning } from './keywords.ts';
import type { Language } from './languages.ts';

/** Characters of a sender's name that a confirmation shows; a longer name is cut, so that the text stays one segment. */
export const MAX_CONFIRMED_NAME = 20;

const SOUTH_SLAVIC = {
  stop: '{name}: odjavljeni ste i ne dobijate nove poruke. Za ponovnu prijavu odgovorite START.',
  start: '{name}: ponovo ste prijavljeni. Za odjavu odgovorite STOP.',
  help: '{name}: za odjavu odgovorite STOP, za ponovnu prijavu START.',
} as const;

/**
 * What is answered to a reply, with `{name}` for the sender's. Without marketing, in one segment and, where the script
 * allows, in the GSM alphabet (3GPP TS 23.038 §6.2.1): accents that it lacks are left out, as in operators' own texts,
 * rather than halve what fits. None is itself a reply with a meaning, so that two machines never answer each other.
 */
export const CONFIRMATIONS = {
  en: {
    stop: '{name}: you are unsubscribed and will get no more texts from us. Reply START to subscribe again.',
    start: '{name}: you are subscribed again. Reply STOP to unsubscribe.',
    help: '{name}: reply STOP to get no more texts from us, START to get them again.',
  },
  pl: {
    stop: '{name}: numer wypisany, nie napiszemy ponownie. Zmiana zdania? Odpisz START.',
    start: '{name}: numer ponownie zapisany. Rezygnacja: odpisz STOP.',
    help: '{name}: odpisz STOP, a nie napiszemy ponownie. Odpisz START, a wznowimy SMS-y.',
  },
  'sr-Latn': SOUTH_SLAVIC,
  'sr-Cyrl': {
    stop: '{name}: одјављени сте. Поновна пријава: START.',
    start: '{name}: поново сте пријављени. За одјаву: STOP.',
    help: '{name}: за одјаву STOP, за поновну пријаву START.',
  },
  hr: {
    stop: '{name}: odjavljeni ste i ne primate nove poruke. Za ponovnu prijavu odgovorite START.',
    start: '{name}: ponovno ste prijavljeni. Za odjavu odgovorite STOP.',
    help: '{name}: za odjavu odgovorite STOP, za ponovnu prijavu START.',
  },
  bs: SOUTH_SLAVIC,
  de: {
    stop: '{name}: Sie sind abgemeldet und erhalten von uns keine SMS mehr. Wieder anmelden: START antworten.',
    start: '{name}: Sie sind wieder angemeldet. Abmelden: STOP antworten.',
    help: '{name}: Antworten Sie STOP zum Abmelden, START zum erneuten Anmelden.',
  },
  fr: {
    stop: '{name} : vous êtes désabonné et ne recevrez plus de SMS. Pour vous réabonner, répondez START.',
    start: '{name} : vous êtes de nouveau abonné. Pour vous désabonner, répondez STOP.',
    help: '{name} : répondez STOP pour ne plus recevoir de SMS, START pour en recevoir de nouveau.',
  },
  es: {
    stop: '{name}: su baja es efectiva y no le enviaremos más SMS. Para volver, responda START.',
    start: '{name}: vuelve a recibir nuestros SMS. Para darse de baja, responda STOP.',
    help: '{name}: responda STOP para darse de baja, START para volver a recibir SMS.',
  },
  pt: {
    stop: '{name}: o seu número foi removido e não enviaremos mais SMS. Para voltar, responda START.',
    start: '{name}: volta a receber os nossos SMS. Para sair, responda STOP.',
    help: '{name}: responda STOP para sair, START para voltar a receber SMS.',
  },
  it: {
    stop: '{name}: iscrizione annullata, non riceverà altri SMS. Per riattivarla risponda START.',
    start: '{name}: riceverà di nuovo i nostri SMS. Per annullare risponda STOP.',
    help: '{name}: risponda STOP per non ricevere altri SMS, START per riceverli di nuovo.',
  },
  nl: {
    stop: "{name}: u bent afgemeld en krijgt geen sms'en meer van ons. Weer aanmelden? Antwoord START.",
    start: '{name}: u bent weer aangemeld. Afmelden? Antwoord STOP.',
    help: '{name}: antwoord STOP om u af te melden, START om u weer aan te melden.',
  },
  cs: {
    stop: '{name}: byli jste odhlášeni, další SMS vám nepošleme. Pro nové přihlášení odpovězte START.',
    start: '{name}: jste znovu přihlášeni. Pro odhlášení odpovězte STOP.',
    help: '{name}: pro odhlášení odpovězte STOP, pro nové přihlášení START.',
  },
  uk: {
    stop: '{name}: вас відписано. Щоб повернутися: START.',
    start: '{name}: вас знову підписано. Щоб відписатися: STOP.',
    help: '{name}: STOP — відписатися, START — повернутися.',
  },
  ru: {
    stop: '{name}: вы отписаны. Чтобы вернуться: START.',
    start: '{name}: вы снова подписаны. Чтобы отписаться: STOP.',
    help: '{name}: STOP — отписаться, START — вернуться.',
  },
  tr: {
    stop: '{name}: listeden çıkarıldınız, size artık SMS göndermeyeceğiz. Yeniden katılmak için START yazın.',
    start: '{name}: yeniden listedesiniz. Çıkmak için STOP yazın.',
    help: '{name}: listeden çıkmak için STOP, yeniden katılmak için START yazın.',
  },
  ro: {
    stop: '{name}: sunteți dezabonat și nu veți mai primi SMS de la noi. Pentru reabonare răspundeți START.',
    start: '{name}: sunteți abonat din nou. Pentru dezabonare răspundeți STOP.',
    help: '{name}: răspundeți STOP pentru dezabonare, START pentru reabonare.',
  },
  hu: {
    stop: '{name}: leiratkozott, több SMS-t nem küldünk. Újabb feliratkozáshoz válasza legyen START.',
    start: '{name}: újra feliratkozott. Leiratkozáshoz válasza legyen STOP.',
    help: '{name}: leiratkozáshoz válasza legyen STOP, újabb feliratkozáshoz START.',
  },
  el: {
    stop: '{name}: διαγραφήκατε. Για νέα εγγραφή: START.',
    start: '{name}: εγγραφήκατε ξανά. Για διαγραφή: STOP.',
    help: '{name}: STOP για διαγραφή, START για νέα εγγραφή.',
  },
  sv: {
    stop: '{name}: du är avregistrerad och får inga fler sms från oss. Svara START för att börja igen.',
    start: '{name}: du är registrerad igen. Svara STOP för att avregistrera dig.',
    help: '{name}: svara STOP för att slippa fler sms, START för att få dem igen.',
  },
} as const satisfies Record<Language, Readonly<Record<Meaning, string>>>;

/**
 * The confirmation as it is sent: one segment, in GSM letters where the script has any, the name included. A name that
 * would not fit is cut.
 */
export function confirmationText(meaning: Meaning, language: Language, name: string): string {
  const template: string = CONFIRMATIONS[language][meaning];
  const characters = [...name.normalize('NFC').trim()].slice(0, MAX_CONFIRMED_NAME);
  for (;;) {
    const text = inGsmLetters(template.replace('{name}', () => characters.join('')));
    if (characters.length === 0 || countSegments(text).segments <= 1) return text;
    characters.pop();
  }
}

function inGsmLetters(text: string): string {
  const gsm = toGsmText(text);
  return countSegments(gsm).encoding === 'gsm7' ? gsm : text;
}
