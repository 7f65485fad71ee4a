# La porte du courriel : preuves de réception, accusé d’enregistrement électronique (LT-02).

mail-proof-server = reçu par le serveur { $host } le { $instant }
mail-proof-mailbox = reçu dans la boîte aux lettres électronique le { $instant }

mail-receipt-subject = Nous avons reçu votre message (dossier { $reference })
mail-receipt-demonstration = DÉMONSTRATION : ce message et ce dossier sont imaginaires.
mail-receipt-hello = Bonjour,
mail-receipt-instant = { $day } à { $hour }
mail-receipt-received = Nous avons reçu votre message le { $instant }. Gardez ce courriel : il prouve la date de votre envoi.
mail-receipt-reference = Numéro de votre dossier : { $reference }
mail-receipt-about = Objet de votre message : « { $subject } »
mail-receipt-attachments = Fichiers joints reçus : { $count }
mail-receipt-not-acknowledgement = Ceci est l’accusé d’enregistrement de votre envoi. Ce n’est pas l’accusé de réception de votre demande, qui suivra : il donnera les délais et les recours.
mail-receipt-nothing-to-do = Vous n’avez rien à faire. Un agent lit votre message. Pour le compléter, répondez à ce courriel, écrivez-nous par courrier ou venez au guichet, avec votre numéro de dossier : tout sera joint au même dossier.
mail-receipt-contact = Pour nous joindre :
mail-receipt-phone = Téléphone : { $phone }
mail-receipt-email = Courriel : { $email }
mail-receipt-opening = Guichet : { $hours }
mail-receipt-rule = Réponse automatique. { $source } ; règles { $version }.
