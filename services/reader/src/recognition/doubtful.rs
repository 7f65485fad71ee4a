//! Words that the network does not read surely, read again: what else they may say, how likely each is in two views of the line, and
//! which of it are words.

use std::ops::Range;

use super::{
    SURE,
    decode::{Decoded, Letter},
    hypotheses::{Steps, chance, likely, places},
    lexicon::Lexicon,
    model::Model,
    network::Shares,
    plausible::{is_number, plausibility},
};

/// Share of the least sure character from which what is no word is left as it is: a name.
const SURE_OF_NO_WORD: f32 = 0.98;
/// How far the words of the language count where every character was read surely.
const TRUST_IN_SURE: f32 = 0.35;
/// How likely the likeliest reading of a word must be among all others; below, Tesseract reads its line.
const SETTLED: f32 = 0.5;

/// Steps of the longest stretch that is settled, some fifty characters: what is longer is no word but a rule or a row of dots, and dear.
const LONGEST: usize = 150;

/// Steps that are seen again on each side of a doubtful word: three to four letters.
const CONTEXT: usize = 24;

/// What is read between two sure spaces.
struct Stretch {
    letters: Range<usize>,
    steps: Range<usize>,
    /// Whether each place of it was read surely.
    sure: bool,
}

fn stretches(read: &Decoded) -> Vec<Stretch> {
    let mut found = Vec::new();
    let (mut letter, mut step) = (0, 0);
    let is_end = |letter: &Letter| letter.text == " " && letter.sure >= SURE;
    let ends = read.letters.iter().enumerate().filter(|(_, letter)| is_end(letter));
    let ends = ends.map(|(at, space)| (at, space.from, space.to + 1));
    for (to_letter, to_step, next_step) in ends.chain([(read.letters.len(), read.gaps.len(), read.gaps.len())]) {
        let letters = letter..to_letter;
        let steps = step..to_step.max(step);
        let sure = read.letters[letters.clone()].iter().all(|letter| letter.sure >= SURE)
            && read.gaps[steps.clone()].iter().all(|gap| *gap >= SURE);
        found.push(Stretch { letters, steps, sure });
        (letter, step) = (to_letter + 1, next_step);
    }
    found
}

/// Whether everything was read surely.
pub fn is_sure(read: &Decoded) -> bool {
    stretches(read).iter().all(|stretch| stretch.sure)
}

/// How far what was read surely is in the language of the lexicon, 0 to 1: a page in another language is not bent to its words.
pub fn language(lexicon: &Lexicon, lines: &[Decoded]) -> f32 {
    /// Shares of known words of a page in another language, and of one in its own, names and all.
    const OTHER: f32 = 0.5;
    const OWN: f32 = 0.75;
    let (mut words, mut known) = (0.0, 0.0);
    for read in lines {
        for stretch in stretches(read).iter().filter(|stretch| stretch.sure) {
            let word = text(&read.letters[stretch.letters.clone()]);
            let core = word.trim_matches(|c: char| !c.is_alphanumeric());
            if core.chars().count() >= 4 && core.chars().all(char::is_alphabetic) {
                words += 1.0;
                known += f32::from(u8::from(lexicon.knows(core)));
            }
        }
    }
    // A few words tell little: as if half of eight more were known.
    ((((known + 5.0) / (words + 8.0)) - OTHER) / (OWN - OTHER)).clamp(0.0, 1.0)
}

fn text(letters: &[Letter]) -> String {
    letters.iter().map(|letter| letter.text.as_str()).collect()
}

/// Whether a stretch is worth a second look although each place of it was read surely: what it says is no word.
fn is_odd(lexicon: &Lexicon, language: f32, beside_number: bool, letters: &[Letter]) -> bool {
    let word = text(letters);
    let surest = letters.iter().map(|letter| letter.sure).fold(1.0, f32::min);
    let plausible = plausibility(lexicon, &word, language, beside_number);
    plausible < 0.0
        || (plausible == 0.0 && language > 0.5 && surest < SURE_OF_NO_WORD && word.chars().any(char::is_alphabetic))
}

/// Whether the last word before is a number, or the next one a group of three digits, as telephone numbers have ("0 806 001 620").
fn beside_number(before: &str, next: &str) -> bool {
    let is_group = next.len() == 3 && next.bytes().all(|byte| byte.is_ascii_digit());
    is_group || before.trim_end().rsplit(' ').next().is_some_and(is_number)
}

/// What was read in the stretch after this one.
fn next(stretches: &[Stretch], at: usize, letters: &[Letter]) -> String {
    stretches.get(at + 1).map_or_else(String::new, |next| text(&letters[next.letters.clone()]))
}

/// The stretches of a line that are looked at again, in steps: its doubtful words, each with some others before and after it, for the
/// network reads a letter by those around it. They do not overlap.
pub fn doubtful(lexicon: &Lexicon, language: f32, read: &Decoded) -> Vec<Range<usize>> {
    let said = text(&read.letters);
    let stretches = stretches(read);
    let mut before = "";
    let mut found: Vec<Range<usize>> = Vec::new();
    for (at, stretch) in stretches.iter().enumerate() {
        let letters = &read.letters[stretch.letters.clone()];
        let beside_number = beside_number(before, &next(&stretches, at, &read.letters));
        let odd = !stretch.sure || is_odd(lexicon, language, beside_number, letters);
        let end: usize = read.letters[..stretch.letters.end].iter().map(|letter| letter.text.len()).sum();
        before = &said[..end];
        if odd && stretch.steps.len() <= LONGEST {
            let around = around(&stretches, at);
            match found.last_mut() {
                Some(last) if around.start <= last.end => last.end = around.end,
                _ => found.push(around),
            }
        }
    }
    found
}

