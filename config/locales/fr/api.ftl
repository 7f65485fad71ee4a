# La porte des logiciels : ce que lisent leurs éditeurs (document de l’interface et réponses).

api-title = Passerelle : recevoir et suivre des demandes par un logiciel
api-introduction =
    Un guichet, une structure d’accompagnement ou le téléservice remet ici des demandes et des pièces depuis son propre logiciel.
    Chaque remise est gardée telle quelle, datée, et devient une demande à enregistrer : un agent confirme tout, rien ne s’enregistre seul.
    Rien n’est obligatoire : la remise la plus courte est l’objet vide. Une réponse 201 ou 200 n’est donnée qu’une fois la remise durable ; sans réponse, envoyez de nouveau avec la même Idempotency-Key.
    Les refus sont des documents application/problem+json (RFC 9457) dont le champ « type » ne change jamais.
api-key-how =
    Chaque appel porte l’en-tête « Authorization: Bearer JETON ». La préfecture crée la clé et donne le jeton une seule fois. Une clé est liée à un seul canal ; une clé révoquée cesse de valoir en deux secondes au plus.

api-page-operations = Ce que l’on peut faire
api-page-shapes = Ce que l’on envoie et ce que l’on reçoit
api-page-problems = Refus
api-page-name = Nom
api-page-place = Où
api-page-kind = Forme
api-page-meaning = Sens
api-page-answer = réponse

api-operation-receive = Remettre une demande
api-operation-receive-more = Droit nécessaire : receive. Le corps est gardé octet pour octet ; les champs sont proposés à l’agent, les fichiers deviennent les pages à lire. Un champ inconnu n’est jamais un refus : il est gardé et signalé dans « ignored ».
api-operation-follow = Suivre une remise
api-operation-follow-more = Droit nécessaire : receive. On ne suit que les remises de son propre compte.
api-operation-add-pieces = Ajouter des pièces à une demande
api-operation-add-pieces-more = Droit nécessaire : receive. En JSON (fichiers en base64) ou en formulaire multipart/form-data (un champ par fichier ; le champ « message » porte des mots). Les pièces rejoignent la demande si la clé peut la voir : toute demande non protégée pour un guichet, les siennes pour les autres. Sinon rien n’est refusé et rien n’est dit de la demande : les pièces sont gardées comme une remise nouvelle, la référence est proposée à un agent, et « notes » le dit.
api-operation-list-cases = Lister les demandes
api-operation-list-cases-more = Droit nécessaire : cases:read. Un guichet voit les demandes non protégées ; une structure et le téléservice, celles qu’ils ont remises. Ordre : la plus récente d’abord, ou l’échéance la plus proche d’abord quand « urgency » ou « due_within » est demandé sans « text ». Page suivante : renvoyez « next » dans « cursor » avec les mêmes filtres.
api-operation-read-case = Lire une demande
api-operation-read-case-more = Droit nécessaire : cases:read. Les pièces et les lettres ne sont montrées qu’aux guichets de la préfecture.

api-parameter-idempotency-key = Le nom de cette remise chez vous, unique, de 1 à 200 caractères ASCII visibles (un UUID convient), nu ou entre guillemets droits. Renvoyer la même remise avec la même clé ne change rien et donne la même réponse.
api-parameter-id = L’identifiant rendu par la remise.
api-parameter-reference = La référence de la demande, avec ou sans tirets.
api-parameter-state = Un ou plusieurs états, séparés par des virgules.
api-parameter-channel = Le canal de la première remise.
api-parameter-urgency = « overdue » : une échéance légale est dépassée.
api-parameter-due_within = Une échéance légale tombe dans ce nombre de jours, ou est dépassée.
api-parameter-text = Le début d’une référence ou d’un nom.
api-parameter-limit = Le nombre de demandes par page, 50 sans précision.
api-parameter-cursor = La valeur de « next » de la page précédente.

api-response-200 = Fait.
api-response-201 = Reçu et durable.
api-example-message = Je demande le renouvellement de mon titre de séjour.
api-example-pieces = Voici le passeport demandé.
api-example-source = Règle de service : enregistrer sous deux jours ouvrés.

