import type { PhraseTable } from '../phrase.ts';

const TEXTS =
  'sms|text|texts|text messages|message|messages|spam|ads|offers|promotions|notifications|alerts|marketing';
const MORE = 'anymore|any more|again|ever|immediately|right now|now|at once|forever';

export const ENGLISH: PhraseTable = {
  courtesy:
    'please|pls|plz|kindly|thanks|thank you|thx|hi|hello|hey|ok|okay|sorry|and|so|but|now|just|can you|could you|would you|will you|you need to|i want you to|i said|who is this|this is the wrong number|you have the wrong number|wrong number|not interested|im not interested|i am not interested|or i will report you|or ill report you|sent from my iphone',
  stop: [
    `(stop|quit|cease) (texting|messaging|contacting|spamming|bothering|harassing) [me|us|this number|my phone] [with] [these|your|all|any]* [${TEXTS}] [at this number|on this number|on my phone] [${MORE}]*`,
    `(stop|quit|cease) (sending|sending me|sending us) [these|your|all|any|more|unwanted]* [${TEXTS}] [to me|to us|to this number|to my phone] [${MORE}]*`,
    `(stop|end|cancel) (all|these|the|your|my|any)* (${TEXTS}|subscription) [to this number|to my phone] [${MORE}]*`,
    `(don't|do not|dont|never) [ever] (text|message|contact|sms|spam|bother|write to|write) (me|us|this number|my number) [${MORE}]*`,
    `(don't|do not|never) call [or text] (me|this number) (again|anymore|any more|ever again)`,
    `(don't|do not|never) send [me|us] [any|these|more|your|any more]* (${TEXTS}|to this number) [to me|to this number] [${MORE}]*`,
    '(leave me alone|go away|piss off|fuck off)',
    '(remove|delete|erase|take) [me|my number|my name|this number] [off|from] [your|this|the|all] (list|lists|mailing list|database|contacts|system|distribution list)',
    '(remove|delete|erase|lose|forget) (my|this) number',
    '(unsubscribe|opt out|opt me out|unsubscribe me|opt me out of) [from|of|me|this|these|all|your]* [list|number|messages|texts|sms]',
    `(i|i'd|i would|i) [want|like|wish]* [to] (opt out|unsubscribe|be removed|be taken off your list|stop receiving these|stop receiving your) [from|of|this|these|all|your]* [${TEXTS}|list|your list]`,
    `(i don't want|i do not want|i no longer want|i don't wish|i no longer wish) [to] [get|receive|be sent|hear from] [you|any|any more|these|your|more|further|this]* [${TEXTS}|contact] [from you] [${MORE}]*`,
    `no (more|further) (${TEXTS})`,
    '(i revoke|i withdraw) [my] consent',
  ],
};

export const GERMAN: PhraseTable = {
  courtesy:
    'bitte|danke|vielen dank|hallo|hi|guten tag|ok|und|also|aber|jetzt|endlich|sofort|falsche nummer|sie haben die falsche nummer|kein interesse|ich habe kein interesse|mit freundlichen grüßen|mfg',
  stop: [
    '(schreiben sie|schreib|schreibt|kontaktieren sie|kontaktiere|texten sie) (mir|mich|uns) [bitte]* (nicht mehr|nie wieder|nie mehr|nichts mehr|keine sms mehr|keine nachrichten mehr)',
    '(senden sie|sende|sendet|schicken sie|schick|schicke|schickt) [mir|uns] [bitte]* (keine|nie wieder|nichts) (weiteren|weitere|solche|sms|nachrichten|werbung|nachricht|texte|mehr)+',
    'keine [weiteren|weitere|sms|nachrichten|werbung|werbe sms]* (sms|nachrichten|werbung|werbenachrichten|texte) [mehr] [an diese nummer|an mich|senden|schicken]*',
    '(hören sie|hör|hört) [bitte]* auf (mir zu schreiben|mir sms zu schicken|mir nachrichten zu senden|mich zu belästigen|zu schreiben|mich zu kontaktieren)',
    '(lassen sie|lass|lasst) (mich|uns) [bitte]* in ruhe',
    '(löschen sie|lösch|lösche|entfernen sie|streichen sie) [bitte]* (meine nummer|mich|diese nummer|meine daten) [aus|von] [der|dem|ihrer|ihrem|eurer]* [liste|verteiler|datenbank]',
    '(nehmen sie|nimm) (mich|meine nummer) [bitte]* (aus|von) [der|dem|ihrer|ihrem]* (liste|verteiler) [heraus|raus|runter]*',
    '(ich möchte|ich will|ich wünsche) [bitte]* (keine|keinerlei) [weiteren|weitere|solche|werbe]* (sms|nachrichten|werbung|texte) [mehr] [erhalten|bekommen|von ihnen]*',
    '(ich möchte mich|ich will mich|melden sie mich|melde mich) [bitte]* (abmelden|ab|austragen)',
    '(nicht mehr|nie wieder) (schreiben|kontaktieren|anschreiben|texten)',
    '(ich widerrufe) [hiermit] [meine] (einwilligung|zustimmung)',
  ],
};

