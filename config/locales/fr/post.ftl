# Les pages du courrier : réception, indexation, départs, anomalies.

door-post = Courrier

# Ce qui attend
post-facts-waiting = { $count ->
    [0] Aucun pli à indexer
    [one] 1 pli à indexer
   *[other] { $count } plis à indexer
}
post-facts-waiting-many = plus de { $count } plis à indexer
post-facts-registered = { $count ->
    [one] 1 recommandé
   *[other] { $count } recommandés
}
post-facts-oldest = le plus ancien : { $age }
post-facts-reading = lecture de { $file } : { $read }/{ $pages } pages
post-facts-reading-soon = lecture de { $file } : { $read ->
    [0] commencée
    [one] une page lue
   *[other] { $read } pages lues
}

# La file
post-queue-title = Plis à indexer
post-queue-empty = Aucun pli à indexer.
post-queue-empty-help = Les plis scannés arrivent ici dès que leurs pages sont lues. Cette page se met à jour d’elle-même.
post-queue-open-next = Ouvrir le pli suivant
post-queue-link = Voir tous les plis à indexer
post-queue-place = n° { $position } de { $file }
post-reception-link = Voir les fichiers reçus
post-column-envelope = Pli
post-column-pages = Pages
post-column-received = Reçu
post-column-marks = À savoir
post-pages = { $count ->
    [one] 1 page
   *[other] { $count } pages
}
post-pages-none = pages non lues
post-mark-registered = recommandé
post-mark-anomalies = { $count ->
    [one] 1 anomalie
   *[other] { $count } anomalies
}
post-held-elsewhere-short = ouvert sur un autre poste
post-held-elsewhere = Ce pli est ouvert sur un autre poste. Vous pouvez le lire ; le premier qui l’enregistre l’emporte.

# L’indexation
post-indexing-title = Indexation
post-key-digits = prendre la proposition de ce numéro
post-key-new = nouvelle personne
post-key-family = nom de la nouvelle personne
post-key-unknown = personne inconnue, ou je ne sais pas
post-key-pages = page précédente, page suivante
post-key-zoom = agrandir, réduire, tourner la page
post-key-register = enregistrer le pli et ouvrir le suivant
post-key-enter = continuer ; quand tout est choisi, enregistrer et ouvrir le suivant
post-key-another = enregistrer, et une autre demande du même pli
post-key-postmark = date du cachet (le jour suffit : 19, ou 1911)
post-key-illegible = cachet mal lisible, illisible
post-key-address = adresse
post-key-no-request = ce pli n’est pas une demande
post-key-raise = signaler une anomalie
post-key-name-enter = Entrée
post-key-name-another = Maj+Entrée
post-key-rows = pli suivant, pli précédent
post-envelope = Pli { $name }
post-envelope-place = { $position } de { $file }
post-received-at = Reçu { $date }
post-place-pages = Pages { $first } à { $last } de { $file }
post-place-file = Fichier { $file }
post-original = fichier d’origine
post-no-page = Aucune page n’a pu être lue
post-no-page-help = Le fichier d’origine est gardé. Demandez un nouveau scan du pli, ou enregistrez-le à la main d’après le papier : la personne garde sa date.
post-page-shows = Page { $number } sur { $total } du pli
post-page-separator = séparateur
post-page-unreadable = illisible
post-page-blank = vide
post-page-weak = peu lisible
post-layer-hidden = Le fichier porte un texte invisible, reconnu par un autre logiciel : la page a été relue sur son image.
post-layer-unknown = Le texte du fichier est fait de caractères illisibles : la page a été lue sur son image.
post-layer-differs = Le texte du fichier ne dit pas ce que la page montre : la page a été lue sur son image.
post-layer-not-shown = Le texte du fichier ne se voit pas sur la page : seul ce qu’elle montre a été lu.
post-layer-partial = Le texte du fichier ne dit qu’une petite partie de la page : elle a été lue sur son image.
post-lit-name = nom lu
post-lit-ground = fondement lu
post-lit-address = adresse lue
post-lit-registered = numéro de recommandé lu
post-lit-date = date lue
post-lit-case = numéro de demande lu
post-read-only = Vous pouvez lire ce pli. Pour l’enregistrer, il faut le rôle « enregistrement ».
post-finished-registered = Ce pli est enregistré : { $references }.
post-finished-no-case = Ce pli n’est pas une demande : { $outcome }.
post-do-not-know = Je ne sais pas

