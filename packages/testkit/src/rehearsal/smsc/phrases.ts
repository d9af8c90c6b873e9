import type { RecipientLanguage } from './languages.ts';

/** What a person may write back. */
export type ReplyKind = 'stop' | 'help' | 'question' | 'thanks';

type Phrases = Readonly<Record<ReplyKind, readonly string[]>>;

/** Keywords as they are printed, and the same in people's own words. */
export const PHRASES = {
  en: {
    stop: ['STOP', 'Stop', 'stop.', 'Unsubscribe', 'Please take me off your list', 'No more texts please'],
    help: ['HELP', 'Info'],
    question: ['Who is this?', 'What time do you close today?', 'Can I come on Thursday instead?'],
    thanks: ['Thanks!', 'Great, thank you 🙏', 'OK, see you then'],
  },
  pl: {
    stop: ['STOP', 'Rezygnuję', 'Wypisz mnie', 'Proszę już do mnie nie pisać', 'stop!!'],
    help: ['POMOC', 'Info'],
    question: ['Kto pisze?', 'Do której macie dziś otwarte?', 'Czy mogę przyjść w czwartek?'],
    thanks: ['Dziękuję!', 'Super, dzięki 😊', 'Dobrze, będę'],
  },
  'sr-Latn': {
    stop: ['STOP', 'Odjava', 'Odjavite me', 'Ne želim više ove poruke'],
    help: ['POMOĆ'],
    question: ['Ko je ovo?', 'Do koliko radite danas?', 'Može li u četvrtak?'],
    thanks: ['Hvala!', 'Važi, hvala 👍', 'Stižem'],
  },
  'sr-Cyrl': {
    stop: ['СТОП', 'Одјава', 'Одјавите ме', 'Не желим више ове поруке'],
    help: ['ПОМОЋ'],
    question: ['Ко је ово?', 'До колико радите данас?', 'Може ли у четвртак?'],
    thanks: ['Хвала!', 'Важи, хвала 👍', 'Стижем'],
  },
  de: {
    stop: ['STOP', 'STOPP', 'Abmelden', 'Bitte keine Nachrichten mehr'],
    help: ['HILFE'],
    question: ['Wer schreibt da?', 'Wie lange haben Sie heute geöffnet?', 'Ginge auch Donnerstag?'],
    thanks: ['Danke!', 'Super, vielen Dank 😊', 'Passt, bis dann'],
  },
  fr: {
    stop: ['STOP', 'Désabonnement', 'Arrêtez s’il vous plaît', 'Ne m’écrivez plus'],
    help: ['AIDE'],
    question: ['Qui est-ce ?', 'Vous fermez à quelle heure ?', 'Est-ce possible jeudi ?'],
    thanks: ['Merci !', 'Parfait, merci 🙏', 'D’accord, à bientôt'],
  },
  es: {
    stop: ['STOP', 'BAJA', 'Darse de baja', 'No me escriban más'],
    help: ['AYUDA'],
    question: ['¿Quién es?', '¿Hasta qué hora abren hoy?', '¿Puede ser el jueves?'],
    thanks: ['¡Gracias!', 'Perfecto, gracias 😊', 'Vale, allí estaré'],
  },
  it: {
    stop: ['STOP', 'Annulla', 'Non scrivetemi più'],
    help: ['AIUTO'],
    question: ['Chi è?', 'A che ora chiudete oggi?', 'Si può fare giovedì?'],
    thanks: ['Grazie!', 'Perfetto, grazie 😊', 'Va bene, a presto'],
  },
  el: {
    stop: ['STOP', 'ΔΙΑΚΟΠΗ', 'Μη μου στέλνετε άλλα μηνύματα'],
    help: ['ΒΟΗΘΕΙΑ'],
    question: ['Ποιος είναι;', 'Τι ώρα κλείνετε σήμερα;', 'Γίνεται την Πέμπτη;'],
    thanks: ['Ευχαριστώ!', 'Τέλεια, ευχαριστώ 🙏', 'Εντάξει'],
  },
  tr: {
    stop: ['DUR', 'İptal', 'RET', 'Lütfen bana mesaj atmayın'],
    help: ['YARDIM'],
    question: ['Kimsiniz?', 'Bugün kaça kadar açıksınız?', 'Perşembe olur mu?'],
    thanks: ['Teşekkürler!', 'Harika, sağ olun 😊', 'Tamam, geliyorum'],
  },
  sv: {
    stop: ['STOPP', 'Avsluta', 'Sluta skicka meddelanden'],
    help: ['HJÄLP'],
    question: ['Vem är det?', 'När stänger ni i dag?', 'Går det på torsdag i stället?'],
    thanks: ['Tack!', 'Toppen, tack 😊', 'Okej, vi ses'],
  },
  uk: {
    stop: ['СТОП', 'Відписатися', 'Не пишіть мені більше'],
    help: ['ДОПОМОГА'],
    question: ['Хто це?', 'До котрої ви сьогодні працюєте?', 'Можна в четвер?'],
    thanks: ['Дякую!', 'Чудово, дякую 🙏', 'Добре, буду'],
  },
} as const satisfies Record<RecipientLanguage, Phrases>;
