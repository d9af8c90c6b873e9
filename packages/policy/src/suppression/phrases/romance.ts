import type { PhraseTable } from '../phrase.ts';

export const FRENCH: PhraseTable = {
  courtesy:
    "s'il vous plaît|s'il te plaît|svp|stp|merci|merci de|bonjour|bonsoir|ok|et|mais|donc|maintenant|de suite|immédiatement|veuillez|faux numéro|mauvais numéro|vous avez le mauvais numéro|pas intéressé|je ne suis pas intéressé|je ne suis pas intéressée|pouvez vous|cordialement",
  stop: [
    'stop [sms] [au] (36~|38~)',
    "(arrêtez|arrête|arrêter|cessez|cesse|cesser) (de m'envoyer|d'envoyer|de m'écrire|de me contacter|de me texter|de me spammer|de me harceler|de me déranger|les sms|ces sms|vos sms|les messages|ces messages|vos messages|l'envoi) [des|ces|vos|de]* [sms|messages|textos|pubs|publicités|messages publicitaires]",
    "(n'envoyez|n'envoie|ne m'envoyez|ne m'envoie|ne m'écrivez|ne m'écris|ne me contactez|ne me contacte|ne me textez|n'écrivez|ne m'envoyer|ne pas m'envoyer|ne pas envoyer) (plus|jamais|pas)+ [rien|de|d'autres|aucun|à ce numéro|aucune]* [sms|message|messages|textos|pub|pubs|publicité] [à ce numéro]",
    "(ne plus|ne plus jamais) (m'envoyer|me contacter|m'écrire|envoyer) [de|d'autres]* [sms|messages|textos|pub|message]",
    '(plus de|pas de|aucun) (sms|messages|textos|pub|publicité|pubs|message) (svp|merci|de votre part|à ce numéro)',
    'plus de (sms|messages|textos|pub|pubs)',
    '(fichez|fiche|foutez|fous) moi la paix',
    'stop (aux|les) (sms|messages|pubs)',
    '(laissez moi|laisse moi) [enfin|donc]* (tranquille|en paix)',
    '(supprimez|supprime|retirez|retire|effacez|enlevez|supprimer|retirer|enlever) (mon numéro|moi|ce numéro|mes coordonnées) [de|du|des]* [la|votre|vos|cette]* [liste|listes|fichier|fichiers|base]',
    '(désabonnez moi|désinscrivez moi|me désabonner|me désinscrire|je me désabonne|je veux me désabonner|je souhaite me désabonner|je veux me désinscrire|je souhaite me désinscrire) [de|cette|la|votre]* [liste]',
    '(je ne veux plus|je ne souhaite plus|je veux plus|je ne désire plus) [recevoir|de|vos|ces|aucun|être]* (sms|messages|textos|pub|pubs|message|publicités|contacté|contactée) [de votre part]',
    '(je retire|je révoque) mon (consentement|accord)',
  ],
};

export const SPANISH: PhraseTable = {
  courtesy:
    'por favor|porfavor|porfa|gracias|hola|buenos días|buenas tardes|ok|y|pero|ya|ahora|número equivocado|se equivocó de número|no me interesa|no estoy interesado|no estoy interesada|podrían|pueden|puede|un saludo',
  stop: [
    '(deje|dejen|deja|dejad|pare|paren|para) de (enviar|enviarme|mandar|mandarme|escribir|escribirme|contactarme|molestar|molestarme|textearme|acosarme) [más|sus|estos|los|tantos]* [sms|mensajes|mensaje|textos|publicidad|spam]',
    'no (me) (envíe|envíen|envíes|enviéis|mande|manden|mandes|mandéis|escriba|escriban|escribas|escribáis|contacte|contacten|contactes|moleste|molesten|molestes|texteen) (más|nunca|de nuevo|otra vez|sms|mensajes|mensaje|textos|publicidad|spam)+',
    'no (enviar|envíen|envíe|manden|mande|mandar|escribir) [más] (sms|mensajes|textos|publicidad|spam)',
    'no me (escriban|contacten|molesten)',
    'no más (sms|mensajes|textos|publicidad|spam)',
    '(déjeme|déjenme|déjame|dejadme) [ya] (en paz|tranquilo|tranquila)',
    '(borre|borren|borra|elimine|eliminen|elimina|quite|quiten|saque|saquen) (mi número|este número|mis datos) [de] [su|la|sus]* [lista|listas|base|base de datos]',
    '(bórreme|bórrenme|quíteme|quítenme|sáqueme|sáquenme|elimíneme|elimínenme) [de] [su|la|sus|esta]* [lista|listas|base|base de datos]',
    '(no quiero|no deseo|ya no quiero|ya no deseo) [recibir|más|sus|estos|volver a recibir]* (sms|mensajes|textos|publicidad|spam) [suyos|de ustedes]',
    '(quiero|deseo|solicito) (darme de baja|la baja|cancelar la suscripción|cancelar mi suscripción)',
    '(dar|dame|denme|deme|dadme) de baja [este número|mi número]',
    'retiro mi consentimiento',
  ],
};