post-origin = { $place }
post-origin-page = { $place }, p. { $page }
post-origin-barcode = code-barres lu
post-origin-mrz = bande MRZ lue
post-origin-text-sure = lu nettement
post-origin-text-fair = lu, à vérifier
post-origin-text-weak = mal lu, à vérifier
post-read-from = { $origin }

post-person = Personne
post-person-search = Nom, ou numéro d’une demande
post-search = Chercher
post-person-new = Nouvelle personne
post-person-unknown = Inconnue, je ne sais pas
post-person-unknown-why = une autre personne la cherchera ; la date est gardée
post-person-unknown-default = Personne non identifiée
post-person-unknown-of = Personne non identifiée, pli { $envelope } du { $date }
post-person-family = Nom de famille
post-person-given = Prénoms
post-person-birth = Naissance (14/02/1990, ou 1990)
post-person-number = Numéro étranger, s’il est écrit
post-person-description = Ce qu’on en sait
post-protected = Personne à protéger
post-protected-help = Violences, traite, ordonnance de protection : seuls les référents la verront, ses lettres seront neutres. Vous ne verrez plus ce pli ensuite.
post-offer-typed = numéro cherché
post-offer-online = demande en ligne n° { $number }, { $origin }
post-offer-searched = nom cherché
post-offer-taken = déjà choisie
post-offer-person-number = n° { $number } · { $why }

post-case = Demande
post-case-new = Nouvelle demande
post-case-new-other = Autre nouvelle demande, à préciser
post-request = Nouvelle demande : { $kind }, { $title }
post-request-open = Nouvelle demande : { $kind }, fondement à préciser
post-request-page = lu p. { $page }
post-request-card = carte jointe, p. { $page }
post-request-held = carte { $number } jusqu’au { $date }, bande MRZ juste p. { $page }
post-request-read = lu dans le pli
post-case-kind = Elle demande
post-case-kind-unknown = demande à préciser
post-offer-case-title = { $kind }, titre { $code }
post-offer-case-why = ajouter à { $reference }, { $state }, reçue le { $date }

post-ground = Fondement
post-ground-other = Autre :
post-ground-list = Titre du catalogue
post-ground-text = Article ou motif, tel que la personne l’écrit
post-offer-title-article = « { $article } » lu p. { $page }
post-offer-title-form = demandé dans le formulaire, p. { $page }
post-offer-title-name = nommé p. { $page }

post-held-title = Titre de séjour qu’elle détient déjà
post-held-kind = Ce titre
post-held-number = Son numéro
post-held-until = Valable jusqu’au
post-held-resident_card = carte de résident (dix ans)
post-held-long_card = carte pluriannuelle, ou de plus d’un an
post-held-other_card = autre carte
post-error-held-title = Titre détenu : écrivez le numéro et la date de fin, ou videz les deux.

post-pieces = Pièces
post-pieces-help = Pages du pli (3, ou 1-3) et ce que c’est. Vider une ligne la supprime.
post-piece-pages = Pages de la pièce { $number }
post-piece-kind = Nature de la pièce { $number }
post-piece-see = voir
post-piece-see-page = Voir la page { $page }

