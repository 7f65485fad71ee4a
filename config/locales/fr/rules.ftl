# Le catalogue des règles, à lire.

door-rules = Règles

rules-search = Chercher une règle, un titre, un article, des mots
rules-search-hint = Par exemple : RL-81, T06, L. 423-7, récépissé
rules-day = Applicable le
rules-day-unreadable = « { $text } » n’est pas une date. Écrivez par exemple 26/11/2026. La page montre ce qui s’applique aujourd’hui.
rules-show = Afficher
rules-key-day = choisir la date
rules-key-changes = ce qui change
rules-set = Jeu de règles { $name }, textes lus au { $date }
rules-in-force-on = Ce qui s’applique le { $date }
rules-later = Les textes ont été lus tels qu’ils étaient le { $date }. Ce qui a été publié depuis n’est ici que si une ligne le dit.
rules-groups = Parties du catalogue
rules-every-group = Tout
rules-certainties = Certitude
rules-every-certainty = Toutes les certitudes
rules-result = Recherche dans les règles
rules-everything = Tout le catalogue
rules-found = { $count ->
    [0] Aucune ligne ne s’applique ce jour-là.
    [one] Une ligne s’applique ce jour-là.
   *[other] { $count } lignes s’appliquent ce jour-là.
}
rules-none = Aucune ligne ici.
rules-none-found = Rien ne correspond à « { $words } ».
rules-none-help = La recherche lit l’identifiant, le nom, ce que dit la ligne et sa source, sans tenir compte des accents. Un article se tape avec ou sans point : L. 423-7, L423-7. Essayez moins de mots, ou une autre partie du catalogue.
rules-back = Revenir au catalogue
rules-out-of-force = Lignes qui ne s’appliquent pas le { $date }

rules-column-group = Partie
rules-column-count = En vigueur
rules-column-row = Ligne
rules-column-says = Ce qu’elle dit
rules-column-source = Source
rules-column-certainty = Certitude
rules-column-period = Applicable
rules-count-spoken = { $group }, { $certainty } : { $count }

rules-certainty-verified = vérifié
rules-certainty-secondary = secondaire
rules-certainty-memory = de mémoire
rules-meaning-verified = Lu dans le texte consolidé du jeu de règles.
rules-meaning-secondary = Tiré d’une page publique ou de données publiques.
rules-meaning-memory = De mémoire : un agent signe avant que cela ne s’imprime.

rules-group-titres = Titres de séjour
rules-group-regles = Règles
rules-group-silence = Délais de silence
rules-group-documents = Documents provisoires
rules-group-travail = Droit au travail
rules-group-pieces = Pièces
rules-group-taxes = Taxes et timbres
rules-group-parametres = Délais et réglages
rules-group-listes = Listes d’articles
rules-group-urgence = Urgence
rules-group-calendrier = Calendrier
rules-group-competence = Compétence et voies de dépôt
rules-group-prefecture = Préfecture
rules-about-titres = Les titres T01 à T31 : articles, service en ligne, délai de silence.
rules-about-regles = Les règles que le calcul applique, celles des « pourquoi ? ».
rules-about-silence = Quand le silence devient un rejet implicite.
rules-about-documents = Récépissés, attestations et autres documents, et les phrases qu’ils portent.
rules-about-travail = Qui peut travailler pendant la demande et avec la carte, article par article.
rules-about-pieces = Les pièces d’une demande, avec leur base légale.
rules-about-taxes = Ce que coûte un titre, à chaque date.
rules-about-parametres = Les nombres que le calcul emploie : délais, présomptions, réglages.
rules-about-listes = Les articles qu’un texte nomme ensemble.
rules-about-urgence = Ce qui rend une demande urgente, et les rangs.
rules-about-calendrier = Jours fériés et territoires.
rules-about-competence = Codes postaux partagés entre départements, arrêtés du préfet sur les voies de dépôt.
rules-about-prefecture = Adresse, horaires, signataire, tribunal : ce que les lettres en disent.