export const DUTCH: PhraseTable = {
  courtesy:
    'alstublieft|alsjeblieft|aub|graag|svp|bedankt|dank u|dank je|hallo|hoi|ok|oké|en|maar|nu|verkeerd nummer|geen interesse|ik heb geen interesse|wilt u|kunt u|kun je|wil je',
  stop: [
    '(stop|stoppen|hou op|houd op) [a.u.b] (met sms en|met sturen|met berichten|met berichten sturen|met smsen|met het sturen van berichten|met het sturen van sms|met mij te sms en)',
    '(stuur|zend|sturen) [me|mij|ons] [aub|alstublieft|alsjeblieft]* (geen|niets) (verdere|sms|berichten|smsjes|sms jes|reclame|bericht|meer)+ [sturen]',
    'geen [verdere|reclame]* (sms|sms jes|smsjes|berichten|reclame) [meer] [sturen|ontvangen]*',
    '(sms|bericht|contacteer|benader|app) (me|mij|ons) [aub|alstublieft|alsjeblieft]* (niet meer|nooit meer)',
    'val (me|mij|ons) niet [meer] lastig',
    '(laat) (me|mij|ons) [aub|alstublieft|alsjeblieft]* (met rust)',
    '(verwijder|wis|haal|schrap) [aub|alstublieft|alsjeblieft]* (mijn nummer|mij|me|dit nummer) [uit|van] [de|uw|jullie|je]* [lijst|bestand|database] [af]',
    '(ik wil|ik wens|ik hoef) [aub]* (geen) [verdere]* (sms|berichten|reclame|smsjes) [meer] [ontvangen|krijgen|van u|van jullie]*',
    '(ik wil me|schrijf me|schrijf mij|meld me|meld mij) (afmelden|uitschrijven|uit|af)',
    '(niet meer|nooit meer) (sms en|smsen|contacteren|berichten sturen)',
  ],
};

export const SWEDISH: PhraseTable = {
  courtesy:
    'snälla|vänligen|tack|hej|hejsan|ok|och|men|nu|var snäll|var vänlig och|fel nummer|inte intresserad|jag är inte intresserad|kan du|kan ni|vill ni',
  stop: [
    '(sluta|slutar) [nu]* (skicka|sms a|smsa|messa|skriva|kontakta|höra av er|spamma|störa) [till] [mig|oss|sms|meddelanden|mer|reklam]* [till mig]',
    '(skicka|sänd) [mig|oss]* (inte|inga) [fler|flera|mer|några]* (sms|meddelanden|mess|reklam) [till mig|längre|mer]*',
    '(inga|inte) (fler|mer) (sms|meddelanden|mess|reklam) [tack]',
    '(kontakta|smsa|sms a|messa|stör|skriv till|skriv) [inte] (mig inte mer|mig aldrig mer|mig mer|inte mig|mig inte|mig inte igen|inte till mig)',
    'lämna mig (i fred|ifred)',
    '(ta bort|radera|stryk) (mig|mitt nummer|det här numret|detta nummer) [från|ur] [er|din|listan|listor|listor|registret|era]* [lista]',
    '(jag vill|jag önskar) inte [ha|få|längre|ta emot]* [fler|mer|några|era|dessa]* (sms|meddelanden|reklam|mess) [från er|längre|mer]*',
    '(avregistrera|avanmäl) mig',
    '(jag vill) (avregistrera mig|avsluta|avprenumerera|avanmäla mig)',
  ],
};
