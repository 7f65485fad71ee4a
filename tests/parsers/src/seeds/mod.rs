//! Small inputs that the parsers understand, for the fuzzer to begin with. All are made here.

mod files;
mod mail;

pub use files::{faxes, gifs, heifs, jpeg2000s, jpegs, pdfs, pixels, pngs, tiffs, webps};
pub use mail::{archives, messages, reports, texts, wrappings};

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

pub fn codes() -> Vec<Vec<u8>> {
    all(&[
        "DC04FR99000123DC23DC1301FR60AMINA\u{1d}62FICTIF\u{1d}67MA69120319906Q1234567890\u{1f}OOXND3NRRGDZKBYZ6VDMHSM7",
        "DC02FR000001125E125B0126FR247500010MME/SPECIMEN\u{1d}\u{1f}54LDD5F7JD4J",
        "DC03FR000001125E125B010126FR247500010MME/SPECIMEN\u{1e}\u{1f}54LDD5F7JD4J\u{1d}annexe",
        "\"DC04FR99000123DC23DC1301FR60A\\u001d\\u001fAAAA\"",
    ])
}

pub fn trust_lists() -> Vec<Vec<u8>> {
    all(&[
        "<t:TrustServiceStatusList xmlns:t='x'><t:NextUpdate><t:dateTime>2026-01-01T00:00:00Z</t:dateTime></t:NextUpdate>\
         <t:TrustServiceProvider><t:TSPTradeName><t:Name>FR99</t:Name></t:TSPTradeName><t:ServiceInformation>\
         <t:X509Certificate>MIIB</t:X509Certificate></t:ServiceInformation></t:TrustServiceProvider></t:TrustServiceStatusList>",
        "-----BEGIN CERTIFICATE-----\nMIIBVTCB/aADAgECAgEBMAoGCCqGSM49BAMCMA8xDTALBgNVBAMMBEZSOTkwHhcN\n-----END CERTIFICATE-----\n",
        "0\u{1}0\u{3}\u{2}\u{1}\u{1}",
    ])
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
