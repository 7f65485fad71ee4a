use domain::{SeparatorKind, SeparatorSheet};

use crate::{Barcode, ForeignSheet, PageRead};

/// How the separator sheets cut a batch. The batch itself is never altered: these are page numbers over it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Split {
    /// In the order of the batch. Empty only when there are no pages at all, or none but pages scanned again.
    pub envelopes: Vec<Envelope>,
    /// What was scanned again behind its sheet, until the next one; it opens no envelope.
    pub again: Vec<ScannedAgain>,
    /// The last envelope has its end: a page that follows is another one's.
    ended: bool,
}

/// Pages behind a sheet that asks for them to be scanned again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ScannedAgain {
    /// The sheet and its page.
    pub separator: (u32, SeparatorSheet),
    /// The pages, 1-based.
    pub pages: Vec<u32>,
}

/// What came in one envelope.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Envelope {
    /// The sheet that opened it and its page; absent for pages before any sheet.
    pub separator: Option<(u32, SeparatorSheet)>,
    /// Pages scanned without the sheets, all persons together. Empty when nothing follows the sheet: to be shown to a person.
    pub pages: Vec<u32>,
    /// The persons in it, never empty.
    pub persons: Vec<PersonPages>,
}

impl Envelope {
    /// The number of the batch whose last envelope these pages are the rest of, when such a sheet opened them.
    #[must_use]
    pub fn continues(&self) -> Option<&str> {
        let (_, sheet) = self.separator.as_ref()?;
        (sheet.kind() == SeparatorKind::Rest).then(|| sheet.serial())
    }

    /// The serial of the sheet that says that these pages are the backs of sheets scanned before.
    #[must_use]
    pub fn backs(&self) -> Option<&str> {
        let (_, sheet) = self.separator.as_ref()?;
        (sheet.kind() == SeparatorKind::Backs).then(|| sheet.serial())
    }

    /// What sheets say of the documents behind them, each with its first page.
    pub fn told(&self) -> impl Iterator<Item = (SeparatorKind, u32)> + '_ {
        let documents = self.persons.iter().flat_map(|person| &person.documents);
        documents.filter_map(|document| {
            let (_, sheet) = document.separator.as_ref()?;
            let told = SeparatorKind::OF_DOCUMENTS.contains(&sheet.kind());
            document.pages.first().filter(|_| told).map(|page| (sheet.kind(), *page))
        })
    }

    /// Pages counted by hand, when the sheet says.
    #[must_use]
    pub fn declared(&self) -> Option<u32> {
        self.separator.as_ref().and_then(|(_, sheet)| sheet.declared_pages())
    }

    /// True unless the count by hand and the scan differ. An envelope without a count agrees only when it has pages.
    #[must_use]
    pub fn agrees(&self) -> bool {
        self.declared().map_or(!self.pages.is_empty(), |declared| declared as usize == self.pages.len())
    }
}

/// The pages of one person.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PersonPages {
    /// The sheet that opened it and its page; absent for the first person of an envelope.
    pub separator: Option<(u32, SeparatorSheet)>,
    /// The documents, never empty.
    pub documents: Vec<DocumentPages>,
}

/// The pages of one document.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DocumentPages {
    /// The sheet that opened it and its page; absent for the first document of a person.
    pub separator: Option<(u32, SeparatorSheet)>,
    /// 1-based page numbers.
    pub pages: Vec<u32>,
}

/// The sheet that these barcodes of a page make it, if any. The barcode of a case reference is not a separator.
#[must_use]
pub fn separator_in(barcodes: &[Barcode]) -> Option<SeparatorSheet> {
    barcodes.iter().find_map(|code| code.text.parse().ok())
}