post-date = Date
post-date-postmark = Cachet de la poste
post-date-postmark-short = Cachet (19, ou 19/11)
post-date-office = Bureau du cachet
post-date-operator = Opérateur, si ce n’est pas La Poste
post-legibility = Cachet lisible ?
post-legibility-yes = oui
post-legibility-partly = en partie
post-legibility-no = non
post-date-registered = Numéro de recommandé
post-date-deposit = Preuve de dépôt du
post-date-letter = Date écrite sur la lettre
post-date-other-proof = Machine à affranchir, suivi de La Poste
post-date-franking = Machine à affranchir, le
post-date-tracking = « Pris en charge » le (suivi)
post-date-to-confirm = À confirmer : aucune preuve certaine.
post-date-far-back = { $days } jours avant l’arrivée du pli : relisez le jour et l’année. Une seconde personne relira.
post-error-after-arrival = { $date } est après l’arrivée du pli ({ $arrived }). Relisez, ou laissez vide.
post-error-stamped-after = { $date } est après l’arrivée du pli ({ $arrived }). Relisez ; si l’enveloppe porte vraiment ce jour, dites « non » (illisible) : il est gardé et ne compte pas.
post-dates-kept = { $count ->
    [one] 1 date gardée
   *[other] { $count } dates gardées
}
post-registered-right = { $number } : numéro bien formé
post-registered-wrong = La clé de ce numéro est fausse : relisez-le sur l’étiquette. Il peut être enregistré ainsi.
post-registered-other = Forme inconnue : le numéro sera gardé tel quel.

post-address-title = Adresse
post-address = Adresse telle qu’elle est écrite
post-address-printed = Sera imprimée ainsi :
post-address-known = Adresse déjà connue :
post-address-set-aside = Une adresse de cette personne est signalée dangereuse : rien n’y sera envoyé.
post-safety = Cette adresse peut-elle servir ?
post-safety-unknown = On peut y écrire
post-safety-unsafe = Dangereuse : la personne demande de ne pas y écrire
post-safety-compromised = Tenue par quelqu’un d’autre : ne pas y écrire

post-more = Fondement du dépôt par courrier
post-channel-basis = Texte ou décision qui l’autorise
post-channel-basis-hint = Seulement si le service l’a noté. Ne jamais le demander à la personne.
post-register = Enregistrer
post-refresh = Vérifier
post-register-and-another = puis une autre demande du pli
post-owed-person = Choisissez d’abord une réponse : son chiffre, n ou u.
post-owed-case = Choisissez d’abord une réponse : son chiffre.
post-person-also-from = aussi { $origins }
post-another = Une autre demande dans ce pli
post-outcome-letters = accusé de réception et attestation de dépôt par courrier
post-outcome-held = l’accusé de réception sera retenu : aucune adresse sûre
post-outcome-open = choisissez la demande : rien n’est enregistré sans elle
post-outcome-joined = ajouté à cette demande, sans nouvel accusé de réception

post-error-person = Choisissez la personne, ou « Inconnue, je ne sais pas ».
post-error-name = Écrivez au moins le nom ou un prénom, ou choisissez « Inconnue ».
post-error-birth = Cette date de naissance n’est pas lisible : écrivez 14/02/1990, 02/1990 ou 1990, ou laissez vide.
post-error-birth-after = Cette date de naissance est après l’arrivée du pli ({ $arrived }) : relisez l’année, ou laissez vide.
post-error-case = Choisissez la demande à laquelle ce pli appartient, ou « Nouvelle demande ».
post-error-case-person = Cette demande est celle de { $name } : choisissez cette personne, ou une nouvelle demande.
post-error-case-unseen = Cette personne a déjà une demande en cours : choisissez-la, ou une nouvelle demande.
post-error-date = « { $typed } » n’est pas une date : écrivez 12/11/2026, ou laissez vide.
post-day-help = 19, 1911 ou 19/11/2026 : le dernier avant l’arrivée du pli.
post-error-pages = Pages « { $typed } » : le pli a { $count } pages. Écrivez 3 ou 1-3, ou videz la ligne.
post-error-no-pages = Ce pli n’a pas de page lue : videz cette ligne.

post-registered = Enregistré { $reference }, date retenue { $date }.
post-conflict-registered = Ce pli a déjà été enregistré ou classé, par vous ou sur un autre poste.
post-conflict-case = La demande a changé d’état entre-temps.
post-conflict-pages = Les pages du pli ont changé entre-temps.

post-no-request = Pas une demande
post-no-request-help = Le pli est gardé avec ce que vous écrivez ; aucun accusé de réception ne part. Dans le doute, c’est une demande.
post-end-reason = Ce que c’est
post-end-words = Ce qui en a été fait (à qui il a été remis…)
post-end-button = Classer sans demande
post-end-outcome-needed = Dites ce que c’est et ce qui en a été fait : un pli n’est jamais classé sans suite écrite.
post-end-other-service = courrier pour un autre service
post-end-returned = une de nos lettres, revenue
post-end-advert = publicité
post-end-information = demande d’information, sans demande de titre
post-end-duplicate = même pli scanné deux fois
post-ended = Pli classé sans demande.

