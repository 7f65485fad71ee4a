//! The words that tell what a part of an address is. Compared as capitals without accents.

/// Words that begin the name of a street, with the abbreviation of NF Z 10-011 annex B where there is one.
pub(super) const STREETS: &[(&str, &str)] = &[
    ("ALLEE", "ALL"),
    ("ALLEES", "ALL"),
    ("ALL", "ALL"),
    ("AVENUE", "AV"),
    ("AV", "AV"),
    ("AVE", "AV"),
    ("BOULEVARD", "BD"),
    ("BD", "BD"),
    ("BLD", "BD"),
    ("BVD", "BD"),
    ("BOUL", "BD"),
    ("CARREFOUR", "CAR"),
    ("CHEMIN", "CHE"),
    ("CHE", "CHE"),
    ("CHEM", "CHE"),
    ("CH", "CHE"),
    ("CHAUSSEE", "CHS"),
    ("CITE", "CITE"),
    ("CORNICHE", "COR"),
    ("COTE", "COTE"),
    ("COUR", "COUR"),
    ("COURS", "CRS"),
    ("CRS", "CRS"),
    ("DOMAINE", "DOM"),
    ("DESCENTE", "DSC"),
    ("ESPLANADE", "ESP"),
    ("FAUBOURG", "FG"),
    ("FBG", "FG"),
    ("FG", "FG"),
    ("GALERIE", "GAL"),
    ("GRANDE RUE", "GR"),
    ("GRAND RUE", "GR"),
    ("IMPASSE", "IMP"),
    ("IMP", "IMP"),
    ("LOTISSEMENT", "LOT"),
    ("MAIL", "MAIL"),
    ("MONTEE", "MTE"),
    ("PASSAGE", "PAS"),
    ("PASS", "PAS"),
    ("PAS", "PAS"),
    ("PLACE", "PL"),
    ("PL", "PL"),
    ("PLACETTE", "PLE"),
    ("PARVIS", "PRV"),
    ("PROMENADE", "PROM"),
    ("PROM", "PROM"),
    ("PORT", "PORT"),
    ("PONT", "PONT"),
    ("QUAI", "QUAI"),
    ("ROND POINT", "RPT"),
    ("ROUTE", "RTE"),
    ("RTE", "RTE"),
    ("RUE", "RUE"),
    ("R", "RUE"),
    ("RUELLE", "RLE"),
    ("SENTE", "SEN"),
    ("SENTIER", "SEN"),
    ("SQUARE", "SQ"),
    ("SQ", "SQ"),
    ("TRAVERSE", "TRA"),
    ("TRAV", "TRA"),
    ("VENELLE", "VEN"),
    ("VILLA", "VLA"),
    ("VOIE", "VOIE"),
];

/// Words abbreviated inside the name of a street when the line is too long.
pub(super) const ABBREVIATIONS: &[(&str, &str)] = &[
    ("SAINT", "ST"),
    ("SAINTE", "STE"),
    ("GENERAL", "GAL"),
    ("MARECHAL", "MAL"),
    ("COLONEL", "COL"),
    ("CAPITAINE", "CNE"),
    ("COMMANDANT", "CDT"),
    ("LIEUTENANT", "LT"),
    ("DOCTEUR", "DR"),
    ("PROFESSEUR", "PR"),
    ("PRESIDENT", "PDT"),
    ("GRAND", "GD"),
    ("GRANDE", "GDE"),
    ("PETIT", "PT"),
    ("PETITE", "PTE"),
    ("NOTRE DAME", "ND"),
    ("VIEUX", "VX"),
];

/// Words that begin a part inside the building (line 2).
pub(super) const INSIDE: &[&str] = &[
    "APPARTEMENT",
    "APPART",
    "APPT",
    "APT",
    "APP",
    "ETAGE",
    "PORTE",
    "CHEZ",
    "C O",
    "CHAMBRE",
    "CHBRE",
    "LOGEMENT",
    "LOGT",
    "BOITE",
    "BAL",
    "BTE",
    "STUDIO",
    "COULOIR",
    "SERVICE",
    "REZ DE CHAUSSEE",
    "RDC",
    "AUX BONS SOINS",
    "S C",
];

/// Words that begin a part outside it (line 3).
pub(super) const OUTSIDE: &[&str] = &[
    "BATIMENT",
    "BAT",
    "RESIDENCE",
    "RESID",
    "RES",
    "IMMEUBLE",
    "IMM",
    "ENTREE",
    "ESCALIER",
    "ESC",
    "TOUR",
    "BLOC",
    "HALL",
    "FOYER",
    "HOTEL",
    "CAMPUS",
    "CENTRE",
    "ZONE",
    "ZA",
    "ZI",
    "ZAC",
    "PARC",
    "ENSEMBLE",
    "CAMPING",
    "CENTRE COMMERCIAL",
];

/// Words that begin a hamlet (line 5).
pub(super) const HAMLETS: &[&str] = &["LIEU DIT", "LIEUDIT", "HAMEAU", "HAM", "LD", "LE BOURG"];

/// Words that begin a special delivery (line 5).
pub(super) const BOXES: &[&str] = &["BP", "B P", "BOITE POSTALE", "CS", "TSA", "CIDEX", "CE", "POSTE RESTANTE"];

/// Articles before which a street word is part of a name ("le haut de la rue").
pub(super) const ARTICLES: &[&str] =
    &["LA", "LE", "LES", "L", "DE", "DU", "DES", "D", "AU", "AUX", "A", "SUR", "SOUS", "EN"];

/// Suffixes of a number.
pub(super) const SUFFIXES: &[&str] = &["BIS", "TER", "QUATER", "QUINQUIES", "SEXIES"];

/// Whether a folded text begins with one of the words, as whole words.
pub(super) fn begins_with(folded: &str, words: &[&str]) -> bool {
    words.iter().any(|word| folded.strip_prefix(word).is_some_and(|rest| rest.is_empty() || rest.starts_with(' ')))
}

/// The word of [`STREETS`] that a folded text begins with, the longest one.
pub(super) fn street_word(folded: &str) -> Option<&'static (&'static str, &'static str)> {
    STREETS
        .iter()
        .filter(|(word, _)| folded.strip_prefix(word).is_some_and(|rest| rest.starts_with(' ')))
        .max_by_key(|(word, _)| word.len())
}