export const PORTUGUESE: PhraseTable = {
  courtesy:
    'por favor|pfv|obrigado|obrigada|olá|oi|bom dia|boa tarde|ok|e|mas|já|agora|número errado|não tenho interesse|não estou interessado|não estou interessada|podem|pode',
  stop: [
    '(pare|parem|para|deixe|deixem) de [me] (enviar|mandar|escrever|contactar|contatar|incomodar|enviar me|mandar me|me mandar|me enviar|me incomodar) [mais|estas|essas|seus]* [sms|mensagens|mensagem|textos|publicidade|spam|propaganda]',
    'não [me] (envie|enviem|mande|mandem|escreva|escrevam|contacte|contactem|contate|contatem|perturbe|incomode|incomodem|mandes|envies) [me] (mais|nunca mais|sms|mensagens|mensagem|textos|publicidade|spam|propaganda)+',
    'chega de (sms|mensagens|spam|propaganda|publicidade)',
    '(deixe me|deixem me|me deixe|me deixem|deixa me) em paz',
    '(remova|remover|removam|retire|retirem|apague|apaguem|exclua|tire|tirem) [o]* (meu número|este número|meus dados|me) [da|de]* [sua|vossa|lista|listas|base]*',
    'me (tira|tire|tirem|remova|removam) da [sua|vossa] lista',
    '(não quero|não desejo|já não quero|não pretendo) [mais]* [receber] [mais|estas|essas|vossas|suas]* (sms|mensagens|publicidade|spam|propaganda|textos)',
    '(quero|desejo) (cancelar a subscrição|cancelar a inscrição|me descadastrar|descadastrar|sair da lista|deixar de receber mensagens|deixar de receber sms)',
    'retiro o meu consentimento',
  ],
};

export const ITALIAN: PhraseTable = {
  courtesy:
    'per favore|per piacere|per cortesia|grazie|ciao|salve|buongiorno|buonasera|ok|e|ma|ora|subito|numero sbagliato|avete sbagliato numero|non mi interessa|non sono interessato|non sono interessata|potete|può|vi prego|la prego',
  stop: [
    '(smettetela|smettila|smettete|smetti|smetta|basta|finitela) (di) (mandarmi|inviarmi|scrivermi|contattarmi|disturbarmi|mandare|inviare|scrivere|tormentarmi) [più|questi|altri]* [sms|messaggi|messaggini|pubblicità|spam]',
    'basta [con] [i|gli|questi|vostri]* (sms|messaggi|messaggini|pubblicità|spam)',
    'non (mandatemi|inviatemi|scrivetemi|contattatemi|mandarmi|inviarmi|scrivermi|contattarmi|mandare|inviare|inviate|mandate|disturbatemi|disturbarmi|mi mandi|mi mandate|mi scriva|mi scrivete|mi inviate|mi contattate|mi contatti) (più|altri|mai più|sms|messaggi|messaggio|pubblicità|spam)+ [niente]',
    '(lasciatemi|lasciami|mi lasci|mi lasciate) [stare] [in pace|in pace per sempre]',
    '(cancellate|cancella|cancelli|rimuovete|rimuovi|rimuova|eliminate|elimina|togliete|togli) (il mio numero|questo numero|i miei dati) [da|dalla|dalle|dal]* [vostra|vostre|tua|sua]* [lista|liste|elenco|database]',
    '(toglietemi|cancellatemi|rimuovetemi|eliminatemi|toglimi) [dalla|dalle|dal|da]* [vostra|vostre|questa]* [lista|liste|elenco|mailing list]',
    'non (voglio|desidero|vorrei) più [ricevere] [i|vostri|altri|questi|gli]* (sms|messaggi|pubblicità|spam|nulla)',
    'non (voglio|desidero) ricevere [più|altri|i|vostri|questi]* (sms|messaggi|pubblicità|spam)',
    '(voglio|vorrei|desidero) (cancellarmi|disiscrivermi|annullare la iscrizione|essere cancellato|essere rimosso|cancellare la iscrizione)',
    'revoco il [mio] consenso',
  ],
};

export const ROMANIAN: PhraseTable = {
  courtesy:
    'vă rog|te rog|va rog frumos|mulțumesc|mersi|bună|bună ziua|salut|ok|și|dar|acum|imediat|număr greșit|ați greșit numărul|nu mă interesează|nu sunt interesat|nu sunt interesată|puteți să',
  stop: [
    'nu (îmi|mi|ne) mai (trimiteți|trimite|scrieți|scrie|dați|da) [nimic|sms|sms uri|mesaje|mesaj|reclame|spam]',
    'nu (îmi|mi|ne) (trimiteți|trimite|scrieți|scrie) [mai|alte]* (sms|sms uri|mesaje|reclame|spam)',
    '(nu mai|să nu mai) (trimiteți|trimite|scrieți|scrie|îmi trimiteți|îmi trimite|îmi scrieți|îmi scrie|mă contactați|mă contacta|mă deranjați|mă deranja|mi trimiteți) (sms|sms uri|mesaje|mesaj|reclame|spam|nimic|la acest număr)+',
    'nu mă mai (contactați|contacta|deranjați|deranja)',
    '(lăsați mă|lasă mă) în pace',
    '(ștergeți|șterge|scoateți|scoate|eliminați) (numărul meu|acest număr|datele mele) [din|de pe]* [listă|lista|lista voastră|baza de date]',
    '(scoateți mă|ștergeți mă|scoate mă) (din listă|de pe listă|din lista voastră)',
    '(nu mai vreau|nu mai doresc|nu vreau|nu doresc) [să mai primesc|să primesc|să mai]* [primesc]* (sms|sms uri|mesaje|mesajele voastre|reclame|spam) [de la voi]',
    '(opriți|oprește|încetați|terminați) [cu]* [trimiterea]* (mesajele|sms urile|mesajelor|sms uri|mesaje|reclamele)',
    '(vreau|doresc) să mă (dezabonez|dezabonați)',
    'fără (mesaje|sms|sms uri|reclame)',
  ],
};
