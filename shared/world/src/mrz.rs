//! Machine-readable zones (ICAO 9303), written independently of the parser that the product uses.

/// The check digit of ICAO 9303: weights 7, 3, 1 over 0-9, A-Z = 10..35, `<` = 0, modulo 10.
pub(crate) fn check_digit(field: &str) -> u32 {
    let value = |c: char| c.to_digit(36).unwrap_or(0);
    field.chars().zip([7, 3, 1].into_iter().cycle()).map(|(c, weight)| value(c) * weight).sum::<u32>() % 10
}

/// What a machine-readable zone says. Dates are `YYMMDD`; names in any case and with accents.
pub(crate) struct Holder<'a> {
    pub issuer: &'a str,
    pub number: &'a str,
    pub nationality: &'a str,
    pub birth: &'a str,
    pub sex: char,
    pub expiry: &'a str,
    pub family_name: &'a str,
    pub given_names: &'a str,
}

impl Holder<'_> {
    /// The three lines of a residence card (TD1), the foreigner number in the optional data.
    pub(crate) fn card(&self, foreigner_number: &str) -> [String; 3] {
        let number = fill(self.number, 9);
        let first = format!("IR{}{number}{}{}", self.issuer, check_digit(&number), fill(foreigner_number, 15));
        let birth = format!("{}{}", self.birth, check_digit(self.birth));
        let expiry = format!("{}{}", self.expiry, check_digit(self.expiry));
        let optional = fill("", 11);
        let composite = check_digit(&format!("{}{birth}{expiry}{optional}", &first[5..]));
        let second = format!("{birth}{}{expiry}{}{optional}{composite}", self.sex, self.nationality);
        [first, second, self.names(30)]
    }

    /// The two lines of a passport (TD3).
    pub(crate) fn passport(&self) -> [String; 2] {
        let first = format!("P<{}{}", self.issuer, self.names(39));
        let number = fill(self.number, 9);
        let number = format!("{number}{}", check_digit(&number));
        let birth = format!("{}{}", self.birth, check_digit(self.birth));
        let expiry = format!("{}{}", self.expiry, check_digit(self.expiry));
        let optional = format!("{}<", fill("", 14));
        let composite = check_digit(&format!("{number}{birth}{expiry}{optional}"));
        [first, format!("{number}{}{birth}{}{expiry}{optional}{composite}", self.nationality, self.sex)]
    }

    fn names(&self, width: usize) -> String {
        fill(&format!("{}<<{}", plain(self.family_name), plain(self.given_names)), width)
    }
}

/// Pads with fillers, or cuts, to `width`.
fn fill(text: &str, width: usize) -> String {
    text.chars().chain(std::iter::repeat('<')).take(width).collect()
}

/// Capitals without accents, `<` for everything else.
fn plain(name: &str) -> String {
    name.chars()
        .map(|c| unaccented(c).to_ascii_uppercase())
        .map(|c| if c.is_ascii_alphabetic() { c } else { '<' })
        .collect()
}

/// The Latin letter without its accent, as machine-readable zones and postal addresses want it.
pub(crate) const fn unaccented(c: char) -> char {
    match c {
        'à' | 'â' | 'ä' | 'á' | 'ã' | 'À' | 'Â' | 'Ä' | 'Á' => 'a',
        'é' | 'è' | 'ê' | 'ë' | 'É' | 'È' | 'Ê' | 'Ë' => 'e',
        'î' | 'ï' | 'í' | 'Î' | 'Ï' => 'i',
        'ô' | 'ö' | 'ó' | 'õ' | 'Ô' | 'Ö' => 'o',
        'ù' | 'û' | 'ü' | 'ú' | 'Û' | 'Ü' => 'u',
        'ç' | 'Ç' => 'c',
        'ñ' => 'n',
        other => plain_latin(other),
    }
}

/// The letter that offices with a western keyboard type instead of one of eastern Europe or of Turkish.
pub(crate) const fn plain_latin(c: char) -> char {
    match c {
        'ı' => 'i',
        'İ' => 'I',
        'ğ' => 'g',
        'Ğ' => 'G',
        'ş' | 'š' => 's',
        'Ş' | 'Š' => 'S',
        'đ' => 'd',
        'Đ' => 'D',
        'ć' => 'c',
        'Ć' => 'C',
        'ț' => 't',
        'Ț' => 'T',
        'ă' => 'a',
        'Ă' => 'A',
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_published_passport_vector_comes_out_with_its_check_digits() {
        // ICAO 9303 part 4, appendix B: number L898902C3, born 740812, valid to 120415.
        for (field, digit) in [("L898902C3", 6), ("740812", 2), ("120415", 9), ("ZE184226B<<<<<", 1)] {
            assert_eq!(check_digit(field), digit, "{field}");
        }
    }

    #[test]
    fn a_residence_card_is_written_like_the_computed_vector() {
        let holder = Holder {
            issuer: "FRA",
            number: "X2RT4567P",
            nationality: "MAR",
            birth: "900214",
            sex: 'F',
            expiry: "270315",
            family_name: "El Fictif",
            given_names: "Amina",
        };
        let expected =
            ["IRFRAX2RT4567P27503123456<<<<<", "9002144F2703154MAR<<<<<<<<<<<6", "EL<FICTIF<<AMINA<<<<<<<<<<<<<<"];
        assert_eq!(holder.card("7503123456"), expected);
        assert!(holder.passport().iter().all(|line| line.len() == 44));
    }
}
