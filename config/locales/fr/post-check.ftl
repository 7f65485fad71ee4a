# Le contrôle par une seconde personne (M5).

post-check-title = Contrôle des dates
post-check-to-do = { $count ->
    [0] Aucun pli à contrôler
    [one] 1 pli à contrôler
   *[other] { $count } plis à contrôler
}
post-check-for-others = { $count ->
    [one] 1 attend une autre personne que vous
   *[other] { $count } attendent une autre personne que vous
}
post-check-rate = { $checks ->
    [one] 1 contrôle en 30 jours
   *[other] { $checks } contrôles en 30 jours
}, { $corrected ->
    [0] aucune correction
    [one] 1 correction
   *[other] { $corrected } corrections
}
post-check-reason-registered = recommandé
post-check-reason-uncertain = lecture incertaine
post-check-reason-drawn = tiré au sort
post-check-blind = Lisez l’enveloppe et la lettre comme si personne ne l’avait fait. Ce que votre collègue a lu s’affichera ensuite, à côté de votre lecture.
post-check-legibility-needed = Dites si le cachet est lisible, ou donnez sa date.
post-check-submit = Comparer
post-check-later = Passer ce pli
post-check-agreed = Les deux lectures sont les mêmes.
post-check-differs = Les deux lectures diffèrent
post-check-line-differs = (différent)
post-check-column-mark = Ce qui est lu
post-check-column-first = 1re lecture
post-check-column-second = Votre lecture
post-check-mark-postmark = Date du cachet
post-check-mark-legibility = Cachet lisible
post-check-mark-registered_number = Numéro de recommandé
post-check-mark-deposit = Preuve de dépôt
post-check-mark-franking = Machine à affranchir
post-check-mark-tracking = Prise en charge
post-check-mark-letter_date = Date de la lettre
post-check-nothing = rien
post-check-now = Date retenue après la 1re lecture
post-check-corrected = Date retenue si votre lecture est juste
post-check-effect-earlier = Si votre lecture est juste, la demande comptera du { $date } : la date ne peut que s’améliorer pour la personne.
post-check-effect-none = Si votre lecture est juste, ce qui a été lu est corrigé, et la date retenue ne recule pas : la vôtre est conservée à côté d’elle.
post-check-effect-later = Si votre lecture est juste, la date retenue était trop tôt. Elle ne recule pas sur la parole d’une seule personne : proposez le { $date }, une autre personne décidera.
post-check-keep-date = Corriger ce qui est lu, garder la date
post-check-propose-later = Proposer le { $date }
post-check-proposed = Une autre date est proposée pour ce pli : une seconde personne l’accepte ou la refuse d’abord.
post-check-retold = { $count ->
    [one] La lettre qui donnait l’ancienne date est refaite.
   *[other] Les { $count } lettres qui donnaient l’ancienne date sont refaites.
}
post-check-on-paper = { $count ->
    [one] Une lettre déjà imprimée est à retirer de sa pile.
   *[other] { $count } lettres déjà imprimées sont à retirer de leur pile.
}
post-correction-title = Corriger la date d’un pli
post-correction-help = La date retenue est fausse : relisez l’enveloppe et corrigez ce qui est mal lu. Une date ne recule que si deux personnes la lisent : une autre personne acceptera ou refusera votre proposition.
post-correction-now = Date retenue aujourd’hui
post-correction-after = Date proposée
post-correction-reason = Pourquoi la date est fausse
post-correction-reason-help = En une phrase : « cachet du 14, lu 12 ».
post-correction-page = Page qui le montre
post-correction-page-of = page { $page }
post-correction-page-stamp = page { $page }, enveloppe
post-correction-submit = Proposer à une autre personne
post-correction-sent = Proposé. Une autre personne décide ; jusque-là, rien ne change.
post-correction-back = Retour aux contrôles
post-correction-link = Corriger la date de ce pli
post-correction-error-reason = Dites en une phrase pourquoi la date est fausse.
post-correction-error-same = Cette lecture donne la même date, { $date } : il n’y a rien à corriger.
post-correction-not-dated = Seul un pli arrivé par la poste et déjà enregistré a une date à corriger.
post-correction-being-checked = Ce pli attend une seconde lecture : lisez-le d’abord au contrôle, sans voir la première.
post-correction-already = Une correction est déjà proposée pour ce pli : une autre personne décide d’abord.
post-correction-by = Proposé par { $who }, { $when }
post-correction-shows = La partie de la page { $page } qui le montre
post-correction-open-page = Voir la page { $page }
post-correction-differs = Ce qui change
post-correction-column-stands = Retenu
post-correction-column-proposed = Proposé
post-correction-effect-later = Acceptée, la correction retire à la personne { $days ->
    [one] un jour
   *[other] { $days } jours
} : la date passe du { $before } au { $after }. Les échéances sont recalculées, et une lettre dit à la personne quelle date compte et comment prouver un envoi plus ancien.
post-correction-effect-earlier = Acceptée, la correction donne à la personne { $days ->
    [one] un jour
   *[other] { $days } jours
} : la date passe du { $before } au { $after }. Les échéances sont recalculées et la personne reçoit une lettre.
post-correction-own = Vous avez proposé cette correction : une autre personne l’accepte ou la refuse.
post-correction-withdraw = Retirer ma proposition
post-correction-accept = Je lis la même chose : accepter
post-correction-refuse = Refuser
post-correction-answer = Pourquoi non
post-correction-answer-help = À remplir pour refuser : la raison est gardée dans l’historique du dossier.
post-correction-error-answer = Dites en une phrase pourquoi vous refusez.
post-correction-accepted = Date corrigée : du { $before } au { $after }.
post-correction-refused = Correction refusée : la date retenue reste le { $date }.
post-correction-withdrawn = Proposition retirée : rien n’a changé.
post-correction-other-person = Une autre personne que vous décide de cette correction.
post-correction-gone = Cette proposition n’est plus à décider : elle l’a été, ou la date a changé depuis.
post-correction-to-decide = { $count ->
    [one] 1 correction de date attend une seconde personne : vous
   *[other] { $count } corrections de date attendent une seconde personne : vous
}
post-correction-decide-next = La regarder
post-correction-waits = { $count ->
    [one] 1 correction que vous proposez attend une autre personne
   *[other] { $count } corrections que vous proposez attendent une autre personne
}
post-correction-see = La voir
post-correction-answers = { $count ->
    [one] 1 réponse à vos corrections
   *[other] { $count } réponses à vos corrections
}
post-correction-told-accepted = acceptée par { $who } : la date retenue est le { $date }.
post-correction-told-refused = refusée par { $who } : « { $why } ». La date retenue reste le { $date }.
post-correction-again = La proposer de nouveau
post-key-correction-answers = ouvrir les réponses à vos corrections de date
post-key-correction = regarder la correction de date qui attend
post-undone-decide_date = Décision annulée : la correction est de nouveau à décider, la date d’avant compte.
post-check-second-right = Ma lecture est juste
post-check-first-right = La 1re lecture est juste
post-check-again = Relire le pli
post-undone-settle_check = Contrôle rouvert : les deux lectures sont de nouveau à trancher, la date d’avant compte.
post-undo-check-moved = La date retenue a changé depuis : rien n’a été annulé. Voyez avec l’agent qui instruit la demande.
post-check-kept = Contrôle terminé. La date retenue reste le { $date }.
post-check-improved = Contrôle terminé. La date retenue passe du { $before } au { $after }.
post-check-same-person = Vous avez enregistré ce pli : une autre personne doit le contrôler.
post-check-taken = Ce pli vient d’être contrôlé par une autre personne.
post-check-none = Aucun pli à contrôler.
post-check-none-help = Les recommandés, les lectures incertaines et un pli sur dix, tiré au sort, viennent ici après leur enregistrement par quelqu’un d’autre.
post-check-none-others = { $count ->
    [one] 1 pli attend un contrôle, mais c’est vous qui l’avez enregistré : une autre personne doit le lire.
   *[other] { $count } plis attendent un contrôle, mais c’est vous qui les avez enregistrés : une autre personne doit les lire.
}
post-key-check-digits = dire si le cachet est lisible, ou quelle lecture est juste
post-key-check-submit = comparer les deux lectures
post-check-sampling = Ce qui est lu deux fois, depuis 30 jours
post-check-column-reason = Pourquoi
post-check-column-owed = Plis à lire deux fois
post-check-column-ended = Contrôlés
post-check-column-corrected = Corrigés
post-check-rule-registered = tous les recommandés
post-check-rule-uncertain = date présumée, cachet lu en partie ou page mal lue
post-check-rule-drawn = un pli sur dix, tiré au sort
post-check-share = { $count } sur { $all } ({ $percent } %)
post-check-share-none = aucun