rules-since = depuis le { $from }
rules-from-to = du { $from } au { $to }
rules-not-yet = Elle ne s’applique qu’à partir du { $date }.
rules-no-longer = Elle a cessé de s’appliquer après le { $date }.
rules-not-on-day = Cette ligne ne s’applique pas le { $date }. { $why }
rules-says-on = Ce que dit cette ligne, le { $date }
rules-versions = { $count ->
    [one] Une seule version
   *[other] { $count } versions au fil du temps
}
rules-shown-here = montrée ici
rules-related = Autres lignes sur les mêmes textes
rules-related-none = Aucune autre ligne en vigueur ne repose sur ces textes.
rules-unknown = Cette ligne n’existe pas
rules-unknown-what = Le catalogue n’a pas de ligne « { $key } ».
rules-unknown-do = L’adresse est peut-être incomplète, ou la ligne porte maintenant un autre nom. Rien n’est perdu : cherchez-la, ou partez du catalogue.
rules-unknown-search = La chercher

rules-changes = Ce qui change
rules-changes-explained = Chaque jour où une ligne commence, change ou cesse, le plus récent d’abord. Quand la source ne dit pas quel jour un texte est entré en vigueur, la ligne commence avec son code.
rules-changed = change
rules-ended = cesse
rules-nothing = rien
rules-begun = { $count ->
    [one] Une ligne commence
   *[other] { $count } lignes commencent
}
rules-group-count = { $group } : { $count }

rules-yes = oui
rules-no = non
rules-everywhere = partout
rules-every-title = tous les titres de séjour
rules-field-name = Nom
rules-field-source = Source
rules-field-cited = Textes cités
rules-field-certainty = Certitude
rules-field-period = Applicable
rules-field-author = Auteur de la ligne
rules-field-articles = Articles
rules-field-delay = Délai
rules-field-condition = Condition
rules-field-value = Valeur
rules-field-local = Réglage local
rules-local-yes = une préfecture peut fixer le sien
rules-local-no = non, le même partout
rules-field-online = Sur la liste du service en ligne (ANEF)
rules-online-yes = oui
rules-online-no = non
rules-online-partly = en partie
rules-online-to_check = à vérifier
rules-field-online-since = En ligne depuis le
rules-field-online-note = Précision
rules-field-online-by-article = En ligne, par article
rules-since-of = { $what } : depuis le { $date }
rules-field-silence = Délai de silence
rules-field-silence-variants = Délai de silence, autres cas
rules-field-service = Démarche
rules-service = ce n’est pas un titre de séjour : aucun document provisoire n’est remis
rules-field-request = Demandée pour
rules-request-first = une première demande
rules-request-renewal = un renouvellement
rules-request-both = toute demande
rules-field-titles = Titres
rules-field-only-articles = Pour ces articles seulement
rules-field-indispensable = Indispensable pour examiner la demande
rules-field-alternatives = Peut être remplacée par
rules-field-obtained = Qui la fournit
rules-obtained = une autre administration : elle n’est jamais demandée à la personne
rules-field-handover = Quand
rules-handover = à la remise de la carte seulement
rules-work-of = Travail, { $article }
rules-field-work-recepisse = Récépissé d’une première demande
rules-field-work-extension = Attestation de prolongation d’une première demande
rules-field-work-card = Carte, et documents du renouvellement
rules-work-yes = oui
rules-work-no = non
rules-work-if_work_permit = oui, avec l’autorisation de travail
rules-work-if_long_stay_visa = oui, si la personne est venue avec un visa de long séjour
rules-work-if_one_year = oui, si la personne est en France depuis un an au moins
rules-work-limited = dans une limite
rules-work-within = oui, dans cette limite : { $limit }
rules-work-in-short = Récépissé : { $recepisse } · prolongation : { $extension } · carte : { $card }
rules-work-by = { $answer } ({ $text })
rules-euros = { $euros } €
rules-field-amount = Montant
rules-field-amount-first = Pour un premier titre
rules-field-amount-request = Dont payé avec la demande, jamais rendu
rules-field-payers = Articles qui la paient
rules-field-exempt = Articles qui ne la paient jamais
rules-field-exempt-first = Articles qui ne la paient pas pour un premier titre
rules-field-third-party = À dire à un employeur, un bailleur, un organisme
rules-field-proves-stay = Prouve que le séjour est régulier
rules-field-signed = Signé par l’agent et tamponné
rules-field-words = Phrase imprimée
rules-field-local-words = Autres mots en certains lieux
rules-local-words = { $territories } : « { $text } » ({ $source })
rules-field-points = Points
rules-points = { $points ->
    [one] { $points } point
   *[other] { $points } points
}
rules-field-within = Quand la date est dans au plus
rules-days = { $days ->
    [one] { $days } jour
   *[other] { $days } jours
}
rules-field-weekly = Et par semaine de plus
rules-field-first-band = Rang
rules-first-band = premier rang à lui seul
rules-field-from-points = À partir de
rules-field-handled = À traiter en
rules-working-days = { $days ->
    [0] le jour même
    [one] { $days } jour ouvré
   *[other] { $days } jours ouvrés
}
rules-oldest-first = à son tour, la plus ancienne d’abord
rules-field-day = Jour
rules-before-easter = { $days ->
    [one] la veille de Pâques
   *[other] { $days } jours avant Pâques
}
rules-after-easter = { $days ->
    [0] le dimanche de Pâques
    [one] le lendemain de Pâques
   *[other] { $days } jours après Pâques
}
rules-field-territories = Territoires
rules-field-departments = Départements
rules-field-zone = Heure légale
rules-field-overseas = Outre-mer
rules-field-postcodes = Codes postaux
rules-field-order = Décide
rules-order-postal_prescription = ces demandes s’envoient par la poste
rules-order-standing_invitation = qui rencontre un obstacle en ligne peut envoyer son dossier par courrier ou courriel
rules-field-prefecture = Préfecture
rules-field-address = Adresse
rules-field-signatory = Signe
rules-field-phone = Téléphone
rules-field-email = Courriel
rules-field-opening = Accueil
rules-field-services = Services
rules-field-neutral = Retour des enveloppes neutres
rules-field-court = Tribunal
rules-field-fictitious = Imaginaire, pour la démonstration

