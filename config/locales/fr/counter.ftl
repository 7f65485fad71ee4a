# Le guichet.

door-counter = Guichet
counter-open-lead = Une personne est devant vous : ouvrez son dépôt. Il est daté tout de suite, même sans papiers et sans nom.
counter-desk = Guichet
counter-new = Nouveau dépôt
counter-key-new = nouveau dépôt
counter-key-rows = dépôt suivant, précédent
counter-key-add = ajouter des fichiers
counter-key-person = choisir la personne
counter-key-print = imprimer
counter-key-hand = noter que la personne a ses lettres
counter-key-register = enregistrer et imprimer le reçu
counter-latest = Dépôts des sept derniers jours
counter-search = Nom ou référence
counter-search-button = Chercher
counter-all = Tous les dépôts
counter-empty = Aucun dépôt cette semaine
counter-empty-help = Chaque dépôt ouvert au guichet paraît ici, avec ce qu’il reste à faire.
counter-nothing-found = Aucun dépôt ne correspond
counter-nothing-found-help = Cherchez avec moins de mots, ou par la référence.
counter-nobody-yet = Personne à nommer
counter-row-about = { $reference } · { $pages ->
    [0] sans page
    [one] une page
   *[other] { $pages } pages
}
counter-row-received = { $date }, { $desk }
counter-column-person = Personne
counter-column-received = Reçu
counter-column-state = À faire
counter-state-to-hand = lettres à remettre
counter-state-printing = lettres en préparation
counter-state-done = terminé
counter-state-no-case = sans demande
counter-state-old = à enregistrer, { $age }
counter-state-reading = en lecture
counter-state-to-register = à enregistrer
counter-deposit = Dépôt
counter-received = Reçu { $date }
counter-papers = Papiers
counter-pages = { $count ->
    [0] aucune page
    [one] une page
   *[other] { $count } pages
}
counter-files = { $count ->
    [0] aucun fichier
    [one] un fichier
   *[other] { $count } fichiers
}
counter-reading = lecture en cours
counter-add = Ajouter des fichiers : PDF ou photos, { $limit } Mo au plus
counter-add-button = Ajouter
counter-camera = Photographier
counter-camera-shot = Prendre la page
counter-camera-close = Fermer la caméra
counter-camera-kept = Page gardée
counter-camera-failed = La photo n’a pas pu être prise ou envoyée. Réessayez, ou choisissez un fichier.
counter-scanner-on = Le scanner du { $desk } alimente ce dépôt.
counter-scanner-off = Le scanner n’alimente pas ce dépôt.
counter-scanner-take = Y envoyer le scanner
counter-scanner-here = Les prochaines pages du { $desk } iront dans ce dépôt.
counter-later = Laisser pour plus tard
counter-left-for-later = Le dépôt est gardé, avec sa date ; il attend d’être enregistré.
counter-receipt-plain = Reçu simple, tout de suite
counter-no-papers = Aucun papier pour l’instant. Ce n’est pas obligatoire.
counter-piece-of = Ce qu’est le fichier { $number }
counter-piece-unknown = Nature de la pièce : je ne sais pas
counter-file-reading = en lecture
counter-file-kept = gardé, sans page
counter-file-wrong = non ouvert
counter-file-scan-again = à numériser de nouveau
counter-person = Personne
counter-person-search = Nom, ou référence du dossier
counter-nobody-found = Personne de connu sous ce nom ou cette référence. Écrivez la personne ci-dessous : elle sera ajoutée.
counter-person-new = Nouvelle personne
counter-person-unknown = Ne peut pas ou ne veut pas dire son nom
counter-person-unknown-description = personne reçue au guichet, sans nom
counter-family = Nom de famille
counter-given = Prénoms
counter-birth = Naissance (jour, mois ou année)
counter-number = Numéro étranger, s’il existe
counter-protected = Personne à protéger : visible des référents seulement
counter-request = Demande
counter-kind = Nature
counter-title = Titre demandé
counter-do-not-know = je ne sais pas
counter-ground = Fondement, dans les mots de la personne
counter-held = Titre détenu
counter-held-kind = Genre de titre
counter-held-number = Numéro
counter-held-until = Expire le (jj/mm/aaaa)
counter-existing = Pièces pour une demande déjà enregistrée
counter-case = Référence du dossier
counter-case-help = Sur toutes nos lettres : 26-067-0000123-45
counter-address-title = Adresse où écrire
counter-address = Adresse
counter-address-help = Comme sur une enveloppe. Sans adresse, tout est remis ici, en main propre.
counter-address-unsafe = Ne jamais écrire à cette adresse : elle est dangereuse
counter-will-print = L’accusé de réception et l’attestation de dépôt s’impriment ici.
counter-register = Enregistrer et imprimer
counter-channel-basis = dépôt au guichet
counter-no-request = Ce n’est pas une demande
counter-end-words = Ce qui a été fait (renseignement donné, autre service…)
counter-end-button = Terminer sans demande
counter-ended = Le passage est terminé, avec sa suite écrite.
counter-end-outcome-needed = Dites en quelques mots ce qui a été fait.
counter-still-reading = { $count ->
    [one] Un fichier est encore en lecture
   *[other] { $count } fichiers sont encore en lecture
} après { $seconds } secondes. Rien n’est perdu : enregistrez de nouveau dans un instant.
counter-registered = Dossier { $reference } enregistré, date retenue : { $date }.
counter-finished = Le dépôt est enregistré.
counter-finished-no-case = Sans demande : { $outcome }
counter-letters = Lettres à remettre
counter-letters-coming = Les lettres se préparent. Elles s’affichent ici d’elles-mêmes.
counter-letter-ready = à imprimer et à remettre
counter-print = Imprimer
counter-hand = Remis à la personne
counter-hand-help = Une fois remises, les lettres ne s’annulent plus : une erreur se répare par une lettre rectificative.
counter-handed = { $count ->
    [one] Une lettre remise en main propre.
   *[other] { $count } lettres remises en main propre.
}
counter-nothing-to-hand = Aucune lettre n’est prête. Attendez qu’elle s’affiche.
counter-letters-again = Revoir ou réimprimer les lettres remises
counter-page-alt = Page { $number }, en grand dans un nouvel onglet
counter-see-case = Voir le dossier
counter-back = Retour au guichet
counter-upload-nothing = Aucun fichier n’a été choisi.
counter-upload-large = Ces fichiers dépassent { $limit } Mo ensemble : envoyez-les en plusieurs fois. Rien n’a été perdu de ce qui était déjà là.
counter-upload-cut = L’envoi s’est interrompu avant la fin : renvoyez les fichiers. Ceux qui étaient déjà là sont gardés.
counter-upload-known = Ces fichiers étaient déjà dans le dépôt.
counter-uploaded = { $count ->
    [one] Un fichier gardé, en lecture.
   *[other] { $count } fichiers gardés, en lecture.
}
counter-error-name = Écrivez le nom, ou choisissez « ne peut pas ou ne veut pas dire son nom ».
counter-error-birth = Écrivez la naissance comme 14/02/1990, 02/1990 ou 1990, ou laissez vide.
counter-error-held-number = Écrivez le numéro du titre, ou effacez sa date.
counter-error-held-until = Écrivez la fin de validité comme 14/02/2027.
counter-error-case = Cette référence n’existe pas : vérifiez-la, ou laissez vide pour une nouvelle demande.
counter-conflict-registered = Ce dépôt est déjà enregistré ou terminé. Ouvrez-en un autre pour de nouveaux papiers.
counter-conflict-case = La demande a changé entre-temps. Rechargez la page.
counter-undone-register = Enregistrement annulé : le dépôt est de nouveau à enregistrer.
counter-undone-end_without_case = Le passage est de nouveau à enregistrer.
counter-undo-handed = Une lettre a déjà été remise : cela ne s’annule plus, une lettre rectificative est nécessaire.
counter-undo-no = Cela ne s’annule plus : c’est déjà fait, trop ancien, ou le dossier a avancé.
counter-receipt = Reçu
counter-receipt-lead = Votre passage au guichet est noté à cette date.
counter-receipt-received = Le
counter-receipt-reference = Référence
counter-receipt-papers = Papiers
counter-receipt-no-papers = aucun papier remis pour l’instant
counter-receipt-next = Gardez ce reçu : il prouve la date de votre passage. Si vous faites une demande, l’accusé de réception et l’attestation de dépôt vous seront remis ou envoyés.
counter-receipt-phone = Une question ? Appelez le
counter-receipt-print = Ou avec Ctrl+P.

# Les lignes de mémoire sur lesquelles reposent des lettres.
counter-waits-signature = Ces lettres reposent sur une règle écrite de mémoire, que personne n’a encore signée. Remettez le reçu d’arrivée ; un agent signe la règle dans « Règles », puis les lettres s’impriment.
counter-unsigned = Pas encore : un agent doit signer ce sur quoi ces lettres reposent : { $rows }.
