//! What holds for every provisional document, and fourteen months without a gap.

use chrono::{Days, Months, NaiveDate};
use law::{
    Calendar, Catalogue, List,
    documents::{
        CoverAlarm, Decision, DocumentCase, DocumentChoice, FilingWay, Held, HeldKind, OfiiProgress, RequestNature,
        WorkAnswer, check_mention, cover_alarm, next_document, provisional_document,
    },
};
use proptest::{option, prelude::*, sample::select};

use crate::{calendar, catalogue, d};

/// Facts as numbers, so that they borrow nothing: the article is drawn from the table of work rights.
#[derive(Clone, Debug)]
struct Drawn {
    today: NaiveDate,
    article: prop::sample::Index,
    held: Option<(HeldKind, i64)>,
    nature: RequestNature,
    way: FilingWay,
    flags: [bool; 6],
    ofii: OfiiProgress,
    decision: Decision,
    known: [Option<bool>; 3],
}

impl Drawn {
    fn case<'a>(&self, catalogue: &'a Catalogue) -> DocumentCase<'a> {
        let article = self.article.get(catalogue.work_rights()).article.as_str();
        let [complete, in_time, listed, grown_up_here, commission, asylum_seeker] = self.flags;
        let [work_permit, long_stay_visa, one_year_here] = self.known;
        let expiry = |days: i64| self.today + chrono::TimeDelta::days(days);
        DocumentCase {
            way: self.way,
            listed,
            in_time,
            complete,
            held: self.held.map(|(kind, days)| Held { kind, expiry: expiry(days), article: None }),
            grown_up_here,
            decision: self.decision,
            commission,
            ofii: self.ofii,
            asylum_seeker,
            work_permit,
            long_stay_visa,
            one_year_here,
            ..DocumentCase::offline(self.today, Some(article), self.nature)
        }
    }
}

fn drawn() -> impl Strategy<Value = Drawn> {
    let day = (0_u64..2_000).prop_map(|days| d("2024-01-01") + Days::new(days));
    let held = option::of((select(HeldKind::ALL.to_vec()), -400_i64..400));
    let words = (
        select(RequestNature::ALL.to_vec()),
        select(FilingWay::ALL.to_vec()),
        select(OfiiProgress::ALL.to_vec()),
        select(Decision::ALL.to_vec()),
    );
    let known = prop::array::uniform3(option::of(any::<bool>()));
    (day, any::<prop::sample::Index>(), held, words, prop::array::uniform6(any::<bool>()), known).prop_map(
        |(today, article, held, (nature, way, ofii, decision), flags, known)| Drawn {
            today,
            article,
            held,
            nature,
            way,
            flags,
            ofii,
            decision,
            known,
        },
    )
}

fn owed(case: &DocumentCase<'_>, catalogue: &Catalogue) -> DocumentChoice {
    provisional_document(case, catalogue, &calendar("67"))
}

/// How much the best document protects: regular stay, then work.
fn protects(choice: &DocumentChoice) -> (bool, u8) {
    let work = match choice.document.work.answer {
        WorkAnswer::Allowed => 3,
        WorkAnswer::Limited { .. } => 2,
        WorkAnswer::ToCheck { .. } => 1,
        WorkAnswer::NotAllowed => 0,
    };
    (choice.document.proves_stay, work)
}

proptest! {
    /// I-13, I-14, R-44, R-50: whatever is known, there is a document; it cites its rule, its version and its texts, ends after it starts,
    /// prints nothing that its own table contradicts, and nothing from memory without a signature.
    #[test]
    fn a_document_says_what_it_rests_on_and_nothing_else(drawn in drawn()) {
        let catalogue = catalogue();
        let choice = owed(&drawn.case(&catalogue), &catalogue);
        for document in choice.beside.iter().chain([&choice.document]) {
            prop_assert!(!document.label.is_empty() && !document.third_party.is_empty() && !document.mentions.is_empty());
            prop_assert!(!document.why.source.is_empty() && document.why.version == "2026-04-03");
            prop_assert!(!document.basis.is_empty() && !document.why.because.is_empty());
            prop_assert!(document.to.is_none_or(|to| to >= document.from));
            for mention in &document.mentions {
                prop_assert_eq!(check_mention(mention.text(), document), Ok(()), "{:?}", document.kind);
            }
            let unsure = document.why.certainty.needs_signature() || document.work.certainty.needs_signature();
            prop_assert!(!(unsure && document.prints_alone()));
        }
        prop_assert!(choice.beside.iter().all(|other| !other.proves_stay || choice.document.proves_stay));
    }

    /// More papers, an earlier filing, a title held: nothing that the applicant brings makes the document protect less.
    #[test]
    fn what_the_applicant_brings_never_makes_the_document_worse(drawn in drawn()) {
        let catalogue = catalogue();
        let case = drawn.case(&catalogue);
        let before = protects(&owed(&case, &catalogue));
        for better in [
            DocumentCase { complete: true, ..case },
            DocumentCase { in_time: true, ..case },
            DocumentCase { grown_up_here: true, ..case },
            DocumentCase { work_permit: Some(true), ..case },
            DocumentCase { long_stay_visa: Some(true), ..case },
            DocumentCase { one_year_here: Some(true), ..case },
        ] {
            prop_assert!(protects(&owed(&better, &catalogue)) >= before, "{better:?}");
        }
    }

    /// I-12: a document that ends without a following one is told to an officer seven days before, and a gap whenever it is known.
    #[test]
    fn an_officer_is_told_seven_days_before_nothing_follows(to in 0_u64..2_000, before in 0_u64..40, after in option::of(0_u64..40)) {
        let catalogue = catalogue();
        let to = d("2026-04-03") + Days::new(to);
        let today = to - Days::new(before);
        let next = after.map(|days| to + Days::new(1) + Days::new(days));
        match cover_alarm(to, next, today, &catalogue) {
            None => {
                let quiet = after.map_or(before > 7, |days| days == 0);
                prop_assert!(quiet);
            }
            Some(CoverAlarm::NothingFollows { until }) => prop_assert!(until == to && before <= 7 && next.is_none()),
            Some(CoverAlarm::Gap { from, to: last }) => {
                prop_assert_eq!((Some(from), last.succ_opt()), (to.succ_opt(), next));
            }
        }
    }
}

