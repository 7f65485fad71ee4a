# L’ouverture du courrier (M1), le registre papier (R-91).

post-opening-title = Ouverture
post-opening-scan-title = Recommandés
post-opening-scan = Numéro
post-opening-scan-help = Passez la douchette sur chaque recommandé, tapez le numéro puis Entrée, ou collez toute une liste. Échap, puis c, b, h, m ou e mènent au reste.
post-opening-scan-button = Relever
post-opening-kept = { $number } : relevé, étiquette { $label }.
post-opening-known = { $number } : déjà relevé le { $date }. Rien n’est compté deux fois.
post-opening-known-hidden = { $number } : déjà relevé. Rien n’est compté deux fois.
post-opening-bad-key = { $number } : la clé de contrôle est fausse. Repassez la douchette. Il n’est pas relevé.
post-opening-unknown-shape = { $number } : ce n’est pas la forme d’un numéro de recommandé. Repassez la douchette. Il n’est pas relevé.
post-opening-keep = Le garder quand même
post-opening-drop = L’écarter
post-opening-doubtful = { $count ->
    [one] 1 numéro à revoir
   *[other] { $count } numéros à revoir
}
post-opening-many = { $kept ->
    [0] Aucun nouveau numéro
    [one] 1 numéro relevé
   *[other] { $kept } numéros relevés
}{ $known ->
    [0] { "" }
    [one] , 1 déjà connu
   *[other] , { $known } déjà connus
}{ $doubtful ->
    [0] .
    [one] , 1 à revoir.
   *[other] , { $doubtful } à revoir.
}
post-opening-too-many = Plus de { $most } numéros à la fois : collez la liste en deux fois. Rien n’est enregistré.
post-opening-bags = Sacs et caisses
post-opening-label-place = dès la place
post-opening-day-help = 12/11, 12/11/2026, ou le jour seul.
post-opening-witness-needed = Écrivez le nom du témoin.
post-opening-box-needed = Écrivez le nom de la boîte.
post-opening-box-count-needed = Combien de plis ? 0 si la boîte est vide.
post-opening-origin-needed = Écrivez le nom de l’établissement.
post-opening-day-wrong = Ce jour n’existe pas, ou est à venir : écrivez le jour de la remise, comme 12/11/2026.
post-opening-count-needed = Combien de plis ? De 1 à 500.
post-opening-listed-scanned = ({ $count } scannés)
post-opening-listed-scanned-differs = ▲ { $count } scannés
post-opening-sealed-scanned = passé au scanner par erreur : à transmettre fermé
post-opening-sealed-outcome = pli médical fermé, transmis fermé : { $to }
post-opening-one-medical_sealed = pli fermé
post-opening-one-other_service = pli d’un autre service
post-opening-one-registered = recommandé
post-opening-one-returned = lettre revenue
post-opening-one-parcel = colis
post-opening-one-institution = pli remis
post-opening-one-drop_box = boîte de dépôt
post-opening-one-ordinary = pli ordinaire
post-undone-open_envelopes = Annulé : ces plis ne sont plus au relevé.
post-did-open_envelopes = plis relevés
post-undone-forward_unopened = Annulé : ces plis attendent de nouveau d’être transmis.
post-did-forward_unopened = plis transmis fermés
post-key-opening-counts = compter les plis
post-key-opening-box = boîte de dépôt
post-key-opening-handed = plis remis (prison, hôpital)
post-key-opening-sealed = plis fermés
post-key-opening-labels = imprimer les étiquettes
post-forwarded-title = Bordereau des plis transmis fermés
post-forwarded-help = Une feuille par destinataire ; elle part avec les plis et revient signée.
post-forwarded-print = Imprimer
post-forwarded-to = À : { $to }
post-forwarded-count = { $count ->
    [one] 1 pli
   *[other] { $count } plis
}
post-forwarded-label = Étiquette
post-forwarded-opened = Arrivé le
post-forwarded-unopened = Ces plis n’ont été ni ouverts, ni scannés pour être lus.
post-forwarded-given = Remis par, le
post-forwarded-taken = Reçu par, le
post-forwarded-empty = Aucun pli n’a été transmis fermé ce jour-là.
post-forwarded-empty-help = Les plis médicaux et ceux d’un autre service apparaissent ici dès qu’ils sont transmis.
post-forwarded-link = { $count ->
    [one] Bordereau du pli transmis aujourd’hui
   *[other] Bordereau des { $count } plis transmis aujourd’hui
}
post-opening-labels = Imprimer les étiquettes
post-opening-label-last = nombre
post-opening-label = étiquette { $label }
post-opening-no-labels = Aucune étiquette à imprimer : tout ce qui a été ouvert aujourd’hui est scanné ou transmis.
post-opening-empty = Rien n’est encore relevé aujourd’hui.
post-opening-empty-help = Les recommandés relevés, les plis des boîtes de dépôt et les plis remis apparaissent ici, jusqu’à ce que le scanner les retrouve.
post-opening-older = Ouverts avant aujourd’hui et pas encore scannés
post-opening-older-help = Un pli ouvert doit être scanné : cherchez-le dans les bacs.
post-opening-scanned = scanné
post-opening-waits = attend le scanner
post-opening-sealed-waits = à transmettre fermé, aujourd’hui
post-opening-forwarded = transmis fermé : { $to }
post-opening-counts-from = compte du { $date } ({ $proof })
post-opening-from-register = registre papier du { $date }, témoin : { $witness }
post-opening-take-back-of = Annuler : { $name }
post-opening-taken-back = Le pli est retiré du relevé.
post-opening-stays = Ce pli ne peut plus être retiré : il est scanné, transmis, ou relevé depuis plus de 24 heures ou par quelqu’un d’autre.
post-opening-counts-title = Plis comptés aujourd’hui
post-opening-counts-save = Enregistrer les comptes
post-opening-counted = Les comptes sont enregistrés.
post-opening-total-none = Rien n’est encore compté.
post-opening-total = { $count ->
    [0] 0 pli compté
    [one] 1 pli compté
   *[other] { $count } plis comptés
}
post-opening-listed = ({ $count } relevés)
post-opening-listed-differs = ▲ { $count } relevés
post-opening-no-number = « { $typed } » n’est pas un nombre de plis. Rien n’est enregistré.
post-opening-class-registered = Recommandés
post-opening-class-returned = Nos lettres revenues
post-opening-class-medical_sealed = Plis médicaux fermés
post-opening-class-parcel = Colis
post-opening-class-institution = Prison, hôpital
post-opening-class-drop_box = Boîte de dépôt
post-opening-class-other_service = Pour un autre service
post-opening-class-ordinary = Plis ordinaires
post-opening-box-title = Relever une boîte de dépôt
post-opening-box = Boîte
post-opening-box-first = Boîte de l’entrée
post-opening-witness = Témoin
post-opening-found = Plis
post-opening-seal-whole = Le scellé était intact
post-opening-box-save = Relever la boîte
post-opening-last = { $box } : relevée { $date }
post-opening-handed-title = Plis remis par une prison ou un hôpital
post-opening-origin = Établissement
post-opening-handed-on = Remis au greffe le
post-opening-agreement = La convention dit que la date de remise compte
post-opening-handed-save = Enregistrer la remise
post-opening-future = Ce jour n’est pas encore venu. Rien n’est enregistré.
post-opening-dated = { $count ->
    [0] Enregistré : aucun pli.
    [one] 1 pli enregistré ; il compte du { $date } ({ $proof }).
   *[other] { $count } plis enregistrés ; ils comptent du { $date } ({ $proof }).
}
post-opening-handed-long-ago = { $count ->
    [one] 1 pli enregistré, remis le { $date } : c’est il y a longtemps. Relisez le jour et l’année ; sinon annulez.
   *[other] { $count } plis enregistrés, remis le { $date } : c’est il y a longtemps. Relisez le jour et l’année ; sinon annulez.
}
post-opening-sealed-title = Plis à transmettre sans les ouvrir
post-opening-sealed-help = Un pli médical fermé n’est ni ouvert, ni scanné : il part le jour même vers le service médical.
post-opening-sealed-count = Nombre de plis
post-opening-sealed-save = Plis médicaux fermés
post-opening-other-save = Pour un autre service
post-opening-entered = { $count ->
    [one] 1 pli est inscrit.
   *[other] { $count } plis sont inscrits.
}
post-opening-forward-sealed = { $count ->
    [one] 1 pli médical à transmettre à
   *[other] { $count } plis médicaux à transmettre à
}
post-opening-forward-sealed-to = OFII, service médical
post-opening-forward-other = { $count ->
    [one] 1 pli d’un autre service à transmettre à
   *[other] { $count } plis d’un autre service à transmettre à
}
post-opening-forward = Transmis
post-opening-sent-on = { $count ->
    [0] Aucun pli à transmettre.
    [one] 1 pli est transmis fermé.
   *[other] { $count } plis sont transmis fermés.
}
post-opening-nobody = À qui ces plis sont-ils transmis ? Rien n’est enregistré.
post-register-title = Registre papier du courrier
post-register-help = Quand l’informatique ne répond plus, le courrier s’ouvre quand même : le registre se remplit à la main, puis se reprend ici avec les vrais jours.
post-register-print = Imprimer le registre
post-register-enter = Reprendre un registre
post-register-sheet-help = Imprimez quelques feuilles à l’avance et gardez-les à côté des bacs.
post-register-line-day = Jour
post-register-line-agent = Agent
post-register-line-witness = Témoin
post-register-column-line = N°
post-register-column-hour = Heure
post-register-column-class = Sorte de pli
post-register-column-number = N° de recommandé
post-register-column-sender = Expéditeur
post-register-column-postmark = Cachet
post-register-column-pages = Pages
post-register-column-remark = Remarque
post-register-foot = Pli remis par une prison ou un hôpital : écrivez en remarque le jour où la personne l’a remis. Boîte de dépôt : laquelle, et si le scellé était intact. Un pli médical fermé n’est pas ouvert. À reprendre dans Courrier, Ouverture, dès que le service répond ; gardez la feuille.
post-register-entry-title = Reprendre un registre papier
post-register-entry-help = Chaque pli compte du jour écrit sur le registre, pas du jour où vous le tapez. Une sorte de plis à la fois : le jour et le témoin restent pour la suivante.
post-register-day = Jour du registre
post-register-day-help = Le vrai jour d’ouverture du courrier : 12/11, ou 12/11/2026.
post-register-day-wrong = Donnez le jour du registre, pas après aujourd’hui.
post-register-witness = Témoin
post-register-witness-needed = Le registre a un témoin : écrivez son nom.
post-register-class = Sorte de plis
post-register-numbers = Numéros de recommandés
post-register-numbers-help = Un par ligne, ou la liste de la douchette collée d’un coup.
post-register-count = Plis sans numéro
post-register-nothing = Donnez au moins un numéro, ou un nombre de plis.
post-register-origin-title = Seulement pour les plis d’une prison, d’un hôpital ou d’une boîte de dépôt
post-register-origin = Établissement, ou boîte
post-register-origin-needed = Écrivez l’établissement, ou la boîte.
post-register-handed-help = Prison, hôpital : le jour écrit sur le bordereau.
post-register-handed-wrong = Donnez le jour de la remise, pas après le jour du registre.
post-register-seal-whole = Le scellé de la boîte était intact
post-register-long-ago = { $count ->
    [one] 1 pli inscrit au { $date } : c’est il y a longtemps. Relisez le jour et l’année ; sinon annulez.
   *[other] { $count } plis inscrits au { $date } : c’est il y a longtemps. Relisez le jour et l’année ; sinon annulez.
}
post-register-too-many = { $most } plis au plus à la fois. Rien n’est enregistré.
post-register-save = Enregistrer le registre
post-register-entered = { $count ->
    [one] 1 pli du { $date } est inscrit.
   *[other] { $count } plis du { $date } sont inscrits.
}
post-register-entered-known = { $count } inscrits au { $date } ; { $known ->
    [one] 1 numéro était déjà relevé et n’est pas compté deux fois.
   *[other] { $known } numéros étaient déjà relevés et ne sont pas comptés deux fois.
}
post-origin-hand = relevé à l’ouverture
post-key-opening-scan = aller au numéro
post-anomaly-medical = Un pli médical fermé (étiquette { $label }) a été passé au scanner.
post-anomaly-kept-medical_scanned = Le pli est gardé, avec sa date.
post-anomaly-do-medical_scanned = Vérifiez l’étiquette. Si c’est bien un pli médical, prévenez votre responsable et transmettez le pli fermé au service médical.

# Ce que le matin a compté, au bilan du soir
post-balance-classes = Comptés à l’ouverture
post-balance-column-counted = Comptés
post-balance-column-entered = Inscrits ou scannés
post-balance-column-settled = Scannés ou transmis
post-balance-not-counted = non comptés
post-balance-agrees = le compte est bon
post-balance-all-scanned = tout est scanné ou transmis
post-balance-not-scanned = { $count ->
    [one] 1 pli pas encore scanné
   *[other] { $count } plis pas encore scannés
}
post-balance-missing = { $count ->
    [one] il manque 1 pli
   *[other] il manque { $count } plis
}
post-balance-more = { $count ->
    [one] 1 pli de plus que compté
   *[other] { $count } plis de plus que comptés
}
