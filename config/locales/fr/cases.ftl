# Les dossiers (O1, O2) et les tâches en échec.

door-cases = Dossiers
door-jobs = Tâches en échec

cases-search = Chercher une personne ou une référence
cases-search-button = Chercher
cases-views = Façons de voir la liste
cases-view-work = À traiter
cases-view-to-register = À enregistrer
cases-view-awaiting-pieces = Pièces demandées
cases-view-awaiting-others = Avis attendus
cases-view-decided = Décidées
cases-view-ended = Terminées
cases-view-all = Toutes
cases-order-due = La date légale la plus proche d’abord.
cases-order-received = La dernière reçue d’abord.
cases-column-person = Personne
cases-column-request = Demande
cases-column-state = Où en est
cases-column-next = Prochaine date
cases-column-evidence = Date retenue
cases-column-doors = Portes
cases-key-rows = ligne suivante, ligne précédente
cases-row-spoken = { $person }, dossier { $reference }
cases-person-unknown = Personne non identifiée
cases-kind-unknown = demande à préciser
cases-title-code = titre { $code }
cases-none = Aucune demande ici pour le moment.
cases-none-help = Les demandes arrivent par les portes du service, d’abord le courrier scanné. Elles apparaissent ici dès qu’un agent les a enregistrées.
cases-found = { $count ->
    [0] Aucune demande trouvée.
    [one] Une demande trouvée, parmi toutes.
   *[other] { $count } demandes trouvées, parmi toutes.
}
cases-none-found = Rien ne correspond à « { $words } ».
cases-none-found-help = La recherche lit le début du nom, ou le nom puis le prénom, ou le début de la référence. Essayez seulement le nom de famille. Un pli qui n’est pas encore enregistré n’a pas de nom.
cases-back-to-list = Revenir à la liste

case-frozen = contestée : aucune décision défavorable
case-sentence-received-on = Reçue le { $date } par { $channel }.
case-sentence-received = Un agent doit encore l’enregistrer.
case-sentence-registered = Elle est enregistrée ; l’accusé de réception part par courrier.
case-sentence-completeness_review = Un agent vérifie les pièces.
case-sentence-awaiting_pieces = Des pièces ont été demandées à la personne ; l’examen peut continuer.
case-sentence-complete = Les pièces indispensables sont là ; elle attend l’instruction.
case-sentence-under_instruction = Un agent l’instruit.
case-sentence-awaiting_third_party = L’avis d’un autre service est attendu.
case-sentence-decided_grant = Le titre est accordé ; il sera fabriqué.
case-sentence-title_in_production = Le titre est en fabrication.
case-sentence-title_ready = Le titre peut être remis.
case-sentence-handed_over = Le titre a été remis.
case-sentence-archived = Elle est archivée.
case-sentence-decided_refusal = Elle est refusée ; la personne peut faire un recours.
case-sentence-transfer_pending = Elle est en cours de transfert au service compétent ; la date reste acquise.
case-sentence-transferred = Elle a été transférée au service compétent ; la date reste acquise.
case-sentence-withdrawn = La personne l’a retirée.
case-sentence-closure_proposed = Sa clôture est proposée ; la personne en est prévenue et peut répondre.
case-sentence-closed = Elle est close ; elle peut être rouverte.
case-sentence-merged = Elle est réunie à une autre demande de la même personne.
case-sentence-dismissed = Un agent a vu que ce n’est pas une demande ; l’envoi reste gardé.
case-merged-open = Ouvrir la demande qui la contient
case-no-date = Aucune date légale ne court encore.
case-history = Ce qui s’est passé
case-pieces = { $count ->
    [0] Pièces
    [one] Une pièce
   *[other] { $count } pièces
}
case-pieces-none = Aucune pièce n’est encore classée. Elles le sont quand le pli est enregistré.
case-piece-pages = { $count ->
    [0] aucune page
    [one] une page
   *[other] { $count } pages
}
case-piece-title = { $kind }, pièce reçue le { $date }
case-piece-no-page = Cette pièce n’a pas d’image : elle a été reçue sans être scannée, ou l’image est encore en lecture.
case-page-shows = Image scannée : { $kind }, page { $number }
case-key-pages = page précédente, page suivante
case-key-zoom = agrandir, réduire, tourner
piece-status-missing = manquante
piece-status-requested = demandée
piece-status-received = reçue
piece-status-illegible = illisible
piece-status-refused = refusée
piece-status-accepted = acceptée
piece-status-not_needed = pas nécessaire
case-evidence = Date retenue
case-evidence-counts = compte
case-basis = Fondement du dépôt par cette porte : { $basis }
case-basis-blocked = La personne est bloquée en ligne : sa demande peut être prise hors ligne tout de suite.
case-basis-open-route = Ouvrir la voie hors ligne
case-basis-substitution = solution de substitution, obstacle constaté le { $date } ({ $source })
case-basis-note-open = Noter le fondement du dépôt
case-basis-change = Changer le fondement du dépôt
case-basis-help = Noté par le service, jamais demandé à la personne. Laissez vide si rien ne l’autorise encore.
case-basis-note = Noter
case-basis-kept = Fondement noté : { $basis }
case-basis-gone = Fondement retiré : il est de nouveau à noter.
case-basis-already = Le dossier le dit déjà.
case-basis-not-open = Cette demande n’est pas enregistrée, ou elle est terminée.
case-letters = Lettres
case-letters-none = Aucune lettre. L’accusé de réception se prépare quand le pli est enregistré.
case-letter-open = ouvrir la lettre
case-contacts = Joindre la personne
case-contacts-none = Aucune adresse ni numéro connu.
case-contact-ended = N’est plus valable depuis le { $date }.
case-contact-doubtful = En doute depuis le { $date } : un message en est revenu. Vérifiez-la avec la personne.
case-contacts-hidden = { $count ->
    [one] Un moyen de contact n’est pas montré : il est dangereux pour la personne. Seuls les référents le voient.
   *[other] { $count } moyens de contact ne sont pas montrés : ils sont dangereux pour la personne. Seuls les référents les voient.
}