# Ce que la préfecture change dans ses propres lignes, et les signatures.

rules-proposals = Propositions
rules-key-proposals = ce qui est proposé
rules-proposals-explained = Une préfecture change ici ses propres lignes : les réglages que le catalogue lui laisse, ses adresses et ses horaires, les arrêtés du préfet sur les voies de dépôt. Une personne propose, une autre accepte ; rien ne change avant, et jamais avant le jour dit. Les lignes nationales ne se changent pas.
rules-no-proposal = Rien n’a encore été proposé.
rules-no-proposal-help = Ouvrez une ligne que la préfecture peut changer, puis « Proposer un changement ». La proposition attend ici qu’une autre personne la lise.
rules-waiting = En attente d’une autre personne
rules-decided = Décidées
rules-waits = en attente
rules-outcome-accepted = acceptée
rules-outcome-refused = refusée
rules-outcome-withdrawn = retirée
rules-column-proposed = Proposé
rules-column-from = À partir du
rules-column-who = Qui
rules-column-state = État
rules-own = votre proposition
rules-line-waits = { $name }, { $age }
rules-line-decided = { $proposer } ; { $decider }
rules-says-figure = la valeur { $value }
rules-says-national = le retour à la valeur nationale
rules-says-prefecture = ce que les lettres disent de la préfecture
rules-says-order = l’arrêté { $order }
rules-says-order-ends = la fin de l’arrêté
rules-says-unknown = écrit par une autre version du programme
rules-left-out = Des lignes acceptées ne s’appliquent plus, parce que les fichiers du catalogue ont changé depuis. Proposez-les de nouveau, ou retirez ce qui les contredit.
rules-see-proposal = La proposition
rules-somebody = quelqu’un qui n’a plus de compte

