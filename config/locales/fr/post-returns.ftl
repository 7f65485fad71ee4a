# M8 : ce que la poste rapporte.
post-returns-title = Retours
post-key-scan = scanner une lettre
post-returns-scan = Scannez la lettre revenue ou l’avis de réception
post-returns-scan-help = Le code de la lettre, ses barres, le numéro de recommandé, ou le numéro de courrier au bas de la page (comme 0FA5-C5D1). Rien ne se lit ? Tapez le nom du destinataire.
post-returns-find = Trouver
post-returns-choose-named = Lettres en chemin pour ce nom : laquelle est revenue ?
post-returns-unknown = Aucune lettre partie par la poste ne porte ce code, ni ce nom. Vérifiez la lecture ; si la lettre n’est pas de nous, indexez le pli.
post-returns-choose = Plusieurs lettres de ce dossier sont parties : laquelle ?
post-returns-left = partie le { $date }
post-returns-number = Recommandé { $number }
post-returns-see = Voir la lettre
post-returns-presented = Présentée le { $date }.
post-returns-collected = Remise le { $date }.
post-returns-came-back = Revenue le { $date } : { $reason }.
post-returns-counts = Elle compte comme notifiée le { $date }.
post-returns-waits = Elle attend au bureau de poste jusqu’au { $date } : rien n’est encore notifié.
post-returns-nothing-counts = Rien ne prouve qu’elle a pu être reçue : aucun délai ne court contre la personne.
post-returns-reason = L’enveloppe est revenue : que dit la poste ?
post-returns-presented-on = Présentée le
post-returns-delivered-on = Remise le
post-returns-notice = Avis de passage laissé, dates lisibles
post-returns-note = Noter le retour
post-returns-note-help = Rien n’est fermé : ce que la lettre demandait est mis en doute.
post-returns-advice = L’avis de réception est revenu
post-returns-advice-help = Les dates de la carte, en bref : 24 ou 24/11. Remise à la première présentation : la seconde date suffit.
post-key-advice = dates de l’avis de réception
post-returns-advice-note = Noter l’avis
post-returns-no-date = « { $text } » n’est pas une date : écrivez-la comme 12/11/2026.
post-returns-reason-needed = Choisissez ce que dit la poste.
post-returns-dates-needed = Écrivez au moins une des dates de la carte.
post-returns-not-then = Ces dates ne vont pas : la lettre ne peut être présentée ni avant son départ, ni après aujourd’hui.
post-returns-not-registered = Cette lettre n’est pas partie en recommandé : elle n’a pas d’avis de réception.
post-returns-not-gone = Cette lettre n’est plus en chemin : elle est déjà revenue, ou n’est pas partie. Rien n’a été modifié.
post-returns-scan-ended = notre lettre, revenue : { $reason }
post-returns-done-doubt = Retour noté. Ce que la lettre demandait est en doute ; la personne est à retrouver.
post-returns-done-counts = Retour noté. { $how }
post-returns-done-held = { $count ->
    [one] { $text } 1 autre lettre pour cette adresse est retenue.
   *[other] { $text } { $count } autres lettres pour cette adresse sont retenues.
}
post-returns-advice-done = Avis noté. { $how }
post-returns-back = Revenues : personnes à retrouver
post-returns-back-help = Essayez un autre téléphone, la structure, l’adresse des dernières pièces. Jamais d’avis public, jamais de clôture.
post-returns-empty = Aucune lettre revenue
post-returns-empty-help = Les lettres que la poste rapporte paraîtront ici, avec ce qui peut être essayé pour joindre la personne.
post-returns-column-person = Personne
post-returns-column-reason = Ce que dit la poste
post-returns-column-ways = Autres moyens de la joindre
post-returns-column-number = Numéro
post-returns-no-way = aucun n’est connu
post-returns-way = { $kind } : { $lines }
post-returns-in-doubt = en doute
post-returns-notified = notifiée quand même
post-returns-give-address = donner une adresse, renvoyer
post-returns-say-done = dire ce qui a été fait
post-returns-do-for = { $todo } : { $name }
post-returns-awaited = Recommandés en chemin
post-returns-awaited-help = Ni remis, ni revenus. Sans date de présentation, aucun délai ne court ; présentés, ils attendent quinze jours au bureau de poste.
post-returns-ask-post = sans nouvelle : demander à La Poste
post-returns-kept-until = présenté, gardé au bureau de poste jusqu’au { $date }
post-returns-not-collected = non retiré : compte du { $date }, l’enveloppe doit revenir
post-returns-days = { $count ->
    [0] aujourd’hui
    [one] depuis 1 jour
   *[other] depuis { $count } jours
}
post-undo-letter-moved = La lettre est repartie, ou attend déjà une autre adresse : rien n’a été annulé.
post-undone-letter_came_back = Retour annulé : la lettre est de nouveau en chemin, son délai aussi. Les autres lettres retenues avec elle repartent.
post-undone-record_advice = Avis annulé : la lettre est de nouveau en chemin.
post-did-letter_came_back = lettre revenue notée
post-did-record_advice = avis de réception noté
post-anomaly-returned = Notre lettre ({ $letter }) est revenue : { $reason }.
post-anomaly-kept-letter_returned = La demande, ses dates et la lettre sont gardées ; ce qu’elle demandait est en doute, rien n’est fermé.
post-anomaly-do-letter_returned = Retrouvez la personne : autre téléphone, structure, adresse des dernières pièces, hébergeant. Puis donnez l’adresse dans les départs.
post-held-letter-returned = Revenue de la poste : elle compte comme non envoyée.
post-letter-returned-here = C’est une de nos lettres, revenue : noter le retour
exception-kind-letter_returned = lettre revenue
deadline-kind-complement_limit = pièces demandées à recevoir
letter-kind-LT-05 = demande de pièces
return-reason-wrong_address = destinataire inconnu à l’adresse (NPAI)
return-reason-moved = parti sans laisser d’adresse
return-reason-incomplete_address = adresse incomplète
return-reason-no_access = défaut d’accès ou d’adressage
return-reason-unclaimed = avisé, non réclamé
return-reason-refused = refusé par le destinataire
return-reason-deceased = destinataire décédé
# M6 : numéros de recommandé, fenêtres.
post-number-title = Recommandés
post-number-scan = Scannez le code de la lettre
post-number-scan-help = Puis le numéro de l’étiquette collée sur son enveloppe : deux lectures par lettre.
post-number-next = Lettre suivante
post-number-letter = { $kind }, { $who }
post-number-number = Numéro de recommandé de : { $letter }
post-number-note = Noter le numéro
post-number-remove = Retirer son numéro
post-number-not-here = Ce code n’est celui d’aucune lettre de cette pile.
post-number-several = Plusieurs lettres de cette pile ont ce dossier : scannez le code carré, ou tapez le numéro au bas de la lettre.
post-number-needed = Scannez le numéro de l’étiquette.
post-number-removed = Numéro retiré : la lettre part en courrier simple.
post-number-done = Recommandé { $number } noté. Scannez la lettre suivante.
post-number-wrong = Ce n’est pas un numéro de recommandé, ou son chiffre de contrôle est faux : scannez-le de nouveau.
post-number-taken = Ce numéro est déjà celui d’une autre lettre.
post-number-required = recommandé : numéro à scanner
post-hand-number-missing = { $count ->
    [one] 1 lettre doit partir en recommandé et n’a pas de numéro : scannez-le avant de remettre la pile.
   *[other] { $count } lettres doivent partir en recommandé et n’ont pas de numéro : scannez-les avant de remettre la pile.
}
post-window-title = Fenêtres
post-window-help = L’adresse telle qu’elle paraît derrière la fenêtre, pliée à 99 mm. Rien d’autre ne doit s’y voir.
post-window-fine = Toutes les adresses de la pile tiennent dans la fenêtre et se lisent sans remarque.
post-window-look = { $count ->
    [one] 1 adresse à regarder avant la mise sous pli
   *[other] { $count } adresses à regarder avant la mise sous pli
}