api-header-content-location = L’adresse de la demande montrée : celle qui a absorbé la demande nommée, quand elles ont été réunies.
api-header-link = L’adresse de la page suivante, rel="next" (RFC 8288) ; absent à la dernière.
api-header-www-authenticate = Comment montrer une clé qui vaut (RFC 6750).
api-header-retry-after = Le nombre de secondes à attendre (RFC 9110), avec 429 et 503.
api-header-location = L’adresse de la remise, pour la suivre.

api-schema-NewReception = Une demande remise. Tous les champs sont facultatifs.
api-schema-Person = La personne concernée, autant qu’on la connaît.
api-schema-Request = Ce qui est demandé.
api-schema-Contact = Comment joindre la personne.
api-schema-File = Un fichier : PDF, image (TIFF, JPEG, PNG, WebP, HEIC) ou autre. Ce qui ne s’ouvre pas est gardé et montré à un agent.
api-schema-NewPieces = Des pièces pour une demande. Tous les champs sont facultatifs.
api-schema-PiecesForm = Un formulaire avec des fichiers.
api-schema-Reception = Ce qu’est devenue la remise.
api-schema-ReceptionState = Où en est la remise.
api-schema-CasePage = Une page de demandes.
api-schema-Case = Une demande.
api-schema-CaseView = Une demande avec ses échéances, ses pièces et ses lettres.
api-schema-KnownPerson = La personne, telle qu’un agent l’a enregistrée.
api-schema-NextDeadline = La prochaine échéance légale.
api-schema-Deadline = Une échéance ouverte et sa source.
api-schema-Piece = Une pièce de la demande.
api-schema-Letter = Une lettre de la préfecture.
api-schema-Problem = Pourquoi l’appel n’a pas été servi (RFC 9457).
api-schema-ProblemError = Un défaut de la demande et sa place.

api-field-received_at = Le moment de la remise en main propre par la personne (RFC 3339, ou un jour), si la convention avec la préfecture le prévoit : il fait alors foi. Jamais dans le futur, pas plus d’un an avant.
api-field-reference = La référence de la demande.
api-field-NewReception-reference = La référence d’une demande existante, avec sa clé de contrôle. La remise rejoint la demande si la clé peut la voir ; sinon la référence est proposée à un agent, sans que rien soit dit de la demande.
api-field-online_request = Le numéro de la demande sur le service en ligne (ANEF : dix-neuf chiffres), s’il y en a un. Donné par le service en ligne, il est celui du dossier ; donné par un autre programme, il est proposé à un agent.
api-field-person = La personne.
api-field-request = La demande.
api-field-address = L’adresse postale, ligne par ligne.
api-field-contact = Comment joindre la personne.
api-field-message = Les mots de la personne, en texte libre.
api-field-declared_pages = Le nombre de pages comptées à la main : un écart avec les pages lues est signalé à l’agent.
api-field-files = Les fichiers, dans l’ordre de leurs pages.
api-field-ReceptionState-files = Le nombre de fichiers reçus.
api-field-family_name = Le nom de famille.
api-field-given_names = Les prénoms.
api-field-birth = La date de naissance, aussi précise que les papiers : 1990-02-14, 1990-02 ou 1990.
api-field-foreigner_number = Le numéro étranger, tel qu’il est écrit. Jamais obligatoire.
api-field-kind = Le genre.
api-field-Request-kind = Le genre de demande.
api-field-Case-kind = Le genre de demande, une fois confirmé.
api-field-Deadline-kind = Ce qui échoit.
api-field-NextDeadline-kind = Ce qui échoit.
api-field-Piece-kind = Le genre de pièce.
api-field-Letter-kind = La lettre.
api-field-title = Le code du titre demandé.
api-field-Problem-title = Le refus, en quelques mots.
api-field-ground = Le motif, en texte libre.
api-field-email = L’adresse de courriel.
api-field-phone = Le numéro de téléphone.
api-field-name = Le nom du fichier.
api-field-media_type = Ce que le logiciel en dit ; les octets décident.
api-field-content = Le contenu en base64 (RFC 4648).
api-field-id = L’identifiant de la remise.
api-field-case = La référence de la demande ; nulle tant qu’un agent doit décider, ou quand vous ne pouvez pas la voir.
api-field-received_on = Le jour de réception par la préfecture.
api-field-evidence_on = Le jour qui fait foi pour la personne.
api-field-evidence_kind = Ce qui prouve ce jour.
api-field-again = Vrai quand la même remise était déjà reçue : rien n’a été fait une seconde fois.
api-field-notes = Ce qu’il faut savoir de la remise, en français.
api-field-ignored = Les champs inconnus : gardés, lus par personne.
api-field-state = L’état.
api-field-ReceptionState-state = Où en est la remise : reçue, à enregistrer, enregistrée, ou close sans demande.
api-field-Case-state = Où en est la demande.
api-field-Letter-state = Où en est la lettre.
api-field-unreadable = Ceux qui n’ont pas pu être ouverts : un agent les voit.
api-field-cases = Les demandes.
api-field-next = À renvoyer dans « cursor » pour la page suivante ; nul à la dernière.
api-field-frozen = Vrai quand la demande est contestée.
api-field-channels = Les canaux employés, le premier d’abord.
api-field-next_deadline = La prochaine échéance légale.
api-field-description = Ce que l’on sait de la personne sans nom connu.
api-field-due_on = Le jour.
api-field-registered_at = Quand un agent l’a enregistrée.
api-field-deadlines = Les échéances ouvertes, la plus proche d’abord.
api-field-pieces = Les pièces.
api-field-letters = Les lettres, la plus récente d’abord.
api-field-source = Le texte qui fixe cette échéance.
api-field-status = Le statut dans cette demande.
api-field-Problem-status = Le code HTTP.
api-field-pages = Le nombre de pages.
api-field-since = Depuis quand.
api-field-type = Le type du refus : ne change jamais, à tester par le logiciel.
api-field-detail = Ce qui ne va pas et quoi faire.
api-field-errors = Chaque défaut avec sa place.
api-field-pointer = Le champ du corps (RFC 6901).
api-field-parameter = Le paramètre de l’adresse.

