import type { PhraseTable } from '../phrase.ts';

const POLISH_TEXTS =
  'sms|sms y|smsów|sms ów|smsy|smsow|wiadomości|esemesów|esemesy|reklam|reklamy|ofert|spamu|niczego|nic|marketing';

export const POLISH: PhraseTable = {
  courtesy:
    'proszę|bardzo proszę|dziękuję|dzięki|dzień dobry|witam|hej|cześć|ok|i|a|ale|więc|już|teraz|natychmiast|pomyłka|zły numer|to pomyłka|nie jestem zainteresowany|nie jestem zainteresowana|pozdrawiam|proszę was|możecie|czy możecie',
  stop: [
    `(nie) (pisz|piszcie|pisać|wysyłaj|wysyłajcie|wysyłać|przysyłaj|przysyłajcie|przysyłać|kontaktuj się|kontaktujcie się|kontaktować się|smsuj|smsujcie|spamuj|spamujcie) [mi|żadnych|tych|takich]* (do mnie|ze mną|na ten numer|więcej|już|nigdy|mi więcej|żadnych więcej|tych sms|tych wiadomości|${POLISH_TEXTS})+`,
    '(do mnie|mi) [więcej|już]* nie (pisz|piszcie|pisać|wysyłać|przysyłać)',
    '(wypisać|usunąć|wykreślić) (mnie|mój numer) [z tej|z]* [listy|bazy]',
    '(mnie|mój numer) (wypisać|usunąć|wykreślić) [z tej|z]* [listy|bazy]',
    'o (usunięcie|wypisanie|wykreślenie) [mojego|tego]* (numeru|mnie) [z]* [waszej|tej]* [listy|bazy]',
    'rezygnuję z (subskrypcji|usługi|newslettera|smsów|sms|wiadomości)',
    '(odczepcie|odczep) się [ode mnie]',
    `(więcej|już) nie (pisz|piszcie|wysyłaj|wysyłajcie|przysyłaj|przysyłajcie) [do mnie|mi]* [${POLISH_TEXTS}]`,
    `(przestań|przestańcie|przestać|skończ|skończcie) [już|mi|do mnie|mnie]* (pisać|wysyłać|przysyłać|smsować|spamować|nękać|zawracać mi głowę) [do mnie|mi|mnie]* [te|tych|żadne]* [${POLISH_TEXTS}]`,
    `(dość|koniec|stop|żadnych więcej|żadnych) [z|tych|więcej]* (smsom|reklamom|smsów|sms ów|sms|wiadomości|reklam|spamu|esemesów|reklamami)`,
    `(nie chcę|nie życzę sobie|nie zgadzam się na|nie chcemy) [już|więcej]* [dostawać|otrzymywać|otrzymywania|tych|waszych|od was|takich|żadnych]* (${POLISH_TEXTS}) [od was|więcej]*`,
    '(dajcie|dajcie mi|daj mi|dać mi) [święty] spokój',
    '(zostaw|zostawcie) mnie w spokoju',
    '(usuń|usuńcie|usunąć|wykreśl|wykreślcie|wykreślić|skasuj|skasujcie|wypisz|wypiszcie|wypisać) [proszę]* (mój numer|mnie|ten numer|moje dane) [z|ze]* [waszej|swojej|tej|bazy|listy]* [listy|bazy|bazy danych]',
    '(chcę|chciałbym|chciałabym) [się] (wypisać|zrezygnować|wyrejestrować) [się] [z tej listy|z listy]',
    '(cofam|wycofuję|odwołuję) [swoją|moją]* zgodę [na sms|na marketing]',
  ],
};

const SOUTH_SLAVIC_TEXTS =
  'sms|sms ove|sms poruke|poruke|poruka|poruku|reklame|reklama|spam|ništa|obaveštenja|obavijesti';