post-raise = Signaler une anomalie
post-raise-help = Elle va à qui s’en occupe, dans les anomalies. Le pli reste à indexer.
post-raise-subject = De quoi s’agit-il ?
post-raise-words = Précisez
post-raise-button = Signaler
post-raise-words-needed = Choisissez ou écrivez ce qui ne va pas, pour que le responsable sache quoi regarder.
post-raised = Anomalie signalée à qui s’en occupe.

# Ce qui est annulé
post-undone-register = Enregistrement annulé : le pli est de nouveau à indexer.
post-undone-end_without_case = Classement annulé : le pli est de nouveau à indexer.
post-undone-end_exception = L’anomalie est de nouveau ouverte.
post-undone-approve_letters = Approbation annulée : les lettres attendent de nouveau d’être approuvées.
post-undo-nothing = Il n’y a plus rien à annuler : c’est déjà fait, ou un autre agent l’avait fait.
post-undo-late = Plus de 24 heures ont passé : cela ne s’annule plus. Corrigez dans le dossier, une lettre rectificative partira.
post-undo-printed = Une lettre est déjà imprimée ou partie : reprenez d’abord la pile dans les départs, sinon une lettre rectificative est nécessaire.
post-undo-moved = La demande a avancé depuis : rien n’a été annulé. Voyez avec l’agent qui l’instruit.
post-undo-stays = Un pli ajouté à une demande existante ne s’annule pas d’ici. Rien n’a été modifié.

# Les anomalies, en trois phrases
post-letter = lettre
post-anomaly-empty = Le fichier { $file } est vide.
post-anomaly-unreadable = Le fichier { $file } est abîmé ou incomplet.
post-anomaly-encrypted = Le fichier { $file } est protégé par un mot de passe.
post-anomaly-limit = Le fichier { $file } dépasse les limites de lecture (taille, durée ou mémoire).
post-anomaly-kind = Le fichier { $file } n’est pas d’un format que fait un scanner.
post-anomaly-count = Pages comptées à l’ouverture : { $declared }. Pages scannées : { $scanned }.
post-anomaly-repeated = Le même contenu a été déposé de nouveau, sous le nom { $file }.
post-anomaly-separator = La feuille de séparation de la page { $page } de { $file } ne s’explique pas.
post-anomaly-address = Lettre retenue ({ $letter }) : aucune adresse sûre.
post-anomaly-doubtful = Lettre retenue ({ $letter }) : un message est déjà revenu de cette adresse électronique.
post-anomaly-partly = Pages de { $file } qui n’ont pas pu être lues : { $pages }.
post-anomaly-partly-until = La lecture de { $file } s’est arrêtée après { $read } pages.
post-anomaly-letter = Cette lettre n’a pas pu être composée ({ $letter }).
post-anomaly-raised = Signalé : { $words }.
post-anomaly-kept-empty_again = Un autre fichier vide était déjà arrivé : son pli à indexer garde cette date. Celui-ci n’a pas de pli à lui.
post-anomaly-kept-empty_file = Le fichier est gardé ; un pli à indexer en garde la date.
post-anomaly-kept-unreadable = Le fichier est gardé ; un pli à indexer en garde la date.
post-anomaly-kept-encrypted = Le fichier est gardé ; un pli à indexer en garde la date.
post-anomaly-kept-limit_exceeded = Le fichier est gardé ; un pli à indexer en garde la date.
post-anomaly-kept-unknown_kind = Le fichier est gardé ; un pli à indexer en garde la date.
post-anomaly-kept-page_count = Les pages scannées sont toutes gardées.
post-anomaly-kept-repeated = Le premier dépôt est gardé ; rien n’a été enregistré deux fois.
post-anomaly-kept-separator = Toutes les pages sont gardées, dans leur ordre.
post-anomaly-kept-no_safe_address = La lettre est gardée ; rien n’est parti.
post-anomaly-kept-partly_read = Le fichier et les pages lues sont gardés.
post-anomaly-kept-letter_failed = La demande est enregistrée, sa date est gardée ; rien n’est parti.
post-anomaly-kept-raised = Le pli et tout ce qui était lu sont gardés.
post-anomaly-do-empty_file = Scannez de nouveau le pli, ou enregistrez-le à la main d’après le papier.
post-anomaly-do-unreadable = Scannez de nouveau le pli, ou enregistrez-le à la main d’après le papier.
post-anomaly-do-encrypted = Réglez le scanner sans mot de passe et scannez de nouveau, ou enregistrez le pli à la main.
post-anomaly-do-limit_exceeded = Scannez de nouveau en plusieurs fichiers plus petits, ou enregistrez le pli à la main.
post-anomaly-do-unknown_kind = Déposez un PDF, un TIFF ou un JPEG du pli, ou enregistrez-le à la main.
post-anomaly-do-page_count = Recomptez le papier : scannez la page manquante, ou notez que le premier compte était faux.
post-anomaly-do-repeated = Vérifiez que le bac de papier n’a pas été scanné deux fois, puis terminez l’anomalie.
post-anomaly-do-separator = Vérifiez où commence chaque pli ; scannez de nouveau avec une feuille propre si deux plis sont mélangés.
post-anomaly-do-no_safe_address = Trouvez une adresse sûre avec la personne (téléphone, structure), puis donnez-la dans les départs.
post-anomaly-do-partly_read = Regardez ces pages à l’écran ; scannez-les de nouveau si l’œil ne les lit pas non plus.
post-anomaly-do-letter_failed = Prévenez l’exploitant : il corrige le modèle, puis relance la tâche.
post-anomaly-do-raised = Décidez avec la personne qui l’a signalé, puis écrivez ce qui a été fait.
post-anomaly-kept = Gardé :
post-anomaly-do = À faire :