event-case-received = Demande reçue par { $channel }
event-communication-attached = Un nouvel envoi est joint à la demande
event-case-registered = Demande enregistrée
event-evidence-improved = Date retenue améliorée
event-evidence-corrected = Date retenue corrigée par deux personnes
event-date-correction-proposed = Correction de la date retenue proposée : une autre personne décide
event-date-correction-accepted = Correction de la date retenue acceptée par une autre personne
event-date-correction-refused = Correction de la date retenue refusée
event-date-correction-withdrawn = Correction de la date retenue retirée par qui l’a proposée
event-transfer-started = Transmission à l’administration compétente commencée
event-transferred = Dossier transmis à l’administration compétente
event-evidence-taken-back = Annulé : la date d’avant compte de nouveau
event-registered-detail = Date retenue : { $date }, { $kind }.
event-registration-taken-back = Enregistrement annulé
event-channel-basis = Fondement du dépôt noté
event-channel-basis-gone = Fondement du dépôt retiré
event-case-merged = Réunie à la demande { $into }
event-case-dismissed = Classée : ce n’est pas une demande
event-dismissal-taken-back = Classement annulé
event-a-letter = lettre
event-letter-requested = Lettre décidée : { $letter }
event-letter-prepared = Lettre composée : { $letter }
event-letter-approved = Lettre approuvée : { $letter }
event-letter-approval-taken-back = Approbation annulée : { $letter }
event-letter-printed = Lettre imprimée : { $letter }
event-letter-printing-taken-back = Impression annulée : { $letter }
event-letter-handed = Lettre remise à la poste : { $letter }
event-letter-held = Lettre retenue, aucune adresse sûre : { $letter }
event-letter-released = Lettre libérée : { $letter }
event-letter-sent = Lettre envoyée par courriel : { $letter }
event-letter-bounced = Notre message n’est pas arrivé
event-letter-handed-over = Lettre remise en main propre : { $letter }
event-call-ended = Appel terminé
event-callback-planned = Rappel prévu
event-callback-day = Au plus tard le { $date }.
event-callback-attempted = Essai de rappel
event-callback-answered = Plus de rappel à faire : l’appel est réglé
event-callback-owed-again = Rappel de nouveau à faire
event-callback-written = Lettre écrite à la personne, faute de l’avoir jointe
event-merge-taken-back = Réunion annulée
event-attachment-taken-back = Envoi détaché de la demande
event-other = Fait noté : { $kind }
event-by-door = arrivée par { $channel }
event-by-operator = exploitation
event-by-program = Passerelle, tâche automatique
event-by-former-staff = agent dont le compte n’existe plus
event-first-page = Première page de l’envoi

jobs-explained = Ces tâches n’ont pas abouti. Rien de ce qui a été reçu n’est perdu : chaque tâche peut être relancée, elle ne sera faite qu’une fois.
jobs-none = Aucune tâche en échec.
jobs-none-help = Les tâches qui échouent apparaîtront ici avec leur cause. Elles sont d’abord reprises d’elles-mêmes, de moins en moins souvent.
jobs-dead-title = { $count ->
    [one] Une tâche abandonnée
   *[other] { $count } tâches abandonnées
}
jobs-struggling-title = { $count ->
    [one] Une tâche qui sera reprise d’elle-même
   *[other] { $count } tâches qui seront reprises d’elles-mêmes
}
job-read_batch = lecture d’un lot scanné
job-compare_pages = comparaison avec ce qui est déjà reçu
job-prepare_letter = composition d’une lettre
jobs-column-task = Tâche
jobs-column-error = Cause
jobs-column-when = Depuis
jobs-column-action = Action
jobs-gave-up = abandonnée
jobs-tried-again-at = reprise { $date }
jobs-attempts = { $done } essais sur { $most }
jobs-run-again = Relancer
jobs-run-again-spoken = Relancer : { $name }, { $effect }
jobs-asked-again = La tâche est relancée.
jobs-already-running = Cette tâche est déjà en cours, ou finie. Il n’y a rien à relancer.