/** Serbian, Croatian and Bosnian: they differ in sounds (ne želim, molim vas), hardly in how one asks for silence. */
export const SOUTH_SLAVIC: PhraseTable = {
  courtesy:
    'molim|molim vas|molim te|hvala|hvala vam|dobar dan|zdravo|pozdrav|cao|ćao|bok|ok|i|a|ali|sada|sad|odmah|pogrešan broj|krivi broj|imate pogrešan broj|ne zanima me|nisam zainteresovan|nisam zainteresovana|nisam zainteresiran|nisam zainteresirana|možete li',
  stop: [
    `(ne|nemojte|nemoj|prestanite|prestani) [mi|više|da mi]* (šalji|šaljite|slati|šaljete|pišite|piši|pisati|pišete|slanje|slanjem|kontaktirajte|kontaktiraj|kontaktirati|gnjavite|gnjavi|dosađujte|dosađuj) [mi|me|ovakve|ove|sa|nikakve]* (više|mi više|me više|nikad|nikada|nikakve poruke|ove poruke|na ovaj broj|${SOUTH_SLAVIC_TEXTS})+`,
    `(nemojte|nemoj|prestanite|prestani) [više]* (da mi|da me|mi|me) [više]* (šaljete|šalješ|pišete|pišeš|slati|pisati|kontaktirate|kontaktirati|gnjavite|gnjaviti|uznemiravate|uznemiravati|smarate) [ove|ovakve|nikakve]* (više|${SOUTH_SLAVIC_TEXTS})+`,
    `(ne|nemojte|nemoj) (mi|me) više (šalji|šaljite|slati|šaljete|pišite|piši|pisati|kontaktirajte|kontaktirati)`,
    'ne (pišite|piši) mi',
    '(nemojte|nemoj|prestanite|prestani) mi pisati',
    '(odjavite|odjavi) (moj broj|me) [sa liste|s liste]',
    `prestanite [sa|s|više]* (slanjem|slati|porukama) [${SOUTH_SLAVIC_TEXTS}]`,
    `(ne želim|ne zelim|neću|necu) [više|da|primam|dobijam|primati|dobivati|dobijati|vaše|ove|ovakve|nikakve|od vas]* (${SOUTH_SLAVIC_TEXTS}) [od vas|više]*`,
    `(dosta|dosta je|dosta mi je|bez|bez više) [više|vaših|ovih]* (sms|poruka|reklama|spama|sms poruka)`,
    '(ostavite|ostavi|pustite|pusti) me (na miru|u miru)',
    '(obrišite|obriši|izbrišite|izbriši|uklonite|ukloni|skinite|skini|maknite|makni|ispišite|izbacite) (moj broj|me|ovaj broj|moje podatke) [sa|s|iz]* [vaše|te|ove|svoje]* [liste|popisa|spiska|baze]',
    '(želim|hoću|htio bih|htela bih|hteo bih) (da se odjavim|se odjaviti|odjavu|odjaviti se)',
    '(povlačim|opozivam) [svoju|moju]* (saglasnost|privolu|suglasnost|pristanak)',
  ],
};

const CZECH_TEXTS = 'sms|sms ky|smsky|zprávy|zpráv|zprávu|reklamy|reklamu|reklam|spam|nic|nabídky';

export const CZECH: PhraseTable = {
  courtesy:
    'prosím|prosim vás|děkuji|děkuju|díky|dobrý den|ahoj|ok|a|ale|už|teď|hned|okamžitě|špatné číslo|máte špatné číslo|omyl|nemám zájem|můžete',
  stop: [
    `(neposílejte|neposílej|nepište|nepiš|nezasílejte|nezasílej|nekontaktujte|nekontaktuj|neotravujte|neotravuj|neobtěžujte|neobtěžuj) [mi|mě|nám|prosím]* (už|více|víc|žádné|další|nikdy|na toto číslo|${CZECH_TEXTS})+`,
    '(nepište mi|nekontaktujte mě|neobtěžujte mě|neotravujte mě)',
    `(už|více|víc) [mi|mě|prosím|více]* (neposílejte|neposílej|nepište|nepiš|nekontaktujte|nezasílejte|neotravujte) [mi|mě|žádné|další]* [${CZECH_TEXTS}]`,
    `(přestaňte|přestaň) [mi|mě|už]* (psát|posílat|zasílat|kontaktovat|otravovat|obtěžovat|spamovat) [mi|mě|ty|tyto]* [${CZECH_TEXTS}]`,
    `(nechci|nepřeji si|nepřeju si|nechceme) [už|více|žádné|další|dostávat|od vás|vaše|tyto|tyhle]* (${CZECH_TEXTS}) [od vás|dostávat|už]*`,
    `(žádné|dost) [další|více|už|těch]* (sms|smsky|zprávy|zpráv|reklamy|reklam|spamu)`,
    '(nechte|nech|dejte|dej) (mě|mi) [už]* (na pokoji|být|pokoj)',
    '(vymažte|vymaž|smažte|smaž|odstraňte|odstraň|vyřaďte) (moje číslo|mé číslo|mě|toto číslo) [ze|z]* [seznamu|databáze|vašeho seznamu|vaší databáze]',
    '(chci se|odhlaste mě|odhlásit) [prosím]* (odhlásit|z odběru|ze seznamu)',
    'odvolávám [svůj] souhlas',
  ],
};