# La page des anomalies
post-anomalies-title = Anomalies
post-anomalies-views = Ouvertes ou terminées
post-anomalies-kinds = Par nature
post-anomalies-open = Ouvertes
post-anomalies-ended = Terminées
post-anomalies-all-kinds = toutes
post-anomalies-none = Aucune anomalie.
post-anomalies-none-help = Ce qui n’a pas pu être lu, compté ou envoyé apparaît ici, avec ce qui est gardé et ce qu’il faut faire.
post-since = depuis { $age }
post-anomaly-index = indexer le pli
post-anomaly-see-envelope = voir le pli
post-anomaly-see-case = demande { $reference }
post-anomaly-see-letter = donner une adresse
post-anomaly-outcome = Ce qui a été fait
post-anomaly-end = Terminer
post-anomaly-end-done = Anomalie terminée.
post-anomaly-outcome-needed = Écrivez ce qui a été fait : une anomalie ne se termine pas sans suite.
post-anomaly-ended = Terminée le { $date } : { $outcome }
post-conflict-anomaly = Cette anomalie est déjà terminée.

# La réception
post-desks = Les pages du courrier
post-go-index = Indexer
post-day-before = la veille
post-day-after = le lendemain
post-total-files = { $count ->
    [0] aucun fichier
    [one] 1 fichier
   *[other] { $count } fichiers
}
post-total-pages = { $count ->
    [one] 1 page
   *[other] { $count } pages
}
post-total-envelopes = { $count ->
    [one] 1 pli, dont { $waiting } à indexer
   *[other] { $count } plis, dont { $waiting } à indexer
}
post-total-reading = { $count ->
    [one] 1 fichier en cours de lecture
   *[other] { $count } fichiers en cours de lecture
}
post-total-unreadable = { $count ->
    [one] 1 fichier illisible
   *[other] { $count } fichiers illisibles
}
post-column-file = Fichier
post-column-hour = Heure
post-column-state = Où il en est
post-envelopes = { $count ->
    [one] 1 pli
   *[other] { $count } plis
}
post-batch-received = à lire
post-batch-reading = lecture
post-batch-to-index = { $count ->
    [one] 1 pli à indexer
   *[other] { $count } plis à indexer
}
post-batch-done = indexé
post-batch-unreadable = illisible
post-original-of = fichier d’origine { $file }
post-reception-empty = Aucun fichier reçu ce jour.
post-reception-empty-help = Les fichiers que le scanner dépose apparaissent ici dès qu’ils sont complets.
post-folders-title = Déposer des numérisations
post-folders-help = Déposez vos numérisations (PDF, TIFF, JPEG) dans un de ces dossiers. Un fichier est pris dès qu’il ne change plus, puis retiré du dossier.
post-folders-none = Aucun dossier de numérisation n’est configuré. L’exploitant l’ajoute à la configuration ([[post.folders]]).
post-folders-separators = Une feuille de séparation devant chaque pli permet de compter ses pages.
post-separators-link = Imprimer des feuilles de séparation
post-mine-title = Ce que j’ai fait depuis 24 heures
post-mine-none = Rien à annuler.
post-mine-undo = Annuler : { $what }
post-did-register = enregistré { $reference }
post-did-register-hidden = enregistré, visible des référents
post-did-end_without_case = pli classé sans demande
post-did-end_exception = anomalie terminée
post-did-approve_letters = lettres approuvées