rules-propose-change = Proposer un changement
rules-propose-title = Ce que vous proposez
rules-propose-help = Une autre personne lira la proposition avant que rien ne change. Ce qui est déjà calculé ou imprimé reste tel quel.
rules-propose-later-text = Cette ligne est nationale. Vous ne pouvez y écrire que ce que dit un texte publié après la lecture du jeu de règles : citez-le avec sa date, par exemple « décret n° 2027-12 du 14 janvier 2027, art. 1 ».
rules-change-of = Changer : { $name }
rules-new-order = Enregistrer un arrêté du préfet
rules-the-row = La ligne
rules-stands-now = Ce qui s’applique aujourd’hui
rules-propose = Proposer
rules-see-changes = Voir ce que cela change
rules-changes-on = Ce qui change le { $date }
rules-changes-from-then = Ce jour-là et après. Les dates comptées avant restent comptées comme avant.
rules-no-difference = Rien ne change ce jour-là.
rules-column-what = Quoi
rules-column-before = Avant
rules-column-after = Après
rules-proposed = La proposition attend qu’une autre personne la lise.

rules-input-quoi = Que faire
rules-input-valeur = Valeur
rules-input-decide = Ce que l’arrêté décide
rules-input-titres = Titres
rules-input-reference = Référence de l’arrêté
rules-input-depuis = À partir du
rules-input-source = Source
rules-input-certitude = Certitude
rules-input-motif = Pourquoi
rules-input-nom = Nom de la préfecture
rules-input-signataire = Au nom de qui les lettres sont signées
rules-input-adresse = Adresse, comme elle s’imprime
rules-input-retour = Retour des enveloppes neutres
rules-input-telephone = Téléphone
rules-input-horaires = Horaires du téléphone
rules-input-courriel = Courriel
rules-input-accueil = Horaires du guichet
rules-input-service = Service « { $service } » : nom
rules-input-service-phone = Service « { $service } » : téléphone, s’il a le sien
rules-input-service-email = Service « { $service } » : courriel, s’il a le sien
rules-input-tribunal = Tribunal
rules-input-tribunal_adresse = Adresse du tribunal
rules-hint-unit = En { $unit }
rules-hint-titres = Les codes du catalogue, séparés par des espaces : T05 T24
rules-hint-reference = Comme les lettres la citent : arrêté n° 2026-118 du 2 novembre 2026
rules-hint-source = Le texte ou la décision d’où cela vient, comme on le cite
rules-hint-motif = L’autre personne le lit avant d’accepter
rules-hint-adresse = Une ligne par ligne imprimée, six au plus, de 38 caractères
rules-hint-retour = Sans le nom d’aucun service : rien ne doit montrer d’où vient la lettre
rules-hint-certitude = « De mémoire » demande en plus une signature avant d’imprimer
rules-set-figure = fixer une valeur pour la préfecture
rules-end-figure = revenir à la valeur nationale
rules-set-order = remplacer la référence
rules-end-order = l’arrêté ne s’applique plus
rules-proposed-verified = vérifié : lu dans le texte ou la décision cités
rules-proposed-secondary = secondaire : lu ailleurs
rules-proposed-memory = de mémoire