/// A sequence of numbers that is the same at each run.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, limit: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % limit
    }

    fn pick<T: Copy>(&mut self, of: &[T]) -> T {
        of[usize::try_from(self.below(of.len() as u64)).unwrap_or(0)]
    }
}

/// The days on which nothing covers a person over fourteen months, when each document is issued on a day between its preparation and its
/// last day, as the chain says.
fn gaps(case: &DocumentCase<'_>, numbers: &mut Numbers, catalogue: &Catalogue, calendar: &Calendar) -> u32 {
    let end = case.today + Months::new(14);
    let mut gaps = 0;
    let mut case = *case;
    let mut covered = case.held.map_or(case.today, |held| held.expiry);
    while covered < end {
        let chain = next_document(covered, case.today, catalogue);
        let first_round = case.current.is_none() && case.held.is_none();
        let wait = chain.issue_by.signed_duration_since(chain.prepare_on).num_days().unsigned_abs();
        case.today = if first_round { case.today } else { chain.prepare_on + Days::new(numbers.below(wait + 1)) };
        let next = provisional_document(&case, catalogue, calendar);
        let start = if first_round { case.today } else { chain.from };
        assert!(next.document.proves_stay, "{case:?}");
        if next.document.from > start || next.gap.is_some() {
            gaps += 1;
        }
        let Some(to) = next.document.to else { return gaps };
        assert!(to > covered, "no progress: {case:?}");
        covered = to;
        case.current = Some((next.document.kind, to));
    }
    gaps
}

/// R-41, I-12: 10,000 cases, fourteen months each, every article of the table, both ways, every kind of title: no day without a document for
/// whoever's file is complete (or needs not be).
#[test]
fn fourteen_months_of_ten_thousand_cases_have_no_gap() {
    const CASES: u64 = 10_000;
    let catalogue = catalogue();
    let departments: Vec<Calendar> = ["75", "67", "971", "978"].map(calendar).into();
    let mut numbers = Numbers(20_261_120);
    let mut lasting = 0;
    for _ in 0..CASES {
        let rows = catalogue.work_rights();
        let row = &rows[usize::try_from(numbers.below(rows.len() as u64)).expect("index")];
        let today = d("2026-11-20") + Days::new(numbers.below(365));
        let way = numbers.pick(FilingWay::ALL);
        let holds = numbers.below(4) > 0;
        let expiry = today + Days::new(31 + numbers.below(90));
        let held = holds.then(|| Held { kind: numbers.pick(HeldKind::ALL), expiry, article: None });
        let protected = catalogue.lists_article(List::Protection, Some(&row.article), today);
        let nature = numbers.pick(RequestNature::ALL);
        let needs_nothing = protected && nature == RequestNature::First;
        let case = DocumentCase {
            way,
            complete: !needs_nothing || numbers.below(2) > 0,
            in_time: way == FilingWay::Offline || numbers.below(4) > 0,
            grown_up_here: !holds,
            held,
            ofii: OfiiProgress::Report,
            commission: numbers.below(10) == 0,
            ..DocumentCase::offline(today, Some(&row.article), nature)
        };
        let calendar = &departments[usize::try_from(numbers.below(4)).expect("index")];
        assert_eq!(gaps(&case, &mut numbers, &catalogue, calendar), 0, "{case:?}");
        lasting += 1;
    }
    assert_eq!(lasting, CASES);
}
