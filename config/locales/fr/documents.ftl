# Les documents provisoires : récépissé, attestations, carte expirée maintenue.

door-documents = Documents provisoires

documents-title = Documents provisoires
documents-explained = Les documents à signer, et les personnes dont le document finit d’ici au { $date }.
documents-none = Aucun document à signer, aucune personne bientôt sans document.
documents-none-help = Chaque matin, le document suivant de qui n’a pas encore de réponse est préparé ici. Il attend la signature d’un agent.
documents-to-sign = { $count ->
    [one] Un document à signer
   *[other] { $count } documents à signer
}
documents-to-sign-caption = Documents à signer
documents-ending = { $count ->
    [one] Une personne dont le document finit sans suite signée
   *[other] { $count } personnes dont le document finit sans suite signée
}
documents-ending-caption = Documents qui finissent
documents-ending-help = Le suivant n’a pas pu être préparé, ou son papier n’est pas encore parti. Ouvrez le dossier : la page dit ce qui manque.
documents-column-until = Couverte jusqu’au
documents-column-next = Document suivant
documents-nothing-covers = rien ne couvre
documents-next = { $label }, à partir du { $from }
documents-no-next = aucun : ouvrir le dossier

document-title = Document provisoire
document-not-registered = Aucun document tant que la demande n’est pas enregistrée.
document-over = La demande est finie : aucun document provisoire ne suit.
document-service = Cette demande ne donne pas de document provisoire.
document-held-runs = Titre détenu valable jusqu’au { $date }.
document-held-expired = Titre détenu expiré depuis le { $date }.
document-running = Valable aujourd’hui
document-none-runs = Aucun document n’est en cours.
document-on-the-way = Signé
document-to-sign = À signer
document-alarm-ends = La personne n’a rien après le { $date }. Signez le document suivant et faites-le partir aujourd’hui.
document-alarm-ended = La personne n’a plus de document depuis le { $date }. Réglez ce dossier aujourd’hui.
document-next = Le suivant est préparé le { $prepared } et part au plus tard le { $issued }, sans démarche de la personne.
document-owed = Document dû : { $label }, du { $from } au { $to }.
document-owed-open = Document dû : { $label }, à partir du { $from }.
document-prepare-now = Préparer maintenant
document-deposit-only = Les textes ne donnent rien de plus, pour l’instant, que la preuve du dépôt (LT-03) ou ce que la personne a déjà :
document-valid = Du { $from } au { $to }
document-valid-open = À partir du { $from }, jusqu’à la remise de la carte
document-work-allowed = Travail autorisé
document-work-limited = Travail autorisé avec une limite
document-work-not_allowed = Travail non autorisé
document-work-text = { $work } ({ $text }).
document-past = passé
document-third-party = Pour un employeur, un bailleur, une caisse
document-open = ouvrir le papier
document-step-prepared = préparé le { $date }
document-step-signed = signé le { $date } par { $name }
document-step-paper = papier : { $state }
document-step-left = parti ou remis le { $date }
document-step-ended = fini le { $date } : { $why }
document-step-by-another = remplacé par un autre
document-step-reason = refait parce que : { $reason }
document-history = { $count ->
    [one] Un document d’avant
   *[other] { $count } documents d’avant
}
document-confirm = Avant de signer, vous répondez de ceci :
document-from-memory = Ligne du catalogue notée de mémoire, à vérifier :
document-practice = une pratique que les textes lus n’écrivent pas
document-i-confirm = J’ai vérifié, je confirme
document-medium = Comment part le papier
document-by-post = par la poste, avec les départs
document-in-person = remis en main propre
document-sign = Signer ce document
document-drop = Ne pas donner ce document
document-give = Remis à la personne
document-change = Remplacer ou retirer
document-replace-why = Pourquoi le refaire (erreur, perte…)
document-replace = Préparer le remplaçant
document-withdraw-why = Pourquoi il ne compte plus
document-withdraw = Retirer ce document
document-questions = { $count ->
    [one] Une réponse manque pour savoir quel document est dû
   *[other] Des réponses manquent pour savoir quel document est dû
}
document-record = Enregistrer les réponses
document-every-fact = Tous les faits dont dépend le document
document-not-known = pas encore établi
document-yes = oui
document-no = non