# Les feuilles de séparation
post-separators-title = Feuilles de séparation
post-separators-help = Le scanner reconnaît ces feuilles ; elles ne font pas partie du pli. Celle d’un nouveau pli porte un numéro qui ne sert qu’une fois ; les autres peuvent resservir.
post-separators-kind = À placer devant
post-separator-envelope = un nouveau pli
post-separator-person = une autre personne du même pli
post-separator-document = un autre document de la même personne
post-separators-number = Nombre de feuilles
post-separators-counts = Pages comptées à l’ouverture, pli par pli
post-separators-counts-help = Facultatif : 12, 4, 7. Une feuille par nombre, qui permet de vérifier que rien ne manque.
post-separators-print = Préparer les feuilles (PDF)
post-separators-bad-count = « { $typed } » n’est pas un nombre de pages (1 à 999).
post-separators-bad-number = Écrivez un nombre de feuilles de 1 à { $most }.

# Les départs
post-departures-title = Départs
post-departures-to-approve = { $count ->
    [one] 1 lettre à approuver
   *[other] { $count } lettres à approuver
}
post-departures-to-print = { $count ->
    [one] 1 à imprimer
   *[other] { $count } à imprimer
}
post-departures-to-hand = { $count ->
    [one] 1 imprimée, à remettre
   *[other] { $count } imprimées, à remettre
}
post-departures-held = { $count ->
    [one] 1 retenue
   *[other] { $count } retenues
}
post-departures-preparing = { $count ->
    [one] 1 en préparation
   *[other] { $count } en préparation
}
post-departures-empty = Aucune lettre à faire partir.
post-departures-empty-help = Les accusés de réception et les reçus de dépôt apparaissent ici quelques secondes après l’enregistrement d’un pli.
post-key-letters = lettre suivante, lettre précédente
post-key-approve = tout approuver
post-key-print = imprimer la pile
post-section-approve = 1. À approuver
post-section-approve-help = Ouvrez une lettre pour la voir telle qu’elle sortira de l’imprimante.
post-section-print = 2. À imprimer
post-section-print-help = Recto verso, une lettre par pli.
post-section-hand = 3. À remettre à La Poste
post-section-hand-help = La date de remise est celle qui compte pour la personne.
post-section-held = Retenues
post-section-held-help = Rien n’est parti. La lettre attend une adresse sûre.
post-section-left = Parties
post-letters-caption = Lettres
post-column-choose = Choisir
post-column-letter = Lettre
post-column-recipient = Destinataire
post-column-case = Demande
post-column-sheets = Feuilles
post-column-since = Depuis
post-column-pile = Pile
post-column-printed = Imprimée
post-column-handed = Remise
post-column-papers = Papiers
post-choose-letter = Choisir : { $kind }, { $reference }
post-open-letter = Voir : { $kind }, { $reference } (PDF, nouvel onglet)
post-neutral = enveloppe neutre
post-letter-nobody = personne sans adresse
post-sheets = { $count ->
    [one] 1 feuille
   *[other] { $count } feuilles
}
post-letters = { $count ->
    [one] 1 lettre
   *[other] { $count } lettres
}
post-approve-all = { $count ->
    [one] Approuver la lettre
   *[other] Approuver les { $count } lettres
}
post-approve-chosen = Approuver les lettres cochées
post-print-all = { $count ->
    [one] Imprimer la lettre
   *[other] Imprimer la pile de { $count } lettres
}
post-print-chosen = Imprimer les lettres cochées
post-unapprove-chosen = Ne plus approuver les lettres cochées
post-none-chosen = Aucune lettre n’est cochée : cochez-en, ou prenez-les toutes.
post-approved = { $count ->
    [one] 1 lettre approuvée.
   *[other] { $count } lettres approuvées.
}
post-approved-some = { $approved } approuvées ; { $held } retenues, leur adresse n’est plus sûre.
post-unapproved = { $count ->
    [one] 1 lettre attend de nouveau d’être approuvée.
   *[other] { $count } lettres attendent de nouveau d’être approuvées.
}
post-printed = La pile est prête : imprimez-la, puis remettez-la à La Poste.
post-print-held = { $count ->
    [one] 1 lettre est retenue : son adresse n’est plus sûre. Rien n’a été imprimé : refaites la pile.
   *[other] { $count } lettres sont retenues : leur adresse n’est plus sûre. Rien n’a été imprimé : refaites la pile.
}
post-handed = { $count ->
    [one] 1 lettre remise à La Poste.
   *[other] { $count } lettres remises à La Poste.
}
post-run-cancelled = { $count ->
    [one] Pile reprise : 1 lettre est de nouveau à imprimer.
   *[other] Pile reprise : { $count } lettres sont de nouveau à imprimer.
}
post-conflict-letter = Une des lettres a changé d’état entre-temps, sur un autre poste ou parce que la demande a changé.
post-conflict-pile = Cette pile est déjà partie, ou a été reprise.
post-pile-title = { $count ->
    [one] Pile de 1 lettre
   *[other] Pile de { $count } lettres
}
post-pile-kind = { $kind } : { $count }
post-pile-waiting = à remettre
post-pile-left = partie
post-pile-made = Imprimée { $date }, { $name }
post-pile-handed = Remise { $date }, { $name }
post-pile-hidden = { $count ->
    [one] dont 1 lettre que seuls les référents voient
   *[other] dont { $count } lettres que seuls les référents voient
}
post-pile-pdf = La pile (PDF)
post-pile-list = Bordereau de remise
post-pile-open = Ouvrir la pile à imprimer
post-pile-open-help = Recto verso, retourné sur le bord long.
post-pile-list-help = Signé par La Poste ; il ne nomme personne.
post-hand = Remis à La Poste
post-hand-help = Se reprend jusqu’à ce soir, depuis cette page. Demain la date compte : une erreur se corrigera par une autre lettre.
post-take-back = Reprendre la pile
post-take-back-help = Bourrage, erreur : les lettres redeviennent à imprimer. Détruisez le papier.
post-somebody = quelqu’un
post-held-no-safe-address = Aucune adresse sûre n’est connue.
post-held-doubtful-address = Un message est déjà revenu de cette adresse électronique.
post-held-message-bounced = Envoyée par courriel, elle est revenue : elle compte comme non envoyée.
post-held-message-refused = Le serveur du destinataire l’a refusée.
post-held-too-many = Cette adresse électronique a déjà reçu le nombre de messages permis en un jour.
post-held-other = Retenue : { $reason }.
post-resend = Adresse électronique vérifiée : renvoyer
post-resend-help = Seulement si la personne a confirmé cette adresse. Sinon, envoyez la lettre par la poste.
post-resent = La lettre repart par courriel.
post-resend-unsafe = Cette adresse est signalée comme dangereuse ou tenue par quelqu’un d’autre : on n’y écrit pas. Envoyez la lettre par la poste.
post-release-address = Adresse donnée par la personne
post-release-help = Laissez vide pour essayer l’adresse déjà connue, si elle est devenue sûre.
post-release = Envoyer à cette adresse
post-released = { $count ->
    [one] La lettre repart en préparation.
   *[other] Les { $count } lettres repartent en préparation.
}
post-release-no-address = Aucune adresse sûre : écrivez celle que la personne a donnée, jusqu’au code postal et à la commune.
post-release-no-person = Cette demande n’a pas encore de personne : enregistrez d’abord le pli.

