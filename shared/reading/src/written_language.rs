//! In which language a text seems to be, by its letters in groups of three and its alphabet (`whatlang`). Only when it is clear: a short or
//! badly read text says nothing, and what is proposed is only ever the name of a language, which a person takes or not.

use whatlang::Lang;

/// Words that a text must have.
const WORDS: usize = 20;
/// How surely its words must have been read, 0 to 100: what was read as another language is less sure, what nobody can read says nothing.
const LEGIBLE: f32 = 55.0;

/// Data of languages that are not named as ISO 639-3 names the language.
const NAMED: [(&str, Lang); 4] =
    [("chi_sim", Lang::Cmn), ("chi_tra", Lang::Cmn), ("fas", Lang::Pes), ("aze_cyrl", Lang::Aze)];

/// The language of a text whose words were read with this confidence, as its data are named; none when it is not clear.
#[must_use]
pub fn of(text: &str, confidence: f32) -> Option<String> {
    let words = text.split_whitespace().filter(|word| word.chars().filter(|c| c.is_alphabetic()).count() > 1);
    if confidence < LEGIBLE || words.count() < WORDS {
        return None;
    }
    let found = whatlang::detect(text).filter(whatlang::Info::is_reliable)?;
    let named = NAMED.iter().find(|(_, language)| *language == found.lang()).map(|(data, _)| (*data).to_owned());
    Some(named.unwrap_or_else(|| found.lang().code().to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    const SPANISH: &str = "Me dirijo a ustedes para solicitar la renovación de mi permiso de residencia, que vence el catorce de \
        diciembre. Trabajo en el hospital civil desde hace tres años y vivo con mi familia en la ciudad.";

    #[test]
    fn a_clear_text_names_its_language_and_a_short_or_badly_read_one_none() {
        assert_eq!(of(SPANISH, 88.0).as_deref(), Some("spa"));
        // As French data read it: accents are lost, some letters too.
        let misread = SPANISH.replace('ó', "o").replace("vence", "vencc").replace("ñ", "n");
        assert_eq!(of(&misread, 71.0).as_deref(), Some("spa"));
        let french = "J'ai l'honneur de solliciter le renouvellement de mon titre de séjour, qui arrive à échéance le quatorze décembre. \
            Vous trouverez ci-joint la copie de mon passeport et un justificatif de domicile récent.";
        assert_eq!(of(french, 93.0).as_deref(), Some("fra"));
        let english = "I am writing to ask for the renewal of my residence permit, which expires on the fourteenth of December. I have \
            been working at the hospital for three years and I live with my family in the city.";
        assert_eq!(of(english, 90.0).as_deref(), Some("eng"));
        assert_eq!(of("Me dirijo a ustedes", 90.0), None, "too short");
        assert_eq!(of(SPANISH, 30.0), None, "nobody can read it");
        assert_eq!(
            of("4 7 12 X9 01/02/2026 67000 ** -- | 12,50 33 44 55 66 77 88 99 AB1 22 41 51 61 71 81 91 01 11", 90.0),
            None
        );
    }

    #[test]
    fn names_are_those_of_the_data() {
        let persian = "من این نامه را برای تمدید اجازه اقامت خود می نویسم که در چهاردهم دسامبر به پایان می رسد و من سه سال است که در \
            بیمارستان کار می کنم و با خانواده خود در این شهر زندگی می کنم";
        assert_eq!(of(persian, 80.0).as_deref(), Some("fas"));
    }
}