rules-missing = Ce champ est vide.
rules-missing-valeur = Écrivez un nombre entier, de 0 à 3650.
rules-missing-titres = Écrivez au moins un code de titre du catalogue, par exemple T24.
rules-missing-reference = Écrivez la référence de l’arrêté : les lettres la citent.
rules-missing-depuis = Écrivez une date, par exemple 01/01/2027.
rules-missing-source = Dites de quel texte ou de quelle décision cela vient.
rules-missing-motif = Dites pourquoi : l’autre personne en a besoin pour décider.
rules-missing-telephone = Une préfecture sans téléphone ne pourrait plus envoyer de lettres (CRPA, art. R. 112-5).
rules-missing-decision = Dites pourquoi : ce sera gardé avec la décision.
rules-missing-check = Dites ce que vous avez vérifié avant de signer.
rules-unknown-titles = Le catalogue ne connaît pas : { $codes }.
rules-wrong-lines = De une à { $most } lignes.
rules-wrong-line = « { $line } » a plus de { $most } caractères : la fenêtre de l’enveloppe la couperait.
rules-wrong-phone = « { $number } » n’est pas un numéro de téléphone.
rules-wrong-past = Une ligne ne change pas le passé : au plus tôt aujourd’hui, { $today }.
rules-refused-later-text = Ligne nationale : citez ici un texte postérieur au jeu de règles, avec sa date en toutes lettres (décret n° … du 14 janvier 2027).
rules-refused-national = Cette ligne est nationale : une préfecture ne peut pas la changer.
rules-refused-cited-later = La ligne commencerait avant le texte qu’elle cite : commencez-la ce jour-là ou après.
rules-refused-same-time = Un autre arrêté s’applique déjà à l’un de ces titres ce jour-là.
rules-refused-nothing-to-end = La préfecture n’a pas de valeur propre ce jour-là.
rules-refused-other = Le contrôle du catalogue refuse : { $reason }
rules-not-kept = La proposition n’a pas été gardée. Réessayez.

rules-proposal-of = Proposition : { $name }
rules-two-persons = Deux personnes
rules-proposed-by = Proposée par { $name }, { $date }.
rules-accepted-by = Acceptée par { $name }, { $date }.
rules-refused-by = Refusée par { $name }, { $date }.
rules-withdrawn-by = Retirée par { $name }, { $date }.
rules-decided-by = Décidée par { $name }, { $date }.
rules-four-eyes = Une autre personne doit lire cette proposition : personne n’accepte ni ne refuse ce qu’il a proposé. Vous pouvez la retirer.
rules-does-not-fit = Elle ne peut pas être acceptée telle quelle :
rules-decision-reason = Pourquoi
rules-accept = Accepter
rules-refuse = Refuser
rules-withdraw = Retirer ma proposition
rules-done-accepted = Acceptée : elle s’applique à partir du jour dit.
rules-done-refused = Refusée : rien ne change.
rules-done-withdrawn = Retirée : rien ne change.
rules-not-accepted = Elle n’a pas été acceptée. { $reasons }
rules-conflict-decided = Quelqu’un d’autre a déjà décidé de cette proposition. Rouvrez-la pour voir ce qui a été décidé.
rules-undo = Proposer le retour à ce qui s’appliquait
rules-undo-help = Rien ne s’efface : un retour est une nouvelle proposition, qu’une autre personne lit à son tour.
rules-undo-reason = Retour à ce qui s’appliquait avant la proposition { $proposal }.
rules-proposals-of-row = Changements proposés ici
rules-waiting-count = { $count ->
    [one] une proposition attend
   *[other] { $count } propositions attendent
}
rules-field-origin = Origine
rules-origin-national = nationale : la même partout
rules-origin-local = locale : une ligne de la préfecture
rules-author-local = la préfecture, par deux personnes (voir les changements proposés)
rules-local-later = non, sauf pour écrire ce que dit un texte postérieur au jeu de règles

rules-signature = Signature
rules-signature-help = Cette ligne a été écrite de mémoire. Une lettre qui repose sur elle ne part pas avant qu’un agent l’ait signée. Si la ligne change, il faut la signer de nouveau.
rules-unsigned = Personne n’a encore signé : les lettres qui reposent sur cette ligne attendent.
rules-signed-by = Signée par { $name }, { $date }.
rules-signed-others = Signatures d’autres versions de cette ligne
rules-check = Ce que vous avez vérifié
rules-check-help = Le texte lu, la pratique constatée, la personne consultée
rules-sign = Signer cette ligne
rules-signed = Ligne signée : ce qui repose sur elle peut s’imprimer.
rules-signed-already = Vous aviez déjà signé cette ligne.
rules-signature-not-needed = Cette ligne n’est pas de mémoire : elle n’a pas besoin de signature.
rules-conflict-changed = La ligne a changé pendant que vous la lisiez. Relisez-la avant de signer.
