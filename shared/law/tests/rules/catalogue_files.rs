//! The shipped catalogue, and what a mistake in a file says.

use law::{AnefStatus, Catalogue, Certainty, Parameter, embedded_parts};

use crate::{catalogue, d};

/// The shipped files with one of them changed.
fn changed(file: &str, change: impl Fn(&str) -> String) -> Vec<String> {
    with(file, change, None)
}

fn with(file: &str, change: impl Fn(&str) -> String, local: Option<&str>) -> Vec<String> {
    let texts: Vec<(&str, String)> = embedded_parts()
        .iter()
        .map(|(name, text)| (*name, if *name == file { change(text) } else { (*text).to_owned() }))
        .chain(local.map(|text| ("site.toml", text.to_owned())))
        .collect();
    let parts: Vec<(&str, &str)> = texts.iter().map(|(name, text)| (*name, text.as_str())).collect();
    Catalogue::from_toml(&parts).err().unwrap_or_default().iter().map(ToString::to_string).collect()
}

fn local(text: &str) -> Vec<String> {
    with("", str::to_owned, Some(text))
}

#[test]
fn the_shipped_catalogue_holds_the_31_titles_and_says_where_each_comes_from() {
    let catalogue = catalogue();
    assert_eq!(catalogue.rule_set().name, "2026-04-03");
    let codes: Vec<_> = catalogue.titles().iter().map(|title| title.code.clone()).collect();
    assert_eq!(codes, (1..=31).map(|n| format!("T{n:02}")).collect::<Vec<_>>());
    assert!(catalogue.titles().iter().all(|title| !title.period.source.is_empty() && !title.label.is_empty()));
    let title = |code| catalogue.title(code, d("2026-11-20")).expect("title");
    assert_eq!(title("T02").on_list(None, d("2026-11-20")), Some(false));
    assert_eq!(title("T05").on_list(None, d("2026-11-20")), Some(true));
    assert_eq!(title("T05").on_list(None, d("2023-03-30")), Some(false));
    assert_eq!((title("T12").anef, title("T12").on_list(None, d("2026-11-20"))), (AnefStatus::ToCheck, None));
    assert_eq!(title("T17").on_list(Some("L. 425-9"), d("2026-11-20")), Some(true));
    assert_eq!(title("T17").on_list(Some("L. 425-10"), d("2026-11-20")), Some(false));
    assert_eq!(title("T17").on_list(None, d("2026-11-20")), None);
}

#[test]
fn the_demonstration_prefecture_reaches_nobody_and_has_what_a_letter_must_say() {
    let catalogue = catalogue();
    let prefecture = catalogue.prefecture_of("67".parse().expect("département"), d("2026-11-20")).expect("prefecture");
    assert!(prefecture.fictitious);
    assert_eq!(prefecture.code, "demo-67");
    assert!(prefecture.email.as_deref().is_some_and(|email| email.ends_with(".example")));
    assert!(prefecture.phone.starts_with("+3335301"));
    assert!(!prefecture.lines.is_empty() && !prefecture.court.lines.is_empty() && !prefecture.opening_hours.is_empty());
    assert!(!prefecture.neutral_return.concat().to_uppercase().contains("PREFECTURE"));
}