document-fact-article = Article demandé
document-fact-nature = Nature de la demande
document-fact-complet = Les pièces indispensables sont-elles là ?
document-hint-complet = État civil et nationalité (R. 431-10), et celles sans lesquelles rien ne peut être examiné.
document-fact-delai = La demande est-elle faite dans le délai ?
document-fact-liste = Le titre est-il sur la liste du service en ligne ?
document-fact-majorite = La personne a-t-elle eu 18 ans en France, ou perdu la nationalité française ?
document-fact-asile = A-t-elle une attestation de demande d’asile ?
document-fact-autorisation_travail = A-t-elle l’autorisation de travail ?
document-fact-visa_long = Est-elle venue avec un visa de long séjour ?
document-fact-un_an = Séjourne-t-elle en France depuis un an ?
document-fact-titre_detenu = Titre détenu
document-fact-titre_fin = Dernier jour du titre détenu
document-fact-titre_numero = Numéro du titre détenu
document-fact-titre_article = Article du titre détenu
document-hint-titre_article = Seulement s’il n’est pas celui de la demande. Par exemple : L. 423-1.
document-fact-autre_document = Document provisoire donné par un autre service
document-fact-autre_fin = Dernier jour de ce document
document-fact-voie = Voie d’instruction
document-fact-decision = Décision
document-fact-commission = La commission du titre de séjour est-elle saisie ?
document-fact-ofii = Demande pour soins : où en est l’OFII ?
document-fact-reflexion = Délai de réflexion : récépissé remis le
document-fact-blocage = Premier blocage signalé le
document-hint-blocage = S’il est plus ancien que la date retenue, il compte pour le délai.

document-nature-first = première demande, ou autre titre
document-nature-renewal = renouvellement
document-way-offline = hors du service en ligne
document-way-online = service en ligne
document-held-nothing = aucun titre
document-held-card = carte d’un an, ou pluriannuelle de moins de quatre ans
document-held-four_year = carte de quatre ans
document-held-resident = carte de résident
document-held-agreement = titre de plus d’un an d’un accord international
document-held-long_stay_visa = visa de long séjour
document-decision-pending = pas encore prise
document-decision-granted = titre accordé
document-decision-refused = refus exprès
document-ofii-nothing = rien reçu
document-ofii-certificate = certificat médical reçu
document-ofii-report = rapport transmis au collège
document-ofii-missed = examen manqué

document-withdrawal-mistake = préparé ou signé par erreur
document-withdrawal-card_handed_over = carte remise
document-withdrawal-refused = refus exprès de la demande
document-withdrawal-request_withdrawn = demande retirée par la personne

provisional-state-prepared = à signer
provisional-state-issued = signé, papier en route
provisional-state-left = chez la personne
provisional-state-replaced = remplacé
provisional-state-withdrawn = retiré

document-recorded = Réponses enregistrées.
document-recorded-to-sign = Réponses enregistrées. Un document attend votre signature.
document-unreadable = Réponse illisible ou incomplète : { $fact }. Rien n’a été changé.
document-unknown-article = Le catalogue ne dit rien du travail pour l’article « { $article } ». Rien n’a été changé.
document-title-without-end = Un titre détenu va avec son dernier jour. Rien n’a été changé.
document-prepared-to-sign = Le document est préparé. Il attend votre signature.
document-replacement-to-sign = Le remplaçant est préparé. L’autre compte jusqu’à votre signature.
document-nothing-more = Les textes ne donnent rien de plus que ce que la personne a déjà. Vérifiez les faits.
document-facts-missing = { $count ->
    [one] Une réponse manque encore. Rien n’a été préparé.
   *[other] { $count } réponses manquent encore. Rien n’a été préparé.
}
document-signed = Document signé. Son papier se compose ; il part avec les départs du courrier.
document-signed-in-person = Document signé. Son papier se compose ; ouvrez-le, imprimez-le, puis dites qu’il est remis.
document-changed = Les faits, le jour ou les règles ont changé : le document a été préparé de nouveau. Relisez-le avant de signer.
document-unconfirmed = Cochez « J’ai vérifié, je confirme » après avoir lu ce dont vous répondez.
document-no-person = Aucune personne n’est identifiée dans ce dossier : personne ne peut être titulaire.
document-in-pile = Le papier est dans une pile imprimée. Reprenez la pile aux départs, puis recommencez.
document-reason-needed = Dites en quelques mots pourquoi le document est refait.
document-withdrawn = Document retiré. Son papier ne part plus.
document-has-left = La personne a ce document. Une erreur se corrige par un remplaçant.
document-given = Document remis à la personne.
document-not-in-hand = Le papier n’est pas prêt, ou il part par la poste.
document-conflict = Ce document a changé entre-temps. Rouvrez le dossier.

event-document-facts = Faits établis pour le document provisoire
event-document-prepared = Document provisoire préparé
event-document-issued = Document provisoire signé
event-document-left = Document provisoire parti ou remis
event-document-replaced = Document provisoire remplacé
event-document-withdrawn = Document provisoire retiré
job-watch_documents = préparation des documents provisoires

letter-kind-LT-10 = document provisoire
deadline-kind-next_document_due = document provisoire suivant à remettre
exception-kind-no_next_document = bientôt sans document
post-anomaly-no-next-document = Rien ne suit le document qui finit le { $date }.
post-anomaly-kept-no_next_document = Les faits du dossier et les documents d’avant sont gardés.
post-anomaly-do-no_next_document = Un agent ouvre le dossier, répond aux questions du document provisoire, signe et le fait partir.
