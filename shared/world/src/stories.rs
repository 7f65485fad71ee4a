use crate::{Size, WorldError, story::Story};

macro_rules! stories {
    ($($name:literal),+ $(,)?) => {
        /// Every story, by name.
        const STORIES: &[(&str, &str)] = &[$(($name, include_str!(concat!("../people/", $name, ".toml")))),+];
    };
}
stories![
    "absence",
    "adresse",
    "algerienne",
    "anglaise",
    "anglophone",
    "appel_adresse",
    "appel_bailleur",
    "appel_chantier",
    "appel_danger",
    "appel_erreur",
    "appel_malvoyant",
    "appel_octogenaire",
    "appel_peu_francais",
    "appel_repondeur",
    "appel_silence",
    "apprenti",
    "arabe",
    "ase",
    "association",
    "au_pair",
    "ccas",
    "chauffeur",
    "chercheuse",
    "conjointe",
    "cyrillique",
    "detenu",
    "doctorante",
    "duplicata",
    "enceinte",
    "etudiant",
    "famille",
    "guichet_appareil",
    "guichet_cuisinier",
    "guichet_deux_jours",
    "guichet_duplicata",
    "guichet_famille",
    "guichet_nom_seul",
    "guichet_originaux",
    "guichet_sans_adresse",
    "guichet_sourde",
    "hospitalise",
    "lettre_info",
    "master",
    "mere_enfant",
    "non_distribue",
    "pere_refugie",
    "permis",
    "piece_abimee",
    "pieces",
    "regroupement",
    "restauratrice",
    "retraitee",
    "saisonnier",
    "salarie",
    "sans_nom",
    "sans_texte",
    "soignante",
    "spip",
    "talent",
    "toutes_portes",
    "transmis",
    "un_seul_nom",
    "veuf",
    "violences",
    "voisin",
];

/// The story that comes by every door, outside the day.
pub(crate) const ALL_DOORS: &str = "toutes_portes";

/// The story of this name.
pub(crate) fn story(name: &str) -> Result<Story, WorldError> {
    let wrong = |reason: String| WorldError::Story { name: name.to_owned(), reason };
    let (_, text) = STORIES.iter().find(|(n, _)| *n == name).ok_or_else(|| wrong("no such story".to_owned()))?;
    toml::from_str(text).map_err(|e| wrong(e.to_string()))
}

/// The names of all stories, in order.
pub(crate) fn names() -> impl Iterator<Item = &'static str> {
    STORIES.iter().map(|(name, _)| *name)
}

/// The stories of a day that come by a door, in order, with what `door` takes from them.
pub(crate) fn by_door<T>(
    size: Size,
    door: impl Fn(&Story) -> Option<T>,
) -> Result<Vec<(&'static str, Story, T)>, WorldError> {
    let mut found = Vec::new();
    for name in names().filter(|name| *name != ALL_DOORS && size.tells(name)) {
        let story = story(name)?;
        if let Some(part) = door(&story) {
            found.push((name, story, part));
        }
    }
    Ok(found)
}
