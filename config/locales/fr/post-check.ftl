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
