use law::RowKind;
use web::tw;

/// Tables that are read together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Group {
    Titles,
    Rules,
    Silence,
    Documents,
    WorkRights,
    Pieces,
    Fees,
    Figures,
    Lists,
    Urgency,
    Calendar,
    Competence,
    Prefecture,
}

impl Group {
    pub(crate) const ALL: [Self; 13] = [
        Self::Titles,
        Self::Rules,
        Self::Silence,
        Self::Documents,
        Self::WorkRights,
        Self::Pieces,
        Self::Fees,
        Self::Figures,
        Self::Lists,
        Self::Urgency,
        Self::Calendar,
        Self::Competence,
        Self::Prefecture,
    ];

    pub(crate) const fn of(kind: RowKind) -> Self {
        match kind {
            RowKind::Title => Self::Titles,
            RowKind::Rule => Self::Rules,
            RowKind::Silence => Self::Silence,
            RowKind::Document | RowKind::Mention => Self::Documents,
            RowKind::WorkRight => Self::WorkRights,
            RowKind::Piece => Self::Pieces,
            RowKind::Fee => Self::Fees,
            RowKind::Parameter => Self::Figures,
            RowKind::List => Self::Lists,
            RowKind::Signal | RowKind::Band => Self::Urgency,
            RowKind::Holiday | RowKind::Territory => Self::Calendar,
            RowKind::SharedPostcode | RowKind::ChannelOrder => Self::Competence,
            RowKind::Prefecture => Self::Prefecture,
        }
    }

    /// Its word in addresses and in the keys of its texts.
    pub(crate) const fn word(self) -> &'static str {
        match self {
            Self::Titles => "titres",
            Self::Rules => "regles",
            Self::Silence => "silence",
            Self::Documents => "documents",
            Self::WorkRights => "travail",
            Self::Pieces => "pieces",
            Self::Fees => "taxes",
            Self::Figures => "parametres",
            Self::Lists => "listes",
            Self::Urgency => "urgence",
            Self::Calendar => "calendrier",
            Self::Competence => "competence",
            Self::Prefecture => "prefecture",
        }
    }

    pub(crate) fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|group| group.word() == word)
    }

    pub(crate) fn label(self) -> String {
        tw("rules-group", self.word())
    }

    /// What it holds, in a sentence.
    pub(crate) fn help(self) -> String {
        tw("rules-about", self.word())
    }
}