/// From a stretch so many before to so many after it that `CONTEXT` steps lie on each side, where the line has them.
fn around(stretches: &[Stretch], at: usize) -> Range<usize> {
    let own = &stretches[at].steps;
    let from = stretches[..=at].iter().rev().map(|stretch| stretch.steps.start);
    let to = stretches[at..].iter().map(|stretch| stretch.steps.end);
    let first = from.clone().find(|from| from + CONTEXT <= own.start).unwrap_or(0);
    let last = stretches.last().map_or(own.end, |last| last.steps.end);
    first..to.clone().find(|to| *to >= own.end + CONTEXT).unwrap_or(last)
}

/// What the network says of a part of a line in another view of it.
pub struct SecondView {
    pub steps: Range<usize>,
    pub shares: Shares,
}

/// The line with its doubtful words settled, and whether all of them are.
pub fn settled(
    model: &Model,
    language: f32,
    read: &Decoded,
    first: &Shares,
    second: &[SecondView],
) -> (Vec<Letter>, bool) {
    let Some(lexicon) = &model.lexicon else { return (read.letters.clone(), is_sure(read)) };
    let first = used(model, first);
    let seconds: Vec<(&Range<usize>, Vec<&[f32]>)> =
        second.iter().map(|view| (&view.steps, used(model, &view.shares))).collect();
    let (mut letters, mut all_sure): (Vec<Letter>, bool) = (Vec::new(), true);
    let stretches = stretches(read);
    for (at, stretch) in stretches.iter().enumerate() {
        let own = &read.letters[stretch.letters.clone()];
        let before = text(&letters);
        let steps = &stretch.steps;
        let beside_number = beside_number(&before, &next(&stretches, at, &read.letters));
        let doubtful = !stretch.sure || is_odd(lexicon, language, beside_number, own);
        let seen = seconds.iter().find(|(seen, _)| seen.start <= steps.start && steps.end <= seen.end);
        let views = seen.filter(|_| doubtful && steps.len() <= LONGEST).and_then(|(seen, shares)| {
            Some([first.get(steps.clone())?, shares.get(steps.start - seen.start..steps.end - seen.start)?])
        });
        if let Some(views) = views {
            let trust = if stretch.sure { TRUST_IN_SURE } else { 1.0 };
            let plausible = |text: &str| match plausibility(lexicon, text, language, beside_number) {
                words if words > 0.0 => trust * words,
                none => none,
            };
            let settled = settle(model, plausible, views);
            all_sure &= stretch.sure || settled.likely >= SETTLED;
            letters.extend(settled.letters.into_iter().map(|letter| Letter {
                from: letter.from + steps.start,
                to: letter.to + steps.start,
                ..letter
            }));
        } else {
            letters.extend_from_slice(own);
            all_sure &= stretch.sure;
        }
        letters.extend(read.letters.get(stretch.letters.end).cloned());
    }
    (letters, all_sure)
}

/// The shares of the codes that stand for something, step by step.
fn used<'a>(model: &Model, shares: &'a Shares) -> Vec<&'a [f32]> {
    shares.steps().map(|step| &step[..model.output.used]).collect()
}

struct Settled {
    letters: Vec<Letter>,
    /// Of all that it may say, how likely this is.
    likely: f32,
}

fn settle(model: &Model, plausible: impl Fn(&str) -> f32, views: [&Steps; 2]) -> Settled {
    let mut said: Vec<Vec<usize>> = views.iter().flat_map(|view| likely(view, model.between)).collect();
    for codes in &mut said {
        let spaces = |code: &usize| *code == SPACE;
        let from = codes.iter().take_while(|code| spaces(code)).count();
        codes.drain(..from);
        codes.truncate(codes.len() - codes.iter().rev().take_while(|code| spaces(code)).count());
    }
    said.sort_unstable();
    said.dedup();
    let mut scored: Vec<(f32, &Vec<usize>, Vec<&str>)> = Vec::new();
    for codes in &said {
        let name = |code: &usize| model.characters.get(*code)?.as_deref();
        let Some(texts) = codes.iter().map(name).collect::<Option<Vec<&str>>>() else { continue };
        let seen: f32 = views.iter().map(|view| chance(view, codes, model.between)).sum::<f32>() / 2.0;
        scored.push((seen + plausible(&texts.concat()), codes, texts));
    }
    let Some((best, codes, texts)) = scored.iter().max_by(|one, other| one.0.total_cmp(&other.0)) else {
        return Settled { letters: Vec::new(), likely: 0.0 };
    };
    let likely = 1.0 / scored.iter().map(|(score, ..)| (score - best).exp()).sum::<f32>();
    let known = plausible(&texts.concat()) > 0.0;
    let places = places(views[0], codes, model.between);
    let letter = |(text, (from, to, share)): (&&str, (usize, usize, f32))| Letter {
        text: (*text).to_owned(),
        from,
        to,
        sure: if known { share.max(0.9 * likely) } else { share },
    };
    Settled { letters: texts.iter().zip(places).map(letter).collect(), likely }
}

/// The code of a space.
const SPACE: usize = 0;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_stands_beside_numbers() {
        assert!(beside_number("tél. 05 34", "") && beside_number("tél.", "806"));
        assert!(!beside_number("tél.", "05") && !beside_number("rue", "806e") && !beside_number("", ""));
    }
}
