//! Small inputs that the parsers understand, for the fuzzer to begin with. All are made here.

mod files;
mod mail;
mod trust;

pub use files::{faxes, gifs, heifs, jpeg2000s, jpegs, pdfs, pixels, pngs, tiffs, webps};
pub use mail::{archives, messages, reports, texts, wrappings};
pub use trust::{certificates, trust_lists};

fn all(texts: &[&str]) -> Vec<Vec<u8>> {
    texts.iter().map(|text| text.as_bytes().to_vec()).collect()
}

pub fn zones() -> Vec<Vec<u8>> {
    all(&[
        "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL898902C36UTO7408122F1204159ZE184226B<<<<<10",
        "IRFRAX2RT4567P27503123456<<<<<\n9002144F2703154MAR<<<<<<<<<<<6\nEL<FICTIF<<AMINA<<<<<<<<<<<<<<",
        "I<UTOD23145890<1233<<<<<<<<<<<\n7408122F1204159UTO<<<<<<<<<<<2\nERIKSSON<<ANNA<MARIA<<<<<<<<<<",
        "V<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<\nL8988901C4XXX4009078F9612109<<<<<<<<",
        "IDFRABERTHIER<<<<<<<<<<<<<<<<<<<<<<<\n8806923102858CORINNE<<<<<<<6512068F6",
        "D1FRA13AA000026181231MARTIN<<9",
        "AAA001D<<\nFACHE305142128097<<800126<<<<<\nMARCHAND<<FABIENNE<<<<<<<<<<<<",
        "L898902C36UTO74O8I22F1204159ZE184226B<<<<<10",
    ])
}

/// Some with signatures as long as those of each kind of key.
pub fn codes() -> Vec<Vec<u8>> {
    let signed = |length: usize| {
        let signature = data_encoding::BASE32_NOPAD.encode(&vec![0x11; length]);
        format!("DC04FR99000123DC23DC1301FR60AMINA\u{1d}67MA\u{1f}{signature}").into_bytes()
    };
    let mut codes = all(&[
        "DC04FR99000123DC23DC1301FR60AMINA\u{1d}62FICTIF\u{1d}67MA69120319906Q1234567890\u{1f}OOXND3NRRGDZKBYZ6VDMHSM7",
        "DC02FR000001125E125B0126FR247500010MME/SPECIMEN\u{1d}\u{1f}54LDD5F7JD4J",
        "DC03FR000001125E125B010126FR247500010MME/SPECIMEN\u{1e}\u{1f}54LDD5F7JD4J\u{1d}annexe",
        "\"DC04FR99000123DC23DC1301FR60A\\u001d\\u001fAAAA\"",
    ]);
    codes.extend([64, 96, 132, 256].map(signed));
    codes
}

pub fn tracking() -> Vec<Vec<u8>> {
    all(&["RB 12 345 678 5 GB", "1A 123 456 7890 1", "RA341356713FR 1A12345678901", "n° 2C 999 999 9999 9,"])
}

pub fn addresses() -> Vec<Vec<u8>> {
    all(&[
        "Mme Aminata DIALLO\n12 bis rue du Faubourg\nBP 40\n67000 STRASBOURG CEDEX",
        "chez M. X, 75001 Paris",
        "Résidence les Œillets, bât. B\n4 allée de l’Île\n97410 SAINT-PIERRE",
    ])
}

pub fn phones() -> Vec<Vec<u8>> {
    all(&["06 12 34 56 78", "+33 (0)1 23 45 67 89", "0262 12 34 56", "0033 6 12 34 56 78 poste 4", "3919"])
}

pub fn references() -> Vec<Vec<u8>> {
    let department: Option<domain::Department> = "67".parse().ok();
    let case = department.and_then(|code| domain::CaseReference::new(2026, code, 123).ok());
    let label = domain::ArrivalLabel::new("A7K2B");
    let sheet = domain::SeparatorSheet::new(domain::SeparatorKind::Envelope, "A7K2", Some(12)).ok();
    let printed = [case.map(|c| c.to_string()), label.map(|l| l.to_string()), sheet.map(|s| s.to_string())];
    let mut texts = all(&["14/02/1990", "1990-02-14", "02.1990", "2A", "971"]);
    texts.extend(printed.into_iter().flatten().map(String::into_bytes));
    texts
}

