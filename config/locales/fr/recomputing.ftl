# Les dates et les priorités calculées de nouveau.

door-recomputing = Recalculs

recomputing-title = Recalculs
recomputing-facts = Les dates et la priorité de chaque demande ouverte suivent les faits, les règles et le jour.
recomputing-ask = Tout recalculer
recomputing-ask-help = Chaque nuit, et quand les règles changent, le calcul se fait seul. Une date annoncée par une lettre n’est jamais changée sans décision.
recomputing-asked = Le calcul est demandé. Son avancement s’affiche ici.
recomputing-already-asked = Un calcul est déjà en cours ou attendu. Rien n’a été ajouté.
recomputing-progress = Demandes regardées
recomputing-waiting = en attente
recomputing-running = en cours
recomputing-done = terminé
recomputing-cause-catalogue = Les règles ont changé
recomputing-cause-asked = Demandé par un agent
recomputing-cause-daily = Un jour de plus
recomputing-asked-by = { $date }, { $name }
recomputing-rules = règles { $version }
recomputing-lasted = { $count ->
    [0] en moins d’une seconde
    [one] en une seconde
   *[other] en { $count } secondes
}
recomputing-looked-at = { $count ->
    [0] Aucune demande ouverte
    [one] Une demande regardée
   *[other] { $count } demandes regardées
}
recomputing-dates-changed = { $count ->
    [0] Aucune date changée
    [one] Une date changée
   *[other] { $count } dates changées
}
recomputing-dates-proposed = { $count ->
    [0] Aucune date annoncée à revoir
    [one] Une date annoncée, proposée à décision
   *[other] { $count } dates annoncées, proposées à décision
}
recomputing-bands-changed = { $count ->
    [0] Aucun rang de priorité changé
    [one] Un rang de priorité changé
   *[other] { $count } rangs de priorité changés
}
recomputing-urgency-changed = { $count ->
    [0] Aucun point ni motif de priorité changé
    [one] Une demande dont les points ou les motifs changent
   *[other] { $count } demandes dont les points ou les motifs changent
}
recomputing-reworded = { $count ->
    [0] Aucune explication réécrite
    [one] Une demande dont l’explication est réécrite, à dates égales
   *[other] { $count } demandes dont l’explication est réécrite, à dates égales
}
recomputing-to-decide = À décider
recomputing-to-decide-help = Une lettre a déjà donné ces dates à la personne. Accepter : la date change et un nouvel accusé de réception lui est écrit. Refuser : la date annoncée reste. Le motif est gardé au dossier.
recomputing-no-proposal = Aucune date annoncée n’est à revoir.
recomputing-no-proposal-help = Quand un calcul donne une autre date que celle d’une lettre déjà partie, elle attend ici qu’une personne décide.
recomputing-told = Une lettre partie donne une autre date.
recomputing-told-on = Lettre partie le { $date }.
recomputing-see-letter = ouvrir la lettre
recomputing-reason = Motif de la décision
recomputing-accept = Accepter et écrire
recomputing-refuse = Refuser
recomputing-accept-spoken = Accepter les dates de { $person } et lui écrire
recomputing-refuse-spoken = Refuser les dates de { $person }
recomputing-accepted = Les dates sont changées. Le nouvel accusé de réception est en préparation.
recomputing-refused = Les dates annoncées restent. Le motif est gardé.
recomputing-reason-needed = Écrivez le motif de la décision : il est gardé au dossier. Rien n’a été changé.
recomputing-no-longer = Ces dates ne sont plus celles qui étaient proposées : quelqu’un a décidé, ou un calcul est passé. Regardez de nouveau. Rien n’a été décidé.
recomputing-report = Ce qui a changé
recomputing-no-change = Ce calcul n’a rien changé.
recomputing-no-change-help = Chaque date et chaque rang de priorité qui devient un autre apparaît ici, avec la personne concernée.
recomputing-none = Aucun calcul n’a encore été fait.
recomputing-none-help = Le premier se fait au démarrage, puis chaque nuit et quand les règles changent.
recomputing-column-what = Ce qui change
recomputing-column-before = Avant
recomputing-column-after = Après
recomputing-column-state = Suite
recomputing-runs = Calculs précédents
recomputing-band = priorité
recomputing-no-date = pas de date
recomputing-earlier = { $count ->
    [one] un jour plus tôt
   *[other] { $count } jours plus tôt
}
recomputing-later = { $count ->
    [one] un jour plus tard
   *[other] { $count } jours plus tard
}
recomputing-decided = Le { $date }, { $name } : { $reason }
change-state-applied = appliqué
change-state-proposed = à décider
change-state-accepted = accepté
change-state-refused = refusé
change-state-outdated = dépassé

urgency-title = Priorité
urgency-points = { $count ->
    [0] aucun point
    [one] un point
   *[other] { $count } points
}
urgency-reason = { $label } ({ $date })
urgency-declared = { $reason }, déclaré
urgency-declared-long-ago = { $reason }, déclaré sans preuve depuis longtemps
urgency-raised = pas traitée depuis longtemps
urgency-decided = rang décidé par un agent
urgency-none = Plus rien n’est dû : la demande n’a plus de priorité.
urgency-computed = Calculée pour le { $date }.
urgency-why-none = Aucun fait ne presse : les plus anciennes d’abord.
urgency-why-raised = Nul n’y a travaillé depuis longtemps : un rang de plus.
urgency-why-decided = Rang décidé par un agent jusqu’au { $date }.
urgency-why-sum = { $count ->
    [0] Aucun point : { $band }.
    [one] Un point en tout : { $band }.
   *[other] { $count } points en tout : { $band }.
}
case-proposals = Une date annoncée par une lettre ne tient plus.
case-proposals-open = Voir et décider

cases-order-urgency = La plus urgente d’abord.
cases-orders = Ordre de la liste
cases-sort-urgency = Par priorité
cases-sort-due = Par date légale
cases-sort-received = Par date de réception
cases-bands = Rangs de priorité
cases-band-all = Tous les rangs
cases-column-urgency = Priorité

event-date-recomputed = Date recalculée : { $date }
event-date-proposed = Autre date proposée, la première étant déjà annoncée : { $date }
event-date-accepted = Autre date acceptée : { $date }
event-date-refused = Autre date refusée : { $date }
event-date-moved = { $before } → { $after }
event-date-decided = { $before } → { $after }. Motif : { $reason }
event-a-date = date

job-recompute_cases = recalcul des dates et des priorités

post-letter-step-dated-earlier = Cette lettre remplace celle du { $date }, qui donnait le { $before } comme date de votre demande : c’est le { $after }, plus tôt, qui compte. Gardez celle-ci.
post-letter-step-dated-later = Cette lettre remplace celle du { $date }, qui donnait le { $before } comme date de votre demande. Deux personnes ont relu votre envoi : c’est le { $after } qui compte. Si vous avez une preuve d’un envoi plus ancien (reçu de la poste, suivi), envoyez-la-nous : la date la plus ancienne comptera.
post-letter-step-replaces = Cette lettre remplace celle du { $date } : des dates ont changé. Gardez celle-ci.
