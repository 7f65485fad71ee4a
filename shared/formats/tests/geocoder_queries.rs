//! Addresses that people typed into a geocoder, against what was meant, where the public files are at hand.

use std::{fs, path::Path};

use domain::Personal;
use formats::{Address, fold};

#[test]
fn number_street_and_postcode_are_found_in_typed_addresses() {
    let france = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../../shared/corpus/fr/geocoder-tester/geocoder_tester/world/france");
    let Ok(regions) = fs::read_dir(&france) else {
        println!("skipped: ../shared/corpus/fr/geocoder-tester is absent");
        return;
    };
    let texts =
        regions.flatten().filter_map(|region| fs::read_to_string(region.path().join("test_addresses.csv")).ok());
    let (mut asked, mut right) = (0_usize, 0_usize);
    for text in texts {
        for query in text.lines().skip(1).filter_map(Query::read) {
            asked += 1;
            right += usize::from(query.is_understood());
        }
    }
    println!("understood: {right} of {asked} typed addresses with a postcode");
    assert!(asked > 100 && right * 100 >= asked * 97, "{right} of {asked}");
}

/// A line whose query ends with a postcode.
struct Query<'a> {
    typed: &'a str,
    number: &'a str,
    street: &'a str,
    postcode: &'a str,
}

impl<'a> Query<'a> {
    fn read(line: &'a str) -> Option<Self> {
        let fields: Vec<_> = line.split(',').collect();
        let [typed, _, _, _, number, street, _, _] = fields.as_slice() else { return None };
        let postcode =
            typed.rsplit(' ').next().filter(|word| word.len() == 5 && word.bytes().all(|b| b.is_ascii_digit()))?;
        Some(Self { typed, number, street, postcode })
    }

    fn is_understood(&self) -> bool {
        let address = Address::parse(self.typed);
        let same = |part: &Option<Personal<String>>, wanted: &str| {
            fold::postal(part.as_ref().map_or("", |part| part.as_str())) == fold::postal(wanted)
        };
        let right = same(&address.number, self.number)
            && same(&address.street, self.street)
            && same(&address.postcode, self.postcode);
        if !right {
            println!("not as meant: {} ({} | {})", self.typed, self.number, self.street);
        }
        right
    }
}