post-anomaly-message = Un message n’a pas pu être lu par la machine.
post-anomaly-part = La pièce jointe « { $file } » n’a pas pu être ouverte.
post-anomaly-bounced = Notre message ({ $letter }) est revenu : il n’a pas été remis.
post-anomaly-refused = Notre message ({ $letter }) a été refusé par le serveur du destinataire.
post-anomaly-see-call = voir l’appel
post-anomaly-danger = Une personne dit être en danger : { $words }
post-anomaly-kept-message_unreadable = Le message est gardé entier, avec sa date ; la demande est ouverte.
post-anomaly-do-message_unreadable = Ouvrez le message d’origine, puis enregistrez-le ou écrivez à la personne.
post-anomaly-kept-part_set_aside = Le fichier est gardé tel qu’il est arrivé ; le reste de l’envoi est lu.
post-anomaly-do-part_set_aside = Demandez ce document à la personne sous une autre forme, sur papier si elle préfère.
post-anomaly-kept-message_bounced = La demande et sa date ne changent pas.
post-anomaly-do-message_bounced = Écrivez par la poste ou appelez ; ne réessayez pas cette adresse sans la vérifier.
post-anomaly-kept-message_refused = La demande et sa date ne changent pas ; la lettre n’est pas partie.
post-anomaly-do-message_refused = Écrivez par la poste, ou vérifiez l’adresse avec la personne.
post-anomaly-kept-danger = Ce que la personne a dit est gardé avec son appel ou sa demande.
post-anomaly-recording = Le message vocal n’a pas pu être repris chez l’opérateur. L’appel, son numéro et le rappel à faire sont gardés.
post-anomaly-do-recording_lost = Rappelez la personne et demandez-lui de redire son message.
post-anomaly-do-danger = Prévenez un référent tout de suite. Danger immédiat : 17 ou 112.

