# M4 : un document qui n’est pas en français.
post-language-title = Lire ce document dans une autre langue
post-language-help = Les pages sont lues de nouveau. Ce qui a été lu avant est gardé et peut être repris.
post-language-label = Langue du document
post-language-button = Lire dans cette langue
post-language-now = Lu en { $language }
post-language-progress = Lecture en { $language } : { $read } sur { $pages ->
    [one] 1 page
   *[other] { $pages } pages
}
post-language-asked = Le document est lu en { $language }.
post-language-already = Ce document est déjà lu en { $language }.
post-language-unknown = Choisissez une des langues installées.
post-language-nothing = Aucune page de ce pli n’a été reconnue sur son image : il n’y a rien à relire.
post-language-failed = La lecture en { $language } n’a pas abouti. Ce qui avait été lu avant est gardé ; un nouvel essai est possible.
post-undone-read_in_language = Annulé : le document est de nouveau lu comme avant.
post-did-read_in_language = langue de lecture changée
job-read_in_language = lecture dans une autre langue

# Les langues, comme le fichier de leurs données se nomme (Tesseract).
reading-language-amh = amharique
reading-language-ara = arabe
reading-language-aze = azéri
reading-language-ben = bengali
reading-language-bos = bosnien
reading-language-bul = bulgare
reading-language-ces = tchèque
reading-language-chi_sim = chinois simplifié
reading-language-chi_tra = chinois traditionnel
reading-language-deu = allemand
reading-language-ell = grec
reading-language-eng = anglais
reading-language-fas = persan
reading-language-fra = français
reading-language-heb = hébreu
reading-language-hin = hindi
reading-language-hrv = croate
reading-language-hun = hongrois
reading-language-hye = arménien
reading-language-ita = italien
reading-language-jpn = japonais
reading-language-kat = géorgien
reading-language-khm = khmer
reading-language-kmr = kurde
reading-language-kor = coréen
reading-language-lao = lao
reading-language-nep = népalais
reading-language-nld = néerlandais
reading-language-pan = pendjabi
reading-language-pol = polonais
reading-language-por = portugais
reading-language-pus = pachto
reading-language-ron = roumain
reading-language-rus = russe
reading-language-sin = cingalais
reading-language-slk = slovaque
reading-language-spa = espagnol
reading-language-sqi = albanais
reading-language-srp = serbe
reading-language-swa = swahili
reading-language-tam = tamoul
reading-language-tha = thaï
reading-language-tir = tigrigna
reading-language-tur = turc
reading-language-ukr = ukrainien
reading-language-urd = ourdou
reading-language-vie = vietnamien
