# Numérisation (M3) : ce que donnent les scanners, ce qui est à scanner de nouveau, les séparateurs oubliés.
post-scanning-title = Numérisation
post-scanning-figures = La journée en chiffres
post-scanning-envelopes = { $count ->
    [0] pli
    [one] pli
   *[other] plis
}
post-scanning-pages = { $count ->
    [0] page
    [one] page
   *[other] pages
}
post-scanning-reading = { $count ->
    [0] fichier en lecture
    [one] fichier en lecture
   *[other] fichiers en lecture
}
post-scanning-reading-of = ({ $read }/{ $pages } pages)
post-scanning-again = { $count ->
    [0] à scanner de nouveau
    [one] à scanner de nouveau
   *[other] à scanner de nouveau
}
post-scanning-missed = { $count ->
    [0] séparateur peut-être oublié
    [one] séparateur peut-être oublié
   *[other] séparateurs peut-être oubliés
}
post-scanning-refused = { $count ->
    [0] fichier illisible
    [one] fichier illisible
   *[other] fichiers illisibles
}
post-scanning-files = Fichiers du jour
post-scanning-empty = Aucun fichier numérisé ce jour.
post-scanning-empty-help = Les fichiers que les scanners déposent apparaissent ici dès qu’ils sont complets ; les chiffres suivent sans recharger la page.
post-scanning-read = lu
post-scanning-rest-of = suite du lot { $code }
post-scanning-missed-mark = { $count ->
    [one] 1 séparateur oublié ?
   *[other] { $count } séparateurs oubliés ?
}
post-scanning-unplaced = { $count ->
    [one] 1 page sans place
   *[other] { $count } pages sans place
}
post-scanning-wanted = À scanner de nouveau
post-scanning-wanted-none = Rien. Une page illisible, coupée ou pliée se demande depuis son image, à l’indexation.
post-scanning-slips = Imprimer les fiches
post-scanning-slips-help = Une fiche devant chaque feuille, puis au scanner : la nouvelle page prend sa place toute seule, l’ancienne est gardée.
post-scanning-slip = { $what }. Motif : { $why }.
post-scanning-code = fiche n° { $code }
post-scanning-page-of = page { $page } du pli { $envelope }
post-scanning-whole = pli { $envelope } en entier
post-scanning-done = Scanné de nouveau depuis 24 heures
post-scanning-rest-note = Suite de { $file }.
post-batch-title = Lot { $file }
post-batch-see = pages du lot
post-batch-of = pages du lot { $file }
post-anomaly-see-batch = Voir les pages du lot
post-batch-empty-reading = Ce fichier est en cours de lecture.
post-batch-empty-reading-help = Ses plis et ses pages apparaissent ici dès qu’elle est finie. Le fichier est déjà gardé.
post-batch-empty-refused = Ce fichier n’a pas pu être lu.
post-batch-empty-refused-help = Il est gardé tel qu’il est venu, avec sa date ; l’anomalie dit pourquoi et quoi faire.
post-batch-empty-gone = Ce lot n’a plus de pli à lui.
post-batch-empty-gone-help = Ses pages ont pris leur place dans un autre lot ; celles qui ne servent pas sont gardées ci-dessous.
post-pile-to-index = à indexer
post-pile-registered = enregistré
post-pile-counted = { $scanned ->
    [one] 1 page scannée
   *[other] { $scanned } pages scannées
}, { $declared ->
    [one] 1 comptée à l’ouverture
   *[other] { $declared } comptées à l’ouverture
}
post-leaf-replaced = remplacée par une nouvelle numérisation
post-leaf-double = en double
post-leaf-unplaced = sans place
post-leaf-moved = scannée ailleurs
post-aside-title = Pages gardées de côté
post-aside-help = Elles ne comptent plus : une nouvelle numérisation les remplace, ou un autre lot tient déjà la même page.
post-unplaced-title = Pages sans place
post-unplaced-help = Ces pages suivaient une fiche « à scanner de nouveau » qui n’attendait plus rien, ou leur nombre ne va pas. Dites ce qu’elles remplacent.
post-unplaced-is = La page { $page } remplace
post-unplaced-place = C’est celle-ci
post-cut-here = Couper avant
post-cut-here-of = Couper avant la page { $page } du pli { $envelope }
post-cut-done = Pli coupé : la suite est un pli à part, reçu le même jour.
post-cut-no-page = Un pli ne se coupe pas à cet endroit. Rien n’a changé.
post-cut-registered = Ce pli est déjà enregistré ou classé : annulez d’abord cela, puis coupez-le.
post-cut-decided = Quelqu’un vient de répondre à cette question.
post-missed-in = Séparateur oublié avant la page { $page } du pli { $envelope } ?
post-missed-here = Un séparateur a peut-être été oublié avant la page { $page }.
post-missed-accept = Oui, un autre pli commence ici
post-missed-dismiss = Non, c’est le même pli
post-missed-before = page { $page }, la dernière du pli
post-missed-after = page { $page }, la première du pli suivant
post-missed-dismissed = Noté : c’est un seul pli.
post-missed-again = La question est de nouveau posée.
post-missed-label = une autre étiquette d’arrivée : { $label }
post-missed-registered = un autre numéro de recommandé : { $number }
post-missed-case = le code d’un autre dossier : { $reference }
post-missed-address = l’adresse d’une autre personne : { $line }
post-missed-persons = à partir d’ici, les papiers d’une autre personne : { $name }
post-missed-counted = { $declared } pages comptées à l’ouverture, { $scanned } scannées
post-missed-size = une feuille d’un autre format
post-missed-long = { $count } pages : c’est beaucoup pour un seul pli
post-undo-envelope-moved = Le pli a avancé depuis (enregistré, coupé encore, scanné de nouveau) : annulez d’abord cela.
post-undone-cut_envelope = Coupure annulée : c’est de nouveau un seul pli.
post-did-cut_envelope = pli coupé
post-rescan-title = Scanner de nouveau la page { $page }, ou le pli
post-rescan-waiting = demandé
post-rescan-help = La page reste ici telle qu’elle est jusqu’à ce que la nouvelle arrive ; la fiche à mettre devant s’imprime depuis Numérisation.
post-rescan-what = Quoi
post-rescan-page = la page { $page }
post-rescan-whole = tout le pli
post-rescan-why = Pourquoi
post-rescan-words = Précision
post-rescan-button = Demander
post-rescan-reason-illegible = illisible
post-rescan-reason-cut = coupée
post-rescan-reason-folded = pliée ou recouverte
post-rescan-reason-blank = blanche à tort
post-rescan-reason-other = autre raison
post-rescan-asked = À scanner de nouveau : c’est dans la liste de Numérisation, avec sa fiche.
post-rescan-words-needed = Écrivez la raison en quelques mots.
post-rescan-known = C’est déjà demandé.
post-rescan-no-page = Cette page ne fait plus partie du pli. Rien n’a changé.
post-rescan-withdraw = Finalement lisible
post-rescan-withdraw-of = Finalement lisible : { $what }
post-rescan-withdrawn = Demande retirée : la première numérisation convient.
post-rescan-ended = C’est déjà fait ou retiré.
post-rescan-placed = La nouvelle page a pris sa place ; l’ancienne est gardée de côté.
post-rescan-back = Reprendre l’ancienne
post-rescan-back-of = Reprendre l’ancienne : { $what }
post-rescan-taken-back = L’ancienne page est revenue ; elle est de nouveau à scanner.
post-rescan-count = Une seule page est attendue, { $count } ont été scannées : choisissez la bonne.
post-rescan-registered = Ce pli est enregistré : demandez ses pages une par une.
post-rescan-changed = La page ou le pli a changé depuis. Rien n’a été modifié.
post-rescan-owned = Cette page appartient à un pli. Rien n’a été modifié.
post-rest-title = Bourrage du scanner
post-rest-help = Si le scanner s’est arrêté pendant ce lot, scannez le reste dans un nouveau fichier, cette feuille devant : la suite rejoint le pli coupé, les pages passées deux fois ne comptent qu’une fois.
post-rest-print = Imprimer la feuille de suite
post-rest-code = (lot n° { $code })
post-rest-of = Sans feuille : ce lot est la suite du lot n°
post-rest-join = Joindre
post-rest-is = Ce lot est la suite de
post-rest-part = Ce n’est pas la suite : détacher
post-rest-joined = { $pages ->
    [0] Lot joint : aucune page nouvelle
    [one] Lot joint : 1 page ajoutée au pli coupé
   *[other] Lot joint : { $pages } pages ajoutées au pli coupé
}{ $repeated ->
    [0] .
    [one] , 1 page était déjà là.
   *[other] , { $repeated } pages étaient déjà là.
}
post-rest-parted = Lot détaché : ses premières pages sont de nouveau un pli à part.
post-rest-unknown = Aucun lot ne porte ce numéro. Il est imprimé sur la feuille de suite et en bas de la page du lot.
post-rest-itself = Un lot n’est la suite ni de lui-même ni d’un lot reçu après lui.
post-rest-reading = Un des deux lots est encore en lecture : attendez quelques instants.
post-rest-taken = Le premier pli de ce lot est déjà enregistré, classé ou joint : annulez d’abord cela.
post-rest-own-sheet = Ce lot commence par une feuille de séparation : son premier pli est entier.
post-rest-changed = Le pli a changé depuis (enregistré, coupé, prolongé) : annulez d’abord cela.
post-rest-apart = Ce lot n’est la suite d’aucun autre.
scan-outcome-rest = suite d’un lot : ses pages sont dans le pli que le bourrage avait coupé
scan-outcome-again = pages scannées de nouveau : elles ont pris leur place dans leur pli
scan-outcome-cut-back = coupure annulée : ses pages sont dans le pli d’origine
exception-kind-rescan_unplaced = nouvelle numérisation sans place
exception-kind-pages_added = pages ajoutées à un pli enregistré
post-anomaly-rescan = { $file } : { $count ->
    [one] 1 page scannée de nouveau n’a pas trouvé sa place
   *[other] { $count } pages scannées de nouveau n’ont pas trouvé leur place
}
post-anomaly-added = { $count ->
    [one] 1 page s’est ajoutée à un pli déjà enregistré
   *[other] { $count } pages se sont ajoutées à un pli déjà enregistré
}
post-anomaly-kept-rescan_unplaced = Les nouvelles pages et les anciennes sont gardées.
post-anomaly-kept-pages_added = Les pages sont dans le pli ; ses dates ne changent pas.
post-anomaly-do-rescan_unplaced = Ouvrez les pages du lot et dites ce que chacune remplace, ou scannez de nouveau avec la fiche.
post-anomaly-do-pages_added = Relisez le pli : rangez ces pages parmi les pièces, ou enregistrez une autre demande depuis le même pli.
post-join = Joindre au pli précédent
post-join-of = Joindre au pli précédent : { $envelope }
post-join-done = Plis joints : c’est un seul pli, les pages comptées s’ajoutent.
post-join-first = Aucun pli ne le précède dans ce lot. Rien n’a changé.
post-join-registered = Un des deux plis est déjà enregistré ou classé : annulez d’abord cela. Rien n’a changé.
post-undone-join_envelopes = Annulé : ce sont de nouveau deux plis.
post-did-join_envelopes = plis joints
scan-outcome-joined = joint au pli précédent du même lot
post-leaf-empty-back = verso vide, non compté
post-collate-title = Rectos, puis versos
post-collate-help = Pour un scanner qui ne voit qu’une face : les rectos, puis la pile retournée. Les versos (du dernier au premier) prennent leur place derrière chaque recto, si leur nombre est le même.
post-collate-batch = Lot n° des versos (vide : ils sont dans ce fichier, après les rectos)
post-collate-button = Ranger recto verso
post-collate-done = Rangé : chaque verso suit son recto, les versos vides ne comptent pas.
post-collate-counts = { $fronts } rectos et { $backs } versos : les nombres ne vont pas ensemble. Rien n’a changé ; scannez de nouveau ce qui manque.
post-collate-registered = Un pli de ces lots est déjà enregistré ou classé : annulez d’abord cela. Rien n’a changé.
post-collate-sheets = Il y a des feuilles de séparation parmi les versos : ce sont des rectos. Rien n’a changé.
post-collate-changed = Des pages de ces lots ont déjà bougé ou sont à scanner de nouveau. Rien n’a changé.
post-undone-collate_sheets = Annulé : les pages sont comme elles ont été scannées.
post-did-collate_sheets = versos rangés
scan-outcome-backs = versos d’un autre lot : chacun suit son recto

# Le cachet de la poste, agrandi à côté de ses champs
post-postmark-shows = Cachet de la poste, page { $page }, agrandi
post-postmark-read = Lu sur l’enveloppe : { $date }.
post-postmark-take = Prendre cette date
post-key-take = prendre la date lue sur le cachet
post-postmark-page = voir l’enveloppe