api-problem-key-missing = Clé absente
api-problem-key-unknown = Clé inconnue
api-problem-key-revoked = Clé révoquée
api-problem-key-expired = Clé arrivée à son terme
api-problem-scope = Droit insuffisant
api-problem-not-found = Introuvable
api-problem-method = Méthode non admise
api-problem-idempotency-key = Idempotency-Key absente ou incorrecte
api-problem-idempotency-conflict = Idempotency-Key déjà employée
api-problem-too-large = Envoi trop grand
api-problem-media-type = Format non admis
api-problem-incomplete = Envoi interrompu
api-problem-stalled = Envoi trop lent
api-problem-too-many = Trop de demandes
api-problem-busy = Trop d’envois volumineux à la fois
api-problem-undecided = Remise ni confirmée ni refusée
api-problem-not-json = JSON illisible
api-problem-not-multipart = Formulaire illisible
api-problem-invalid = Contenu incorrect
api-problem-unavailable = Service momentanément indisponible
api-problem-internal = Défaut du service

api-detail-key-missing = Ajoutez l’en-tête « Authorization: Bearer JETON ».
api-detail-key-unknown = Ce jeton n’est celui d’aucune clé. Vérifiez qu’il est entier ; sinon demandez une clé à la préfecture.
api-detail-key-revoked = Cette clé a été révoquée. Demandez-en une autre à la préfecture.
api-detail-key-expired = Cette clé ne vaut plus. Demandez-en une autre à la préfecture.
api-detail-scope-of = Cette clé n’a pas le droit « { $scope } ». Demandez-le à la préfecture.
api-detail-not-found = Il n’y a rien à cette adresse, ou votre clé ne permet pas de le voir.
api-detail-method = Cette adresse ne répond pas à cette méthode ; voir l’en-tête Allow.
api-detail-idempotency-key = Donnez à chaque remise un en-tête Idempotency-Key de 1 à 200 caractères ASCII visibles, et le même quand vous l’envoyez de nouveau.
api-detail-idempotency-conflict = Une remise de même Idempotency-Key et d’un autre contenu a déjà été reçue ; elle n’a pas changé. Donnez une autre clé à une autre remise.
api-detail-too-large-of = La limite est de { $megabytes } Mio par envoi. Remettez la demande, puis ajoutez les fichiers en plusieurs envois de pièces.
api-detail-media-type = Envoyez application/json ; pour des pièces, aussi multipart/form-data.
api-detail-incomplete = Le corps s’est arrêté avant la fin ; rien n’a été gardé. Envoyez de nouveau avec la même Idempotency-Key.
api-detail-stalled = Le corps n’est pas venu à temps ; rien n’a été gardé. Envoyez de nouveau avec la même Idempotency-Key, au besoin en plusieurs envois de pièces.
api-detail-too-many-for = { $seconds ->
    [one] Cette clé a trop demandé en une minute. Rien n’a été gardé ; envoyez de nouveau dans une seconde, avec la même Idempotency-Key.
   *[other] Cette clé a trop demandé en une minute. Rien n’a été gardé ; envoyez de nouveau dans { $seconds } secondes, avec la même Idempotency-Key.
}
api-detail-busy = Le corps n’a pas été lu et rien n’a été gardé. Envoyez de nouveau dans quelques secondes, avec la même Idempotency-Key.
api-detail-undecided = La base de données n’a pas répondu à temps : la remise est peut-être gardée, ou le sera. Envoyez-la de nouveau dans quelques secondes avec la même Idempotency-Key : vous saurez ce qu’elle est devenue, et rien n’est fait deux fois.
api-detail-not-json-at = Le corps n’est pas du JSON en UTF-8 : ligne { $line }, colonne { $column }. Rien n’a été gardé.
api-detail-not-multipart = Le formulaire ne se lit pas jusqu’au bout. Rien n’a été gardé.
api-detail-invalid = Voir « errors » : chaque défaut avec sa place. Rien n’a été gardé.
api-detail-unavailable = Rien n’a été gardé. Envoyez de nouveau dans quelques secondes, avec la même Idempotency-Key.
api-detail-internal = L’incident est consigné. Envoyez de nouveau avec la même Idempotency-Key ; s’il revient, prévenez la préfecture.