export const UKRAINIAN: PhraseTable = {
  courtesy:
    'будь ласка|прошу|прошу вас|дякую|добрий день|вітаю|привіт|ок|і|а|але|вже|зараз|негайно|помилилися номером|ви помилилися номером|неправильний номер|не цікавить|мене не цікавить|мені не цікаво',
  stop: [
    '(не|більше не|перестаньте|припиніть|досить) [мені|більше|мене]* (пишіть|пиши|писати|надсилайте|надсилай|надсилати|присилайте|присилати|шліть|слати|турбуйте|турбувати|відправляйте|відправляти|спамте|спамити) [ці|ваші]* (мені|більше|ніколи|мене|смс|sms|повідомлен~|реклам~|спам|на цей номер)+',
    '(більше не|мені більше не|мене більше не|більше мені не|перестаньте мені|припиніть мені|перестаньте|припиніть) (пишіть|пиши|писати|надсилайте|надсилай|надсилати|присилайте|присилати|турбуйте|турбувати) [мені]',
    '(не хочу|більше не хочу|не бажаю) [більше|отримувати|ваші|ці|ваших]* (смс|sms|повідомлен~|реклам~|спам) [від вас|більше]*',
    '(залиште|облиште|дайте) (мене|мені) (у спокої|в спокої|спокій)',
    '(видаліть|видали|приберіть|викресліть) (мій номер|мене|цей номер|мої дані) [зі|з|із]* [вашого|вашої|списку|бази]* [списку|бази]',
    '(хочу) (відписатися|відписатись) [від]* [розсилки|ваших|повідомлень|смс]*',
    '(відпишіть|відключіть) мене [від]* [розсилки|смс|повідомлень]*',
    'відкликаю [свою] згоду',
  ],
};

export const RUSSIAN: PhraseTable = {
  courtesy:
    'пожалуйста|прошу|прошу вас|спасибо|здравствуйте|добрый день|привет|ок|и|а|но|уже|сейчас|немедленно|ошиблись номером|вы ошиблись номером|не интересует|мне не интересно|меня не интересует',
  stop: [
    '(не|больше не|перестаньте|перестань|прекратите|прекрати|хватит) [мне|больше|меня]* (пишите|пиши|писать|присылайте|присылай|присылать|шлите|шли|слать|отправляйте|отправлять|беспокойте|беспокоить|беспокой|спамьте|спамить|надо присылать|надо писать) [эти|ваши|свои]* (мне|больше|никогда|меня|смс|sms|сообщен~|реклам~|спам|на этот номер)+',
    '(больше не|мне больше не|меня больше не|больше мне не|перестаньте мне|прекратите мне|перестаньте|прекратите) (пишите|пиши|писать|присылайте|присылай|присылать|шлите|слать|беспокойте|беспокоить) [мне]',
    '(не хочу|больше не хочу|не желаю) [больше|получать|ваши|эти|ваших]* (смс|sms|сообщен~|реклам~|спам) [от вас|больше]*',
    'не надо мне (писать|присылать|слать)',
    '(оставьте|оставь) меня (в покое)',
    '(отстаньте|отстань|отвяжитесь) [от меня]',
    '(удалите|удали|уберите|вычеркните) (мой номер|меня|этот номер|мои данные) [из|с]* [вашего|вашей|списка|базы]* [списка|базы|рассылки]',
    '(хочу|как) (отписаться) [от]* [рассылки|ваших|сообщений|смс]*',
    '(отпишите|отключите|исключите) меня [от|из]* [рассылки|смс|сообщений]*',
    'отзываю [свое] согласие',
  ],
};
