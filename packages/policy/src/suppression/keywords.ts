import type { Language } from './languages.ts';

/** What an incoming text asks for. */
export type Meaning = 'stop' | 'start' | 'help';

/** Understood whatever the person's language: what campaigns and carriers everywhere print. */
const EVERYWHERE = {
  stop: ['stop', 'stop all', 'stopall', 'stop sms', 'stop2quit', 'unsubscribe', 'opt out', 'optout'],
  start: ['start', 'unstop'],
  help: ['help', 'info'],
} as const satisfies Record<Meaning, readonly string[]>;

type Words = Readonly<Record<Meaning, readonly string[]>>;

/** The words of one language, after those understood everywhere. */
function words(stop: string, start: string, help: string): Words {
  const list = (meaning: Meaning, own: string) => [...EVERYWHERE[meaning], ...own.split(', ')];
  return { stop: list('stop', stop), start: list('start', start), help: list('help', help) };
}

const SOUTH_SLAVIC = words(
  'stopiraj, odjava, odjavi, odjavi me, odjavite me, odjavljujem se, otkaži, otkaži sms, ispiši me, ispišite me, prestanite, ne želim više, ne želim poruke',
  'prijava, prijavi me, prijavite me',
  'pomoć, upomoć',
);

/**
 * Exact keywords: the whole text is one of them, save for case, accents, width, punctuation, quotes, emoji and white space.
 * English holds the replies that 47 CFR 64.1200(a)(10) calls a revocation whatever else is printed (stop, quit, end, revoke,
 * opt out, cancel, unsubscribe). YES, TAK and their like are no START here: they answer other questions every day, and
 * silence that a person asked for ends only when they ask for texts in so many words. FINE (Italian for END) and RED (Turkish
 * for refusal) are left out too, being everyday answers elsewhere.
 */
export const KEYWORDS = {
  en: words(
    'quit, end, revoke, cancel, unsub, remove, remove me, stop to quit, stop texts, stop texting, stop messages, stop marketing, unsubscribe me',
    'subscribe, resubscribe, opt in, optin, join',
    'help info',
  ),
  pl: words(
    'koniec, rezygnuj, rezygnuję, rezygnacja, wypisz, wypisz mnie, wypisuję się, wypisuje, wypisać, anuluj, usuń, usuń mnie, usuń numer, stop reklamom, nie pisz, nie pisać, nie życzę sobie, wypisz się, wypisanie, proszę o wypisanie',
    'wznów, wznawiam, zapisz, zapisz mnie, zapisuję się',
    'pomoc, pomocy',
  ),
  'sr-Latn': SOUTH_SLAVIC,
  'sr-Cyrl': SOUTH_SLAVIC,
  hr: SOUTH_SLAVIC,
  bs: SOUTH_SLAVIC,
  de: words(
    'stopp, stoppen, abmelden, abmeldung, abbestellen, abbestellung, kündigen, ende, austragen, widerruf, widerrufen, keine werbung',
    'starten, anmelden, anmeldung',
    'hilfe',
  ),
  fr: words(
    'arrêt, arrête, arrêter, arrêtez, arrett, désabonner, désabonnement, désinscrire, désinscription, résilier, stop pub',
    'démarrer, réabonner, abonner, reprendre',
    'aide',
  ),
  es: words(
    'alto, parar, para, pare, baja, darse de baja, dar de baja, cancelar, no más, no más sms, no más mensajes, basta, suscripción no',
    'alta, inicio, iniciar, empezar, suscribir, reanudar',
    'ayuda',
  ),
  pt: words(
    'sair, parar, pare, cancelar, cancele, remover, descadastrar, descadastre, chega, anular',
    'iniciar, começar, inscrever, voltar, retomar',
    'ajuda',
  ),
  it: words(
    'cancella, cancellami, cancellazione, cancellatemi, disiscrivi, disiscrivimi, disiscrizione, annulla, basta, ferma, rimuovi, rimuovimi',
    'inizia, avvia, iscrivi, iscrivimi, riprendi',
    'aiuto',
  ),
  nl: words(
    'stoppen, afmelden, afmelding, uitschrijven, uitschrijving, opzeggen, annuleren, einde',
    'starten, aanmelden, aanmelding, inschrijven',
    'hulp',
  ),
  cs: words(
    'odhlásit, odhlaste mě, odhlašuji se, odhlášení, konec, zrušit, zrušit odběr, ukončit, odebrat, neposílat, dost',
    'přihlásit, přihlášení, obnovit, začít',
    'pomoc, nápověda',
  ),
  uk: words(
    'стоп, відписатися, відписатись, відписка, відпишіть, відпишіть мене, відмова, відмовляюся, скасувати, досить, припинити, видаліть мій номер',
    'старт, підписатися, підписатись, поновити, почати',
    'допомога, довідка',
  ),
  ru: words(
    'стоп, отписаться, отписка, отпишите, отпишите меня, отписать, отказ, отказываюсь, отмена, отменить, хватит, прекратить, прекратите, удалите мой номер',
    'старт, подписаться, возобновить, начать',
    'помощь, справка',
  ),
  tr: words(
    'dur, durdur, iptal, iptal et, çık, çıkış, üyelikten çık, abonelikten çık, sms istemiyorum, mesaj istemiyorum',
    'başla, başlat, üye ol, abone ol',
    'yardım, destek',
  ),
  ro: words(
    'oprire, opriți, oprește, renunță, renunț, dezabonare, dezabonează-mă, dezabonați-mă, anulare, anulează, șterge, destul',
    'pornire, începe, abonare, abonează-mă, reluare',
    'ajutor',
  ),
  hu: words(
    'leállítás, állj, leiratkozás, leiratkozom, leiratkozni, lemondás, lemondom, törlés, töröljön, vége, elég',
    'indítás, kezdés, feliratkozás, feliratkozom',
    'segítség',
  ),
  el: words(
    'σταμάτα, σταματήστε, στοπ, διακοπή, διαγραφή, διαγράψτε με, απεγγραφή, ακύρωση, τέλος, αρκετά, κατάργηση',
    'έναρξη, εγγραφή, εγγραφή ξανά, συνέχεια',
    'βοήθεια',
  ),
  sv: words(
    'stoppa, avsluta, avregistrera, avregistrering, avprenumerera, avanmäl, avanmälan, avbryt, sluta, säg upp',
    'starta, börja, anmäl, prenumerera',
    'hjälp',
  ),
} as const satisfies Record<Language, Words>;
