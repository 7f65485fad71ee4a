/// How much of a day is played.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Size {
    /// Everybody, by every door.
    #[default]
    Whole,
    /// A few arrivals by every door, with few pages: the ordinary and the odd in a minute of reading.
    Short,
}

/// The stories of the short day that come by a door other than the post.
const SHORT: [&str; 12] = [
    "absence",
    "appel_adresse",
    "appel_danger",
    "appel_erreur",
    "appel_repondeur",
    "association",
    "ccas",
    "guichet_duplicata",
    "guichet_nom_seul",
    "non_distribue",
    "permis",
    "un_seul_nom",
];

impl Size {
    /// Whether a story is told by the doors other than the post.
    pub(crate) fn tells(self, story: &str) -> bool {
        match self {
            Self::Whole => true,
            Self::Short => SHORT.contains(&story),
        }
    }
}