api-fault-type = La forme n’est pas celle attendue ; voir le document de l’interface.
api-fault-long = Texte de plus de 2 000 caractères : mettez-le dans « message ».
api-fault-birth = Une date : 1990-02-14, 1990-02 ou 1990.
api-fault-kind = Un genre de demande de la liste ; « other » convient à tout.
api-fault-online-request = Ce n’est pas un numéro : dix-neuf chiffres, quarante signes au plus.
api-fault-reference = Ce n’est pas une référence : quatorze chiffres, dont deux de contrôle.
api-fault-base64 = Le contenu n’est pas en base64 (RFC 4648).
api-fault-files = Au plus { $count } fichiers par envoi.
api-fault-date = Un moment (RFC 3339, avec son fuseau) ou un jour : 2026-11-24.
api-fault-future = Une remise ne peut pas être dans le futur.
api-fault-old = Une remise ne peut pas dater de plus d’un an.
api-fault-cursor = Ce curseur n’est pas de cette liste : reprenez au début, avec les mêmes filtres jusqu’au bout.
api-fault-state = Des états de la liste, séparés par des virgules.
api-fault-channel = Un canal de la liste.
api-fault-urgency = « overdue », ou employez « due_within ».
api-fault-days = Un nombre de jours, au plus { $days }.
api-fault-limit = Un nombre de 1 à { $count }.
api-fault-parameter = Paramètre inconnu.

api-note-title = Le titre « { $title } » n’est pas au catalogue : il est gardé avec la remise, un agent choisira.
api-note-reference = La référence est proposée à l’agent, qui rattachera la remise s’il y a lieu.
api-note-date = La date donnée est gardée avec la remise ; elle ne fait pas foi, faute de convention avec la préfecture.

api-file-unnamed = fichier { $number }

api-proof-counter = reçu du guichet, par le logiciel de { $name }
api-proof-online = attestation du téléservice, par le logiciel de { $name }
api-proof-structure = remise à { $name }, selon la convention
