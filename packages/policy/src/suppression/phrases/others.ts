import type { PhraseTable } from '../phrase.ts';

export const TURKISH: PhraseTable = {
  courtesy:
    'lütfen|teşekkürler|teşekkür ederim|sağolun|merhaba|selam|iyi günler|tamam|ok|ve|ama|artık|şimdi|hemen|yanlış numara|ilgilenmiyorum',
  stop: [
    '(bana|bize|artık|bir daha|daha fazla|bu numaraya|sms|mesaj|reklam)+ [lütfen|bana]* (atmayın|atma|göndermeyin|gönderme|yollamayın|yollama|yazmayın|yazma|göndermeyiniz|atmayınız) [bana|artık|bir daha]*',
    '[bana|artık|lütfen]* (sms|mesaj|reklam|mesajları|sms leri) [atmayı|göndermeyi|yollamayı]* (kesin|bırakın|durdurun|durdur|bırak|kes)',
    '[artık|sizden|daha fazla|bir daha|reklam|hiç|hiçbir]* (sms|mesaj|reklam|mesajlarınızı|bildirim) [almak|almayı|gelmesini]* istemiyorum [artık]',
    '[beni] (rahatsız etmeyin|rahatsız etme|rahat bırakın|rahat bırak)',
    '(numaramı|beni|bu numarayı) [listenizden|listeden|sisteminizden|rehberinizden]* (silin|sil|çıkarın|çıkar|kaldırın)',
    '(aboneliğimi|üyeliğimi|aboneliği|üyeliği) (iptal edin|iptal et|sonlandırın|iptal etmek istiyorum)',
    '(abonelikten|üyelikten|listeden|listenizden) (çıkmak istiyorum|çıkarın beni|çıkarın|çıkar)',
  ],
};

export const HUNGARIAN: PhraseTable = {
  courtesy:
    'kérem|kérlek|légyszi|legyen szíves|köszönöm|köszi|jó napot|szia|helló|ok|oké|és|de|most|azonnal|rossz szám|téves szám|nem érdekel',
  stop: [
    '(ne|többet ne|többé ne|soha ne) [kérem|többet|többé|már]* (írjon|írj|írjanak|küldjön|küldj|küldjenek|zavarjon|zavarj|zavarjanak|keressen|keressenek|keress|zaklasson|zaklassanak) [nekem|többet|többé|engem|már|több]* (többet|többé|erre a számra|sms|sms t|smst|üzenetet|üzeneteket|reklámot|semmit)+ [nekem]',
    '(többet|többé|soha) ne (írjon|írj|írjanak|küldjön|küldj|küldjenek|zavarjon|zavarjanak|keressenek) [nekem]',
    '(hagyja|hagyják|hagyd|fejezze|fejezzék|fejezd) (abba|be) [az|a]* (sms|üzenetek|üzenetküldést|küldését|küldözgetést|sms ezést)+',
    '(nem kérek|nem szeretnék|nem akarok) [több|többet|további|ilyen|kapni|önöktől]* (sms|sms t|smst|üzenetet|üzeneteket|reklámot|értesítést) [kapni|többet|önöktől]*',
    '(hagyjon|hagyjanak|hagyj) (békén|engem békén|nyugodni|már békén)',
    '(törölje|töröljék|töröld|vegye|vegyék|vedd) [le|ki]* (a számomat|a telefonszámomat|az adataimat|ezt a számot) [a listáról|a listából|az adatbázisból|le a listáról]*',
    '(le szeretnék|le akarok) (iratkozni|mondani)',
    '(több|semmi) (sms t|smst|üzenetet|reklámot) (ne|ne küldjenek|ne küldjön)',
    'visszavonom [a] (hozzájárulásomat|beleegyezésemet)',
  ],
};

export const GREEK: PhraseTable = {
  courtesy:
    'παρακαλώ|σας παρακαλώ|ευχαριστώ|γεια|γεια σας|καλημέρα|καλησπέρα|οκ|ok|και|αλλά|τώρα|αμέσως|λάθος αριθμός|έχετε λάθος αριθμό|δεν ενδιαφέρομαι|δεν με ενδιαφέρει|μπορείτε να',
  stop: [
    '(μη|μην|να μη|να μην) (μου|μας|με) (στείλετε|στέλνετε|στείλεις|στέλνεις|γράφετε|γράψετε|ξαναστείλετε|ξαναγράψετε|ξαναστείλεις|ενοχλείτε|ενοχλείς|ενοχλήσετε|ξαναενοχλήσετε) (άλλα|πια|ξανά|άλλο|πλέον|ποτέ|sms|μηνύματα|μήνυμα|διαφημίσεις)+',
    '(μη|μην|να μην) (στέλνετε|στείλετε|στέλνεις|γράφετε) [άλλα|πια|ξανά|άλλο|πλέον]* (sms|μηνύματα|μήνυμα|διαφημίσεις)',
    '(μη|μην) (μου|με) (ξαναστείλετε|ξαναγράψετε|ξαναστείλεις|ενοχλείτε|ενοχλείς|ενοχλήσετε|ξαναενοχλήσετε)',
    '(σταματήστε|σταμάτα|σταματήστε πια) να (μου|με) (στέλνετε|στέλνεις|γράφετε|γράφεις|ενοχλείτε|ενοχλείς) [άλλα|αυτά τα|τα]* [sms|μηνύματα|μήνυμα|διαφημίσεις]',
    '(δεν θέλω) [πια|να|λαμβάνω|παίρνω|άλλα|πλέον]* (sms|μηνύματα|διαφημίσεις|μηνύματά σας) [σας|πια|από εσάς]*',
    '(όχι|τέλος) [στα]* (άλλα μηνύματα|άλλα sms|μηνύματα|sms)',
    '(αφήστε|άσε|άφησε|αφήστε) με (ήσυχο|ήσυχη|στην ησυχία μου)',
    '(διαγράψτε|διέγραψε|αφαιρέστε|σβήστε) (τον αριθμό μου|αυτόν τον αριθμό|τα στοιχεία μου|με) [από]* [τη|την|λίστα|λίστα σας]*',
    '(θέλω να) (διαγραφώ|απεγγραφώ|σταματήσω να λαμβάνω μηνύματα)',
    'ανακαλώ τη [συγκατάθεσή|συγκατάθεση]* [μου]',
  ],
};