/// Cuts the pages of a batch, given in order, at the sheets that the product prints.
/// `others`: what sheets of others say that separate documents, besides the patch sheet.
///
/// A sheet is not a counted page. `Envelope` opens an envelope, `Person` another person in it, `Document` another
/// document of that person. Pages before any sheet form a first envelope; a sheet followed by nothing
/// gives an empty envelope, which is reported, not dropped. Copies of the same sheet on neighbouring pages (front
/// and back) count once. Sheets of others separate documents. What follows a sheet that asks for a page to be scanned again is
/// that page, and what follows a sheet that continues a batch is the rest of its last envelope. A sheet that ends an envelope leaves what
/// follows without one; behind the sheet of the backs everything is a back.
#[must_use]
pub fn split(pages: &[PageRead], others: &[String]) -> Split {
    let mut result = Split::default();
    let mut last: Option<SeparatorSheet> = None;
    let mut again = false;
    for page in pages {
        match separator_in(&page.barcodes) {
            Some(sheet) if last.as_ref() == Some(&sheet) => {}
            Some(sheet) => {
                again = sheet.kind() == SeparatorKind::Rescan;
                result.open(page.number, &sheet);
                last = Some(sheet);
            }
            None if again => {
                result.again.last_mut().into_iter().for_each(|scanned| scanned.pages.push(page.number));
                last = None;
            }
            None => {
                match ForeignSheet::of(&page.barcodes, others) {
                    Some(ForeignSheet::Between(_)) => result.next_document(),
                    Some(ForeignSheet::First(_)) => {
                        result.next_document();
                        result.add(page.number);
                    }
                    None => result.add(page.number),
                }
                last = None;
            }
        }
    }
    result
}

impl Split {
    fn open(&mut self, page: u32, sheet: &SeparatorSheet) {
        let opens = [SeparatorKind::Envelope, SeparatorKind::Rest, SeparatorKind::Backs].contains(&sheet.kind());
        self.ended &= !opens;
        let separator = Some((page, sheet.clone()));
        match sheet.kind() {
            SeparatorKind::Envelope | SeparatorKind::Rest | SeparatorKind::Backs => {
                self.envelopes.push(Envelope { separator, ..Envelope::opened() });
            }
            SeparatorKind::Rescan => {
                self.again.push(ScannedAgain { separator: (page, sheet.clone()), pages: Vec::new() });
            }
            SeparatorKind::Person => {
                self.envelope().persons.push(PersonPages { separator, ..PersonPages::opened() });
            }
            SeparatorKind::End => self.ended = !self.envelopes.is_empty(),
            SeparatorKind::Document
            | SeparatorKind::Original
            | SeparatorKind::Photo
            | SeparatorKind::Bound
            | SeparatorKind::Colour
            | SeparatorKind::Illegible => {
                let document = DocumentPages { separator, pages: Vec::new() };
                last_of(&mut self.envelope().persons, PersonPages::opened).documents.push(document);
            }
        }
    }

    /// Another document of the same person, unless the one before it has no page yet.
    fn next_document(&mut self) {
        let documents = &mut last_of(&mut self.envelope().persons, PersonPages::opened).documents;
        if documents.last().is_some_and(|document| !document.pages.is_empty()) {
            documents.push(DocumentPages::default());
        }
    }

    fn add(&mut self, page: u32) {
        let envelope = self.envelope();
        envelope.pages.push(page);
        let person = last_of(&mut envelope.persons, PersonPages::opened);
        last_of(&mut person.documents, DocumentPages::default).pages.push(page);
    }

    fn envelope(&mut self) -> &mut Envelope {
        if std::mem::take(&mut self.ended) {
            self.envelopes.push(Envelope::opened());
        }
        last_of(&mut self.envelopes, Envelope::opened)
    }
}

impl Envelope {
    fn opened() -> Self {
        Self { persons: vec![PersonPages::opened()], ..Self::default() }
    }
}

impl PersonPages {
    fn opened() -> Self {
        Self { separator: None, documents: vec![DocumentPages::default()] }
    }
}