post-queue-doors = Par quelle porte
post-queue-all-doors = toutes les portes
post-no-subject = (sans objet)
post-mark-automatic = message automatique
post-message-from = { $name } <{ $address }>
post-message-nobody = expéditeur inconnu
post-message-sent = Daté par l’expéditeur du { $date } (cette date ne prouve rien)
post-message-class = Ce message est un envoi automatique : { $class }. Aucun accusé ne part ; terminez-le sans suite, ou enregistrez-le si c’est une demande.
post-message-unconfirmed = Le serveur n’a pas pu confirmer l’expéditeur. Vérifiez qui écrit avant de répondre par courriel.
post-message-whole = Message entier, avec l’historique cité
post-files = { $count ->
    [one] Un fichier
   *[other] { $count } fichiers
}
post-file-page = { $size }, page { $page }
post-file-pages = { $size }, pages { $first } à { $last }
post-file-state = { $size }, { $state }
post-file-inside = { $about }, dans { $archive }
post-file-nameless = fichier sans nom
post-file-set-aside = { $name } n’a pas pu être ouvert ; il est gardé.
post-size-kb = { $size } Ko
post-size-mb = { $size } Mo
post-origin-message = écrit dans le message
post-origin-sender = indiqué par l’expéditeur
post-origin-program = donné par le logiciel qui a remis la demande
post-date-recorded = La date a été enregistrée à l’arrivée ; il n’y a pas de cachet.
post-anomaly-kept-recording_lost = L’appel, son heure et son numéro sont gardés ; la demande et sa date ne changent pas.

# Les lignes de mémoire sur lesquelles reposent des lettres.
post-waits-signature = attend la signature de :
post-unsigned = Des lettres attendent qu’un agent signe ce sur quoi elles reposent : { $rows }.
post-held-unsigned = repose sur une ligne que personne n’a signée
