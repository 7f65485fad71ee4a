# Le cadre de toutes les pages : en-tête, connexion, touches, problèmes, composants.

product-name = Passerelle
demonstration = Préfecture de démonstration : personnes et courriers fictifs.
skip = Aller au contenu
doors-label = Bureaux
crumbs-label = Vous êtes ici
sign-out = Se déconnecter
undo = Annuler
close = Fermer
stale = Le programme ne répond pas : cette page montre ce qui était vrai avant. Rien n’est perdu. Si cela dure plus d’une minute, prévenez l’exploitant.

keys-link = ? Touches
keys-title = Les touches
keys-here = Sur cette page
keys-everywhere = Partout
keys-go = aller à : { $desk }
keys-list = ligne suivante, ligne précédente
keys-open = ouvrir la ligne
keys-search = chercher
keys-leave = sortir du champ, pour employer les touches simples
keys-validate = valider le formulaire
keys-undo = annuler ce qui vient d’être fait
keys-help = montrer cette aide
keys-off = Ne pas utiliser les touches simples (lettres, chiffres) sur cet ordinateur

sign-in-title = Connexion
sign-in-login = Identifiant
sign-in-login-empty = Écrivez votre identifiant.
sign-in-password = Mot de passe
sign-in-password-empty = Écrivez votre mot de passe.
sign-in-button = Se connecter
sign-in-wrong = L’identifiant ou le mot de passe ne correspond pas. Vérifiez les majuscules, puis essayez de nouveau.
sign-in-too-many = Trop d’essais avec cet identifiant. Attendez { $hour } avant d’essayer de nouveau, ou demandez un nouveau mot de passe à l’exploitant.
sign-in-ended = Votre session était terminée. Ce que vous veniez d’envoyer n’a pas été enregistré : connectez-vous, puis recommencez.
sign-in-kept = Ce que vous aviez tapé est gardé dans cet onglet : connectez-vous avec le même identifiant, il revient à sa place.
kept-typed = Ce que vous aviez tapé est revenu. Rien n’en est enregistré : relisez, puis envoyez.
sign-in-help = Mot de passe oublié : demandez-en un nouveau à la personne qui exploite Passerelle dans votre service.

errors-title = { $count ->
    [one] Une chose est à corriger
   *[other] { $count } choses sont à corriger
}
pager-label = Suite de la liste
pager-first = Début de la liste
pager-next = Suite
progress-figures = { $done } sur { $total }
why = pourquoi ?
why-rule = Règle { $rule }, version { $version }.

band-p0 = P0 immédiat
band-p1 = P1 urgent
band-p2 = P2 bientôt
band-p3 = P3 à son tour

sheet-pages = Pages
sheet-page = p. { $number }
sheet-tools = Image de la page
sheet-position = Page { $number } sur { $total }
sheet-previous = Précédente
sheet-next = Suivante
sheet-larger = Agrandir
sheet-smaller = Réduire
sheet-turn = Tourner
sheet-text = Texte lu sur la page

# Les problèmes : ce qui s’est passé, ce qui est gardé, ce qu’il faut faire.
problem-kept-back = Reprendre ce que je tapais
problem-back = Revenir à mon bureau
problem-plain = Cette page ne peut pas être montrée. Rien n’a été modifié. Revenez à la page précédente et recommencez.
problem-title-sign-in = Connectez-vous
problem-what-sign-in = Cette page demande d’être connecté.
problem-kept-sign-in = Rien n’a été modifié.
problem-do-sign-in = Connectez-vous, puis recommencez.
problem-title-forbidden = Vous n’avez pas accès à cette page
problem-what-forbidden = Votre rôle ne permet pas de voir cette page ou de faire cette action.
problem-kept-forbidden = Rien n’a été modifié.
problem-do-forbidden = Si vous en avez besoin pour votre travail, demandez-le à votre responsable, qui peut changer votre rôle.
problem-title-not-found = Il n’y a rien à cette adresse
problem-what-not-found = Ce que vous cherchez n’existe pas, a été déplacé, ou n’est visible que des référents.
problem-kept-not-found = Rien n’a été modifié.
problem-do-not-found = Vérifiez le numéro, ou cherchez la personne dans les dossiers.
problem-title-stale-form = Ce formulaire est trop ancien
problem-what-stale-form = Le formulaire envoyé venait d’une autre session ou d’un autre site.
problem-kept-stale-form = Rien n’a été enregistré.
problem-do-stale-form = Rouvrez la page du formulaire, relisez ce qu’il contient, puis envoyez-le de nouveau.
problem-title-bad-request = Cette demande ne peut pas être lue
problem-what-bad-request = L’adresse ou le formulaire envoyé est incomplet, trop long ou abîmé.
problem-kept-bad-request = Rien n’a été enregistré.
problem-do-bad-request = Revenez à la page précédente, rechargez-la, puis recommencez.
problem-title-conflict = Cela n’a pas été fait
problem-what-conflict = L’état a changé entre-temps.
problem-kept-conflict = Ce qui était enregistré avant n’a pas changé.
problem-do-conflict = Rechargez la page pour voir où en sont les choses, puis décidez de nouveau.
problem-title-unavailable = Le service ne répond pas pour le moment
problem-what-unavailable = La base de données ou un élément nécessaire ne répond pas.
problem-kept-unavailable = Ce qui a été reçu et enregistré est gardé. Ce que vous veniez d’envoyer ne l’a pas été.
problem-do-unavailable = Attendez une minute, puis recommencez. Si cela dure, prévenez l’exploitant et continuez sur le registre papier.
problem-title-internal = Cette page ne peut pas être montrée
problem-what-internal = Un défaut du programme empêche de montrer cette page. Il est noté dans le journal.
problem-kept-internal = Ce qui a été reçu et enregistré est gardé. Ce que vous veniez d’envoyer n’a pas été enregistré.
problem-do-internal = Revenez à la page précédente et recommencez. Si cela se répète, prévenez l’exploitant avec l’heure qu’il est.
