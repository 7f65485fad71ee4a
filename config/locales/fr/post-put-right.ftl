# Ce que le courrier reprend : rien n’est effacé, la raison reste.

# M6 : une remise à La Poste notée par erreur
post-hand-undo-reason = repris aussitôt
post-undone-hand_to_post = Remise reprise : la pile attend de nouveau La Poste, les délais ne courent pas.
post-did-hand_to_post = pile remise à La Poste
post-hand-back-title = Rien n’est parti, ou une enveloppe est restée ici
post-hand-back-help = Possible jusqu’à ce soir, tant que La Poste n’a rien dit. Ce que la remise avait fait ne compte plus : l’accusé de réception est de nouveau dû, aucun délai ne court depuis cette lettre. La remise notée reste dans l’historique.
post-hand-back-which = Ce qui est encore ici
post-hand-back-all = toute la pile
post-hand-back-reason = Pourquoi (le chariot est parti sans elle, mauvaise pile…)
post-hand-back = Reprendre la remise
post-hand-back-reason-needed = Écrivez pourquoi la remise est reprise : cela reste dans l’historique.
post-hand-back-left = La Poste ou une réponse dit que cette lettre est partie : rien n’a été repris.
post-undo-other-day = La remise date d’un autre jour : sa date compte. Si la lettre n’est jamais partie, notez-la revenue dans les retours : elle repartira.
post-conflict-not-handed = Cette pile n’est pas notée comme remise, ou la lettre n’y est plus.
post-hand-taken-back = { $count ->
    [one] Remise reprise : la lettre attend de nouveau La Poste.
   *[other] Remise reprise : les { $count } lettres attendent de nouveau La Poste.
}
post-hand-taken-out = { $count ->
    [one] La lettre attend La Poste dans cette pile à part, telle qu’elle est imprimée. L’autre pile reste partie : imprimez de nouveau son bordereau.
   *[other] Les { $count } lettres de cette enveloppe attendent La Poste dans cette pile à part, telles qu’elles sont imprimées. L’autre pile reste partie : imprimez de nouveau son bordereau.
}
post-hand-was-noted = { $count ->
    [one] 1 lettre était notée remise { $date }.
   *[other] { $count } lettres étaient notées remises { $date }.
}
post-hand-was-back = Repris { $date }, { $name }.
event-letter-hand-over-taken-back = Remise à la poste notée par erreur, reprise : { $letter }
event-letter-own-envelope = Enveloppe à part : { $letter }

# M6 : une enveloppe pour une personne
post-share-envelopes = Mettre dans une même enveloppe les lettres d’un dossier qui vont à la même adresse : { $letters } lettres, { $envelopes ->
    [one] 1 pli
   *[other] { $envelopes } plis
}
post-same-envelope = même enveloppe : { $letter }
post-own-envelope-title = Mettre une lettre dans une enveloppe à part
post-own-envelope-which = La lettre qui part seule
post-own-envelope = Enveloppe à part
post-own-envelope-help = Recommandée, il lui faudra son propre numéro.
post-own-envelope-done = Cette lettre a sa propre enveloppe : le bordereau la compte à part.
post-returns-same-envelope = Dans la même enveloppe : { $letters }. Ce qui est noté ici vaut pour tout le pli.

# M5 : un contrôle donné par erreur
post-undone-second_reading = Contrôle repris : ce pli est de nouveau à relire, sans rien montrer des lectures.
post-did-second_reading = dates relues
post-did-settle_check = contrôle tranché
post-did-decide_date = correction de date décidée
post-check-ended = Vos contrôles du jour
post-check-ended-help = Un contrôle donné par erreur se reprend ici. Ce que vous aviez lu reste dans l’historique ; le pli est relu à neuf.
post-check-ended-agreed = même lecture, ou première lecture juste
post-check-ended-corrected = corrigé
post-check-take-back = Reprendre
post-check-take-back-of = Reprendre le contrôle : { $name }

# M9 : une vérification retirée, une destruction confirmée
post-balance-withdraw = Je n’avais pas comparé
post-balance-withdraw-file = Je n’avais pas comparé : { $file } et son papier
post-balance-withdraw-reason = Pourquoi
post-balance-withdraw-button = Retirer ma vérification
post-balance-withdrawn = { $count ->
    [0] Vérification retirée : plus personne n’a comparé ce lot. Le papier reste.
   *[other] Vérification retirée : il en faut de nouveau une seconde. Le papier reste.
}
post-balance-check-withdrawn = { $name } a retiré sa vérification { $date } : « { $reason } »
post-balance-no-check = Vous n’avez pas vérifié ce lot, ou son papier n’est plus là.
post-balance-reason-needed = Écrivez pourquoi la vérification est retirée : cela reste dans l’historique.
post-destroy-title = Noter la destruction d’un papier
post-destroy-final = La destruction ne s’annule pas. Notez-la quand le papier est détruit ; si un doute reste sur la numérisation, gardez le papier.
post-destroy-sure = je confirme la destruction
post-destroy-sure-of = Le papier de ce lot ({ $envelopes }) est détruit, et rien d’autre ne l’est.
post-destroy-not-sure = Rien n’est noté : confirmez d’abord que ce papier est détruit.
post-destroy-back = Revenir au bilan, ne rien noter

# Originaux inscrits par erreur
post-papers-withdraw = Inscrit par erreur
post-papers-withdraw-of = Inscrit par erreur : { $what }
post-papers-withdraw-reason = Pourquoi (copie, pas dans ce pli…)
post-papers-withdraw-button = Retirer de la liste
post-papers-withdraw-reason-needed = Écrivez pourquoi il est retiré : cela reste dans l’historique du pli.
post-papers-withdrawn = Retiré de la liste. L’historique du pli garde l’inscription et la raison.
post-papers-withdrawn-badge = inscrit par erreur
post-papers-withdrawal-second = Une seconde personne doit confirmer qu’il a été inscrit par erreur. Il compte jusque-là.
post-papers-withdrawal-badge = retrait à confirmer
post-papers-withdrawal = { $name } dit qu’il a été inscrit par erreur, { $date } : « { $reason } »
post-papers-withdrawal-seen = Confirmé par { $name }.
post-papers-withdrawal-confirm = Je confirme l’erreur
post-papers-withdrawal-confirm-of = Je confirme l’erreur : { $what }
post-papers-withdrawal-not-second = Il faut une autre personne que celle qui le retire.
post-papers-original-gone = Cet original n’est plus dans la maison, ou a déjà été retiré de la liste.