fn last_of<T>(items: &mut Vec<T>, make: impl FnOnce() -> T) -> &mut T {
    if items.is_empty() {
        items.push(make());
    }
    let last = items.len() - 1;
    &mut items[last]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(number: u32, payload: Option<&str>) -> PageRead {
        let barcode = |text: &str| Barcode {
            format: "Code128".into(),
            text: text.into(),
            bytes_hex: String::new(),
            corners: [[0; 2]; 4],
        };
        let mut page = PageRead::unreadable(number, String::new());
        page.error = None;
        page.barcodes = payload.map(barcode).into_iter().collect();
        page
    }

    fn batch(payloads: &[Option<&str>]) -> Vec<PageRead> {
        (1..).zip(payloads).map(|(number, payload)| page(number, *payload)).collect()
    }

    fn sheet(kind: SeparatorKind, serial: &str, pages: Option<u32>) -> String {
        SeparatorSheet::new(kind, serial, pages).expect("sheet").to_string()
    }

    #[test]
    fn sheets_open_envelopes_persons_and_documents_and_are_not_counted() {
        let first = sheet(SeparatorKind::Envelope, "1", Some(3));
        let (person, document) = (sheet(SeparatorKind::Person, "2", None), sheet(SeparatorKind::Document, "3", None));
        let second = sheet(SeparatorKind::Envelope, "4", Some(1));
        let pages = batch(&[Some(&first), None, Some(&document), None, Some(&person), None, Some(&second), None]);
        let split = split(&pages, &[]);
        assert_eq!(split.envelopes.len(), 2);
        let envelope = &split.envelopes[0];
        assert_eq!((envelope.declared(), &envelope.pages[..], envelope.agrees()), (Some(3), &[2, 4, 6][..], true));
        let documents: Vec<Vec<&[u32]>> = envelope
            .persons
            .iter()
            .map(|person| person.documents.iter().map(|document| &document.pages[..]).collect())
            .collect();
        assert_eq!(documents, [vec![&[2][..], &[4]], vec![&[6]]]);
        assert_eq!(split.envelopes[1].pages, [8]);
    }

    #[test]
    fn pages_before_any_sheet_form_a_first_envelope() {
        let opening = sheet(SeparatorKind::Envelope, "1", None);
        let split = split(&batch(&[None, None, Some(&opening), None]), &[]);
        assert_eq!(split.envelopes[0].separator, None);
        assert_eq!(split.envelopes[0].pages, [1, 2]);
        assert_eq!(split.envelopes[1].pages, [4]);
    }

    #[test]
    fn a_sheet_followed_by_nothing_is_an_empty_envelope_that_does_not_agree() {
        let (one, two) = (sheet(SeparatorKind::Envelope, "1", None), sheet(SeparatorKind::Envelope, "2", Some(4)));
        let split = split(&batch(&[Some(&one), Some(&two)]), &[]);
        let agreements: Vec<bool> = split.envelopes.iter().map(Envelope::agrees).collect();
        assert_eq!(agreements, [false, false]);
        assert!(split.envelopes.iter().all(|envelope| envelope.pages.is_empty()));
    }

    #[test]
    fn a_case_reference_or_a_misread_sheet_is_an_ordinary_page() {
        let mut misread = sheet(SeparatorKind::Envelope, "1", Some(2));
        misread.replace_range(5..6, "P");
        let split = split(&batch(&[Some("26067000012345"), Some(&misread)]), &[]);
        assert_eq!(split.envelopes.len(), 1);
        assert_eq!(split.envelopes[0].pages, [1, 2]);
    }

    #[test]
    fn front_and_back_of_the_same_sheet_open_one_envelope() {
        let opening = sheet(SeparatorKind::Envelope, "1", Some(1));
        let split = split(&batch(&[Some(&opening), Some(&opening), None]), &[]);
        assert_eq!(split.envelopes.len(), 1);
        assert_eq!(split.envelopes[0].pages, [3]);
    }

    #[test]
    fn sheets_of_others_separate_documents_and_archive_numbers_stay() {
        let split =
            split(&batch(&[Some("PATCHT"), None, Some("PATCHT"), Some("PATCHT"), None, Some("ASN00007"), None]), &[]);
        let documents: Vec<&[u32]> =
            split.envelopes[0].persons[0].documents.iter().map(|document| &document.pages[..]).collect();
        assert_eq!(documents, [&[2][..], &[5], &[6, 7]]);
        assert_eq!(split.envelopes[0].pages, [2, 5, 6, 7]);
    }

    #[test]
    fn what_is_scanned_again_opens_no_envelope_and_the_rest_of_a_batch_is_told() {
        let again = sheet(SeparatorKind::Rescan, "0A1B2C3D4E", Some(1));
        let rest = sheet(SeparatorKind::Rest, "FFFFFFFFFF", None);
        let next = sheet(SeparatorKind::Envelope, "2", Some(1));
        let split = split(&batch(&[Some(&rest), None, None, Some(&again), None, Some(&next), None]), &[]);
        let told: Vec<_> = split.envelopes.iter().map(|e| (e.continues(), &e.pages[..])).collect();
        assert_eq!(told, [(Some("FFFFFFFFFF"), &[2, 3][..]), (None, &[7])]);
        assert_eq!((split.again[0].separator.0, &split.again[0].pages[..]), (4, &[5][..]));
        let alone = super::split(&batch(&[Some(&again), None]), &[]);
        assert!(alone.envelopes.is_empty() && alone.again.len() == 1);
    }

    #[test]
    fn the_end_of_an_envelope_leaves_what_follows_to_another_one() {
        let (one, end) = (sheet(SeparatorKind::Envelope, "1", Some(1)), sheet(SeparatorKind::End, "2", None));
        let two = sheet(SeparatorKind::Envelope, "3", Some(1));
        let split = split(&batch(&[Some(&one), None, Some(&end), None, Some(&two), None, Some(&end)]), &[]);
        let told: Vec<_> = split.envelopes.iter().map(|e| (e.separator.is_some(), &e.pages[..])).collect();
        assert_eq!(told, [(true, &[2][..]), (false, &[4]), (true, &[6])]);
    }

    #[test]
    fn sheets_tell_what_kind_of_document_follows() {
        let (one, original) = (sheet(SeparatorKind::Envelope, "1", None), sheet(SeparatorKind::Original, "2", None));
        let photo = sheet(SeparatorKind::Photo, "3", None);
        let split = split(&batch(&[Some(&one), None, Some(&original), None, None, Some(&photo), None]), &[]);
        let told: Vec<_> = split.envelopes[0].told().collect();
        assert_eq!(told, [(SeparatorKind::Original, 4), (SeparatorKind::Photo, 7)]);
        assert_eq!(split.envelopes[0].pages, [2, 4, 5, 7]);
    }

    #[test]
    fn behind_the_sheet_of_the_backs_lie_backs() {
        let (one, backs) = (sheet(SeparatorKind::Envelope, "1", None), sheet(SeparatorKind::Backs, "V", None));
        let split = split(&batch(&[Some(&one), None, Some(&backs), None, None]), &[]);
        let told: Vec<_> = split.envelopes.iter().map(|e| (e.backs(), &e.pages[..])).collect();
        assert_eq!(told, [(None, &[2][..]), (Some("V"), &[4, 5])]);
    }

    #[test]
    fn no_pages_no_envelope() {
        assert_eq!(split(&[], &[]), Split::default());
    }

    #[test]
    fn a_sheet_of_the_site_separates_documents() {
        let cut = split(&batch(&[None, Some("SEPARATEUR MAIRIE"), None]), &["SEPARATEUR MAIRIE".to_owned()]);
        assert_eq!(cut.envelopes[0].pages, [1, 3]);
        assert_eq!(cut.envelopes[0].persons[0].documents.len(), 2);
    }
}
