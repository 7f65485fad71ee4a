# Où est le papier, bilan du soir (M9).
post-papers-title = Où est le papier ?
post-papers-scan = Scannez un lieu, un pli, un dossier
post-papers-scan-help = Un lieu d’abord, puis les plis que vous y rangez. Sans lieu : l’étiquette d’un pli dit où est son papier.
post-papers-into = Rangement dans : { $place }
post-papers-into-end = terminer ce rangement
post-papers-put-place = Ranger ce lieu ici
post-papers-put = { $what } : rangé dans { $place }.
post-papers-not-known = « { $text } » n’est l’étiquette d’aucun lieu ni d’aucun pli. Rien n’a bougé.
post-papers-unknown = Aucun pli venu par la poste ne répond à cette recherche.
post-papers-is-gone = Ce papier n’est plus dans la maison : { $fate }.
post-papers-detail-needed = Écrivez le numéro de suivi, ou à qui le papier est remis.
post-papers-in-itself = Un lieu ne se range pas dans lui-même.
post-papers-not-alone = Le papier est détruit lot par lot, après deux vérifications, depuis le bilan du jour.
post-papers-out = Noté : { $fate }.
post-papers-place = { $kind } { $code }
post-papers-place-named = { $kind } { $code } ({ $name })
post-papers-lying = { $count ->
    [0] vide
    [one] 1 pli ou original
   *[other] { $count } plis et originaux
}
post-papers-nowhere = nulle part : à ranger
post-papers-gone = { $fate } ({ $detail })
post-papers-moved = { $place }, { $date }, { $name }
post-papers-in = dans
post-papers-history = Ses mouvements
post-papers-empty = Aucun lieu
post-papers-empty-help = Créez les boîtes, étagères et coffres du service : chacun a son étiquette à imprimer.
post-papers-places = Lieux
post-papers-labels = Étiquettes des lieux
post-papers-labels-help = Imprimez, découpez, collez. Le lecteur lit les barres.
post-papers-no-place = Aucun lieu : créez-en d’abord.
post-papers-make = Créer un lieu
post-papers-make-kind = Nature
post-papers-make-code = Code (majuscules et chiffres, comme B12)
post-papers-make-name = Comment on l’appelle
post-papers-make-button = Créer
post-papers-made = Créé : { $place }. Imprimez son étiquette.
post-papers-code-wrong = Le code a 1 à 12 majuscules ou chiffres, sans espace.
post-papers-code-taken = Un autre lieu a déjà ce code.
post-papers-column-place = Lieu
post-papers-column-lying = Dedans
post-papers-column-where = Où
post-papers-column-what = Quoi
post-papers-column-back = À rendre
post-papers-unplaced = { $count ->
    [one] 1 pli rangé nulle part
   *[other] { $count } plis rangés nulle part
}
post-papers-originals = Originaux venus dans ce pli
post-papers-original = Un original de ce pli (passeport, acte, livret, argent…)
post-papers-valuable = Pièce d’identité, argent ou valeur : deux personnes la voient
post-papers-original-list = Inscrire l’original
post-papers-original-listed = Original inscrit : rangez-le à part, rendez-le en suivi.
post-papers-original-second = Original inscrit. Une seconde personne doit confirmer l’avoir vu.
post-papers-original-what = Écrivez ce que c’est.
post-papers-witness = Je confirme l’avoir vu
post-papers-witnessed = Confirmé par une seconde personne.
post-papers-not-second = Il faut une autre personne que celle qui l’a inscrit, et une seule.
post-papers-originals-here = Originaux à rendre
post-papers-originals-help = Gardés à part, rendus par courrier suivi. Rappelés chaque jour tant qu’ils sont ici. Inscrit par erreur : retirez-le de la liste, avec la raison.
post-papers-second-needed = seconde personne attendue
post-papers-to-send-back = à rendre
post-papers-tracking = Numéro de suivi
post-papers-send-back = Rendu
post-papers-keep-in = Rangé dans (code du lieu)
post-papers-keep = Ranger
post-papers-kept = Original rangé dans { $place }.
post-papers-forward = Transmis à (service, administration)
post-papers-forward-note = Noter la transmission
post-papers-choose = Choisir { $name }
post-papers-put-chosen = Ranger les plis cochés
post-papers-put-all = { $count ->
    [one] Ranger ce pli
   *[other] Ranger ces { $count } plis
}
post-papers-put-many = { $count ->
    [one] 1 pli rangé dans { $place }.
   *[other] { $count } plis rangés dans { $place }.
}
post-papers-none-chosen = Cochez les plis à ranger, ou rangez-les tous.
case-paper = Où est le papier ?
place-kind-box = boîte
place-kind-shelf = étagère
place-kind-safe = coffre
paper-fate-sent_back = rendu par courrier suivi
paper-fate-handed_over = remis en main propre
paper-fate-forwarded = transmis
paper-fate-destroyed = détruit
post-balance-title = Bilan du jour
post-balance-received = Plis reçus
post-balance-registered = Enregistrés
post-balance-no-case = Sans demande, avec leur suite
post-balance-waiting = À indexer
post-balance-to-do = { $count ->
    [0] Rien ne reste
    [one] 1 pli à régler
   *[other] { $count } plis à régler
}
post-balance-settled = { $count ->
    [0] aucun pli réglé
    [one] 1 pli réglé
   *[other] { $count } plis réglés
}
post-balance-even = Chaque pli a sa suite
post-balance-even-help = Tous les plis de ce jour sont enregistrés ou classés, sans anomalie ouverte, et leur papier est rangé.
post-balance-column-envelope = Pli
post-balance-column-do = À faire
post-balance-do-for = { $todo } : { $name }
post-balance-index = l’indexer
post-balance-anomalies = { $count ->
    [one] régler son anomalie
   *[other] régler ses { $count } anomalies
}
post-balance-place = ranger son papier
post-balance-place-all = { $count ->
    [one] Ranger le papier de ce pli : il ne manque que cela
   *[other] Ranger le papier de ces { $count } plis : il ne manque que cela
}
post-key-place = ranger le papier
post-balance-no-outcome = { $count ->
    [one] 1 arrivée sans demande attend sa suite depuis plus de cinq jours ouvrés
   *[other] { $count } arrivées sans demande attendent leur suite depuis plus de cinq jours ouvrés
}
post-balance-calls-no-outcome = { $count ->
    [one] 1 appel sans demande attend sa suite depuis plus de cinq jours ouvrés
   *[other] { $count } appels sans demande attendent leur suite depuis plus de cinq jours ouvrés
}
post-balance-opened = { $count ->
    [one] 1 pli ouvert et compté n’est pas encore scanné
   *[other] { $count } plis ouverts et comptés ne sont pas encore scannés
}
post-balance-also = Restent aussi
post-balance-left-over = à faire
post-balance-going = { $count ->
    [one] 1 lettre prête n’est pas partie
   *[other] { $count } lettres prêtes ne sont pas parties
}
post-balance-held = { $count ->
    [one] 1 lettre retenue, sans adresse sûre
   *[other] { $count } lettres retenues, sans adresse sûre
}
post-balance-back = { $count ->
    [one] { $place } : 1 personne à retrouver
   *[other] { $place } : { $count } personnes à retrouver
}
post-balance-checks = { $count ->
    [one] 1 date à relire par une seconde personne
   *[other] { $count } dates à relire par une seconde personne
}
post-balance-transfers = { $count ->
    [one] 1 dossier à transmettre, ses papiers sont encore ici
   *[other] { $count } dossiers à transmettre, leurs papiers sont encore ici
}
post-balance-nameless = { $count ->
    [one] 1 pli sans nom
   *[other] { $count } plis sans nom
}
post-balance-no-original = Aucun original n’est dans la maison.
post-balance-paper = Papier numérisé
post-balance-paper-help = Détruit seulement après deux vérifications par deux personnes, et après la durée de conservation. Une vérification se retire tant que le papier est là ; une destruction ne s’annule pas.
post-balance-no-batch = Aucun papier numérisé n’est dans la maison.
post-balance-batch = { $pages ->
    [one] reçu le { $date }, 1 page
   *[other] reçu le { $date }, { $pages } pages
}
post-balance-nobody = personne
post-balance-may-destroy = peut être détruit
post-balance-kept = gardé
post-balance-not-twice = Deux personnes doivent avoir comparé la numérisation au papier.
post-balance-until = Gardé jusqu’au { $date }.
post-balance-open = { $count ->
    [one] 1 pli n’est pas réglé.
   *[other] { $count } plis ne sont pas réglés.
}
post-balance-with-originals = { $count ->
    [one] 1 original est encore ici.
   *[other] { $count } originaux sont encore ici.
}
post-balance-column-checked = Vérifié par
post-balance-column-keeps = Ce qui le garde
post-balance-check = J’ai comparé, tout y est
post-balance-check-file = J’ai comparé, tout y est : { $file } et son papier
post-balance-destroy = Noter la destruction
post-balance-destroy-file = Noter la destruction du papier de { $file }
post-balance-checked = { $count ->
    [one] Vérification notée. Une seconde personne doit comparer aussi.
   *[other] Vérification notée : deux personnes ont comparé.
}
post-balance-destroyed = { $count ->
    [one] Destruction notée pour 1 pli.
   *[other] Destruction notée pour { $count } plis.
}
post-balance-stays = Ce papier est gardé. { $why }
post-balance-same-person = Vous l’avez déjà comparé : la seconde vérification est celle d’une autre personne.
post-balance-signed = Bilan arrêté par (nom, date, signature) :
post-desk-originals = { $count ->
    [one] 1 original à rendre
   *[other] { $count } originaux à rendre
}
post-destroyed-title = Procès-verbal de destruction
post-destroyed-lead = { $prefecture } : le papier de ces lots a été détruit. Chaque lot avait été comparé à sa numérisation par deux personnes, sa durée de conservation était finie, aucun original n’y était plus.
post-destroyed-none = Aucune destruction ce jour-là
post-destroyed-none-help = Le papier d’un lot se détruit depuis le bilan du jour, après deux vérifications et la durée de conservation. La liste du jour s’imprime et se signe ici.
post-destroyed-column-what = Papier détruit
post-destroyed-column-noted = Destruction notée par
post-destroyed-by = { $name }, { $date }
post-destroyed-signed = Détruit par (nom, date, signature) :
post-destroyed-witness = Témoin (nom, date, signature) :
post-key-put = lieu de ce pli ; lieu de plusieurs ; ranger tous les plis montrés
