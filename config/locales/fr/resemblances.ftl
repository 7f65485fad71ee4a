# Ce qui ressemble à une pièce déjà reçue, par n’importe quelle porte.
resemblance-text = même texte à { $percent } %
resemblance-picture = même image à { $percent } %
resemblance-number-of = { $name } ({ $number })
resemblance-number-title = même numéro de titre
resemblance-number-signed = même code 2D-Doc
resemblance-number-registered = même numéro de recommandé
resemblance-number-label = même étiquette d’arrivée
resemblance-came = reçu le { $date } par { $door }
resemblance-of = { $who }, { $came }
resemblance-open = { $count ->
    [one] une page à trancher
   *[other] { $count } pages à trancher
}
resemblance-some = { $same } pages sur { $pairs } sont les mêmes
resemblance-outcome-same = c’est la même pièce
resemblance-outcome-different = ce n’est pas la même
post-origin-repeat = pièce déjà reçue pour cette demande
resemblances-here = Peut-être déjà reçu

post-repeats-title = Déjà reçu ?
post-repeats-none = Rien à rapprocher
post-repeats-none-help = Ce qui ressemble à une pièce déjà reçue, par n’importe quelle porte, est proposé ici dès que c’est lu. Rien n’est lié tant que personne ne l’a dit.
post-repeats-waiting = { $count ->
    [one] un rapprochement à trancher
   *[other] { $count } rapprochements à trancher
}
post-repeats-column-why = Ce qui se ressemble
post-repeats-column-later = Reçu après
post-repeats-column-earlier = Reçu avant
post-repeats-column-state = État
post-repeats-compare = Comparer
post-repeats-back = Tous les rapprochements
post-repeats-back-envelope = Revenir au pli
post-repeats-earlier = Reçu d’abord
post-repeats-later = Reçu ensuite
post-repeats-page = page { $page }
post-repeats-shows = Page { $page }, { $came }
post-repeats-door = Porte
post-repeats-received = Reçu le
post-repeats-evidence = Date qui compte
post-repeats-who = De
post-repeats-unknown = pas encore indexé
post-repeats-case = Demande
post-repeats-open = Ouvrir le pli
post-repeats-pages = { $count ->
    [one] La page qui se ressemble
   *[other] Les { $count } pages qui se ressemblent
}
post-repeats-pair = Page { $later } et page { $earlier }
post-repeats-tick = Décochez ce qui n’est pas la même pièce.
post-repeats-same = C’est la même pièce
post-repeats-other = Ce n’est pas la même
post-repeats-effect = Rien n’est fusionné ni supprimé : la pièce reçue ensuite est notée comme répétition de l’autre. La date qui compte ne peut que s’améliorer. Cela s’annule.
post-repeats-decided = Décidé par { $who } le { $date }
post-repeats-did-same = { $count ->
    [0] Noté : ce n’est pas la même pièce. Ce ne sera plus proposé.
    [one] Noté : c’est la même pièce.
   *[other] Noté : { $count } pages sont les mêmes.
}
post-repeats-did-improved = Noté : c’est la même pièce. La demande compte désormais du { $date }.
post-undone-settle_resemblance = Annulé : le rapprochement est de nouveau à trancher.
post-did-settle_resemblance = rapprochement tranché
post-key-repeats = la même pièce, pas la même
post-key-repeats-pages = page d’avant, page suivante
