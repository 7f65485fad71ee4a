# La recherche dans tout ce qui a été lu.

post-search-title = Rechercher
post-search-words = Nom, mot, numéro de recommandé, numéro de dossier
post-search-words-help = Tout ce qui a été lu, indexé ou non : pages, courriels, enveloppes. Sans souci des accents ni des fautes de frappe.
post-search-posted = Posté vers le
post-search-posted-help = mardi, hier, 19 ou 19/11. Montre ce qui est arrivé dans les trois semaines qui suivent.
post-search-count = { $count ->
    [one] 1 pli trouvé
   *[other] { $count } plis trouvés
}
post-search-many = Les { $count } plis les plus récents
post-search-opened-title = Ouvert, pas encore scanné
post-search-opened = { $class }, ouvert { $date }
post-search-near = Orthographe proche
post-search-near-help = Ces plis contiennent des mots qui ressemblent à ceux que vous cherchez.
post-search-none = Rien de tel n’a été lu.
post-search-none-help = Essayez moins de mots, ou le numéro du recommandé. Un pli arrivé aujourd’hui est trouvé dès que ses pages sont lues ; ce qui est écrit à la main n’est pas toujours lu.
post-search-start = Que cherchez-vous ?
post-search-start-help = Par exemple « Diallo récépissé », « 1A 123 456 7890 1 », ou ce que dit la personne : « posté mardi ».
post-search-received = Reçu { $date }
post-search-postmark = cachet du { $date }
post-search-registered = recommandé { $number }
post-search-unread = reçu, en cours de lecture
post-search-to-index = à indexer
post-search-registered-state = enregistré
post-search-no-case = sans suite
post-search-pages = { $count ->
    [one] 1 page concernée
   *[other] { $count } pages concernées
}
post-search-cases = Dossier :
post-search-here = trouvé
post-search-found-on = { $count ->
    [0] « { $words } » n’est écrit sur aucune page lue ; le pli est trouvé par son dossier, son numéro ou son expéditeur.
    [one] « { $words } » est sur 1 page, mots surlignés.
   *[other] « { $words } » est sur { $count } pages, mots surlignés.
}
post-search-next-page = Page trouvée suivante
post-search-open = Ouvrir le pli
post-search-back = Retour aux résultats
post-key-search = aller à la recherche
post-key-next-found = page suivante où un mot est trouvé
post-search-caution = Vérifiez d’abord qui vous parle. Dites seulement si la lettre est arrivée et quand : rien de ce qui y est écrit, ni à qui elle se rapporte.
