# M6 : une pile imprimée. Bourrage, recommandés d’une traite, lettre sortie de la pile.
post-again = Bourrage ? Réimprimer à partir de la feuille
post-again-button = Ouvrir la suite
post-again-help = { $count ->
    [one] La pile a 1 feuille. Les lettres ne changent pas d’état.
   *[other] La pile a { $count } feuilles, comptées depuis la première. L’impression reprend au début de la lettre coupée ; les lettres ne changent pas d’état.
}
post-again-no-sheet = La pile n’a pas autant de feuilles.
post-bulk-title = Tous les recommandés d’une traite
post-bulk-label = Scannez : la lettre, son étiquette, la lettre suivante, son étiquette…
post-bulk-help = Une lecture par ligne. Une lecture faite deux fois ne compte qu’une fois ; ce qui ne va pas reste ici, avec la raison.
post-bulk-button = Noter tous les numéros
post-bulk-noted = { $count ->
    [0] Aucun numéro noté.
    [one] 1 numéro noté.
   *[other] { $count } numéros notés.
}
post-bulk-troubles = { $count ->
    [one] 1 lecture à reprendre :
   *[other] { $count } lectures à reprendre :
}
post-bulk-no-number = lettre scannée, mais aucun numéro d’étiquette après elle
post-bulk-no-letter = numéro sans lettre : scannez d’abord le code de la lettre
post-bulk-gone = cette lettre n’est plus dans la pile
post-take-out-title = Sortir une lettre de la pile
post-take-out-which = La lettre qui ne doit pas partir
post-take-out = Sortir de la pile
post-take-out-help = Elle redevient à imprimer. Retirez et détruisez sa feuille.
post-taken-out = Lettre sortie de la pile : elle est de nouveau à imprimer. Retirez et détruisez sa feuille. Pour qu’elle ne parte pas du tout, reprenez son approbation.
post-key-pile = bordereau ; pile remise à La Poste
post-key-again = réimprimer à partir d’une feuille