pub fn webhooks() -> Vec<Vec<u8>> {
    all(&[
        "https://example.fr/telephone/appel\nCallSid=CA0123456789abcdef&From=%2B33612345678&To=%2B33123456789&Direction=inbound",
        "https://example.fr:8443/telephone/choix?a=1\nCallSid=CA01&Digits=1&Digits=2&Caller=anonymous",
        "http://example.fr:80/telephone/reference\nCallSid=CA01&Digits=26+067+0000123%2345",
        "https://example.fr/telephone/enregistrement\nCallSid=CA01&RecordingSid=RE01&RecordingDuration=17&RecordingUrl=https%3A%2F%2Fa",
        "https://[::1]:443/telephone/etat\nCallSid=CA01&CallStatus=no-answer&Direction=outbound-api&X=%e9%00%",
        "x://a:b@c:/\nCallSid=CA01&Signature=kvajT1Ptam85bY51eRf%2FAJRuM3w%3D",
    ])
}

pub fn call_lists() -> Vec<Vec<u8>> {
    all(&[
        r#"{"calls": [{"sid": "CA01", "from": "+33612345678", "to": "+33123456789", "direction": "inbound",
            "start_time": "Mon, 16 Nov 2026 09:12:00 +0000", "end_time": null}], "next_page_uri": null}"#,
        r#"{"calls": [{"sid": "CA02", "to": "+33", "end_time": "Thu, 01 Jan 1970 00:00:00 GMT"}], "next_page_uri":
            "/2010-04-01/Accounts/AC01/Calls.json?Page=1&PageToken=x"}"#,
        r#"{"recordings": [{"sid": "RE01", "call_sid": "CA01", "duration": "17", "status": "completed"}], "next_page_uri": null}"#,
    ])
}

pub fn payloads() -> Vec<Vec<u8>> {
    use domain::{SeparatorKind, SeparatorSheet};
    let sheet = |kind, serial, pages| SeparatorSheet::new(kind, serial, pages).map(|sheet| sheet.to_string());
    let batch = [
        sheet(SeparatorKind::Envelope, "A7K2", Some(2)),
        Ok(String::new()),
        sheet(SeparatorKind::Person, "A7K3", None),
        Ok("PATCHT\nASN00012".to_owned()),
        sheet(SeparatorKind::Rescan, "A7K4", None),
        Ok("TAG:facture\n1A 123 456 7890 1".to_owned()),
    ];
    vec![batch.into_iter().flatten().collect::<Vec<_>>().join("\n\n").into_bytes()]
}

pub fn frames() -> Vec<Vec<u8>> {
    let page = reading::PageRead {
        mrz: vec![reading::MachineZone {
            lines: vec!["D1FRA13AA000026181231MARTIN<<9".to_owned()],
            seen: vec!["D1FRA13AA000026181231MARTIN<<9".to_owned()],
            proved: true,
            rivals: 1.0,
            likeness: 90.0,
            turned: 0,
            bounds: [0; 4],
        }],
        ..reading::PageRead::unreadable(1, String::new())
    };
    let json = serde_json::to_vec(&page).unwrap_or_default();
    let mut out = Vec::new();
    for (kind, payload) in [(b'P', &json[..]), (b'S', b"x"), (b'R', br#"{"reason":"empty","detail":"x"}"#), (b'E', b"")]
    {
        out.push(kind);
        out.extend(u32::try_from(payload.len()).unwrap_or_default().to_be_bytes());
        out.extend_from_slice(payload);
    }
    vec![out]
}

pub fn pages() -> Vec<Vec<u8>> {
    all(&[
        "Nom de naissance   Prénoms\nEL FASSI           GHITA\nNé(e) le (jj/mm/aaaa)  Numéro étranger\n28/01/1995             6703123456\n\
         Adresse postale\n12 rue Haute\n67000 STRASBOURG",
        "Nom : Diallo   Prénom : Aminata\nNom, prénoms, date de naissance\nDIALLO AWA, 03/05/2018",
        "Je soussignée Madame Aminata DIALLO, née le 14 février 1990 à Dakar, demande le renouvellement de mon titre.\n\
         Veuillez agréer mes salutations.\n\nAminata DIALLO\n",
        "Issouf TRAORÉ\n\nFOYER DES TROIS PONTS CHAMBRE 3\n91 ROUTE DU CANAL\n67300 SCHILTIGHEIM\n\nMadame, Monsieur,\n",
        "P<MAREL<FASSI<<GHITA<<<<<<<<<<<<<<<<<<<<<<<<<\nIRFRADH366422766750642159<<<<<",
        "12-11-26",
        "1er NOV. 2026 17H",
        "Me dirijo a ustedes para solicitar la renovación de mi permiso de residencia, que vence el catorce de diciembre. Trabajo en el \
         hospital desde hace tres años.",
        "Nom\u{1}\u{2} Prénoms\u{5}\nDIALLO\u{3} AWA\u{4}",
    ])
}