/// A file, the text changed, what it becomes, a text of the line to be named, and what the message says.
type Mistake = (&'static str, &'static str, &'static str, &'static str, &'static str);

const MISTAKES: &[Mistake] = &[
    (
        "titles.toml",
        "silence = \"student\"",
        "silence = \"studant\"",
        "[[title]]\ncode = \"T01\"",
        "unknown row on silence studant",
    ),
    ("titles.toml", "anef = \"to_check\"", "anef = \"perhaps\"", "anef = \"to_check\"", "unknown variant `perhaps`"),
    ("rules.toml", "source = \"CRPA, art. L. 112-1\"", "source = \" \"", "[[rule]]\nid = \"RL-01\"", "without source"),
    (
        "holidays.toml",
        "territories = [\"mayotte\"]",
        "territories = [\"mayot\"]",
        "[[holiday]]\nkey = \"abolition_mayotte\"",
        "unknown territory mayot",
    ),
    (
        "holidays.toml",
        "effective_to = 2017-12-31",
        "effective_to = 2017-12-30",
        "day = 28\nterritories = [\"saint-martin\"]",
        "nothing is in force from 2017-12-31",
    ),
    (
        "holidays.toml",
        "effective_to = 2017-12-31",
        "effective_to = 2018-01-01",
        "day = 28\nterritories = [\"saint-martin\"]",
        "overlaps",
    ),
    ("silence.toml", "days = 90", "days = 90\nmonths = 3", "[[silence]]\nkey = \"student\"", "either months or days"),
    (
        "parameters.toml",
        "value = 4",
        "value = true",
        "[[parameter]]\nkey = \"postal_presumption_working_days\"",
        "wrong kind",
    ),
    ("parameters.toml", "value = 4", "value = 4\ncolour = 3", "value = 4", "unknown field `colour`"),
    (
        "territories.toml",
        "zone = \"Indian/Mayotte\"",
        "zone = \"Indian/Mayote\"",
        "[[territory]]\ncode = \"mayotte\"",
        "unknown time zone",
    ),
    (
        "territories.toml",
        "departments = [\"57\", \"67\", \"68\"]",
        "departments = [\"56\", \"67\", \"68\"]",
        "[[territory]]\ncode = \"alsace-moselle\"",
        "also in metropole",
    ),
    ("rule-set.toml", "consolidated_on = 2026-04-03", "consolidated_on = 2026-02-30", "consolidated_on", ""),
    ("prefectures.toml", "phone = \"+33353010067\"", "phone = \"\"", "[[prefecture]]", "without telephone"),
    (
        "prefectures.toml",
        "department = \"67\"",
        "department = \"98\"",
        "[[prefecture]]",
        "no territory holds the département 98",
    ),
    ("rules.toml", "[part]", "[[part]", "[part]", ""),
    (
        "lists.toml",
        "\"L. 423-22\", \"L. 424-1\"",
        "\"L. 432-22\", \"L. 424-1\"",
        "[[list]]\nkey = \"until_nineteen\"",
        "unknown article L. 432-22",
    ),
    ("lists.toml", "key = \"commission\"", "key = \"comission\"", "key = \"commission\"", "unknown list comission"),
    (
        "titles.toml",
        "articles = [\"L. 424-1\"]",
        "articles = [\"L. 424-1\", \"L. 424-99\"]",
        "[[title]]\ncode = \"T09\"",
        "no row says who may work while L. 424-99 is pending",
    ),
    (
        "work_right.toml",
        "text = \"CESEDA, art. R. 233-15 et R. 233-18\"",
        "text = \"\"",
        "[[work_right]]",
        "which text gives",
    ),
    (
        "work_right.toml",
        "work = \"limited\", text",
        "work = \"yes\", text",
        "article = \"L. 421-5\"",
        "goes with a limit",
    ),
    (
        "fees.toml",
        "from_note = \"date",
        "# \"date",
        "euros = 200\nfirst_euros = 300",
        "from_certainty and from_note go together",
    ),
    (
        "fees.toml",
        "effective_to = 2026-04-30",
        "effective_to = 2026-03-31",
        "euros = 200\nfirst_euros = 300",
        "nothing is in force from 2026-04-01",
    ),
    (
        "fees.toml",
        "certainty = \"secondary\"",
        "certainty = \"verified\"",
        "euros = 200\nfirst_euros = 300",
        "later than the texts read (2026-04-03)",
    ),
    (
        "rules.toml",
        "effective_from = 2025-05-06",
        "effective_from = 2025-05-05",
        "[[rule]]\nid = \"RL-82\"",
        "applies from 2025-05-05 a text of 2025-05-06",
    ),
    ("urgency.toml", "signal = \"waiting\"", "signal = \"nationality\"", "signal = \"waiting\"", "unknown variant"),
    ("urgency.toml", "from_points = 25", "from_points = 60", "band = \"p2\"", "p2 starts at 60 points, not below p1"),
    ("urgency.toml", "from_points = 0", "from_points = 1", "band = \"p3\"", "some scores would have no band"),
    (
        "pieces.toml",
        "titles = [\"T06\"]",
        "titles = [\"T66\"]",
        "key = \"t06_child\"",
        "t06_child names the unknown title T66",
    ),
    (
        "pieces.toml",
        "articles = [\"L. 423-2\"]",
        "articles = [\"L. 423-7\"]",
        "key = \"t05_entry\"",
        "none of its titles has",
    ),
    ("pieces.toml", "kind = \"passport\"", "kind = \"pasport\"", "kind = \"passport\"", "unknown variant"),
    ("documents.toml", "kind = \"recepisse\"", "kind = \"recepice\"", "kind = \"recepisse\"", "unknown variant"),
    ("rules.toml", "[part]\n", "", "[part]", "must start with [part]"),
];

#[test]
fn a_mistake_is_named_with_its_file_and_line() {
    let at = |needle: &str, file: &str| {
        let (_, text) = embedded_parts().iter().find(|(name, _)| *name == file).expect(file);
        text[..text.find(needle).expect(needle)].matches('\n').count() + 1
    };
    for (file, from, to, line, says) in MISTAKES.iter().copied() {
        let errors = changed(file, |text| text.replacen(from, to, 1));
        let line = at(line, file);
        let named = errors.iter().any(|error| {
            let mut fields = error.splitn(3, ':');
            let (name, at) = (fields.next(), fields.next().and_then(|at| at.parse::<usize>().ok()));
            name == Some(file) && at.is_some_and(|at| at.abs_diff(line) <= 6) && error.contains(says)
        });
        assert!(named, "{file}: {to}: around line {line}: {errors:#?}");
    }
}

#[test]
fn several_mistakes_are_all_told_at_once() {
    let errors = changed("titles.toml", |text| text.replace("silence = \"default\"", "silence = \"defaut\""));
    assert!(errors.len() > 10, "{errors:?}");
}

#[test]
fn what_the_engine_needs_must_be_there() {
    let errors =
        changed("parameters.toml", |text| text.replace("key = \"complement_days\"", "key = \"visa_again_months\""));
    assert!(errors.iter().any(|error| error.contains("the parameter complement_days is missing")), "{errors:?}");
    let errors = changed("documents.toml", |text| text.replace("key = \"summons\"", "key = \"presence\""));
    assert!(errors.iter().any(|error| error.contains("the mention summons is missing")), "{errors:?}");
    assert!(Catalogue::from_toml(&[]).is_err());
}

/// What is not in the texts of the rule set never passes for verified, and a doubtful day says so.
#[test]
fn nothing_later_than_the_texts_is_called_verified() {
    let catalogue = catalogue();
    let read_on = catalogue.rule_set().consolidated_on;
    let periods = (catalogue.rules().iter().map(|row| &row.period))
        .chain(catalogue.documents().iter().map(|row| &row.period))
        .chain(catalogue.mentions().iter().map(|row| &row.period))
        .chain(catalogue.fees().iter().map(|row| &row.period));
    for period in periods.filter(|period| period.effective_from > read_on || period.source.contains("502860")) {
        assert_ne!(period.certainty, Certainty::Verified, "{period:?}");
        assert!(period.effective_from > read_on, "{period:?}");
    }
    let later = catalogue.fees().iter().filter(|row| row.period.effective_from > read_on);
    for row in later {
        assert!(row.period.from_note.is_some() && row.period.sure().needs_signature(), "{row:?}");
    }
}

#[test]
fn a_prefecture_sets_its_own_figure_only_where_the_national_row_lets_it() {
    let row = |key: &str| {
        format!(
            "[part]\nscope = \"local\"\nauthor = \"Préfecture\"\n[[parameter]]\nkey = \"{key}\"\nvalue = 45\nlabel = \"x\"\n\
             source = \"Décision du préfet\"\neffective_from = 2026-06-01\ncertainty = \"verified\"\n"
        )
    };
    assert_eq!(local(&row("complement_days")), Vec::<String>::new());
    assert!(local(&row("appeal_months"))[0].starts_with("site.toml:4: appeal_months is national"));
    let text = row("complement_days");
    let parts: Vec<_> = embedded_parts().iter().copied().chain([("site.toml", text.as_str())]).collect();
    let catalogue = Catalogue::from_toml(&parts).expect("catalogue");
    for (on, days, certainty) in [("2026-05-31", 30, Certainty::Memory), ("2026-06-01", 45, Certainty::Verified)] {
        let parameters = catalogue.parameters(d(on));
        assert_eq!(
            (parameters.number(Parameter::Complement), parameters.certainty(Parameter::Complement)),
            (days, certainty)
        );
    }
}

#[test]
fn a_local_file_cannot_touch_what_is_national() {
    let holiday = "[part]\nscope = \"local\"\nauthor = \"x\"\n[[holiday]]\nkey = \"fete\"\nname = \"Fête\"\nmonth = 7\nday = 1\n\
                   source = \"x\"\neffective_from = 2026-01-01\ncertainty = \"verified\"\n";
    assert!(local(holiday)[0].contains("a holiday is national"));
}

#[test]
fn an_old_case_gets_the_oldest_row_we_hold() {
    assert_eq!(catalogue().parameters(d("1990-01-01")).number(Parameter::Complement), 30);
}
