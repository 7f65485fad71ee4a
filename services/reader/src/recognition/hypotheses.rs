//! What a stretch of a line may say, and how likely the network finds it: sums over all ways of writing the same characters along
//! the steps (connectionist temporal classification, Graves 2006).

use std::collections::HashMap;

/// Shares of the codes, step by step.
pub type Steps<'a> = [&'a [f32]];

/// So many beginnings are followed at once.
const FOLLOWED: usize = 12;
/// Smaller shares lead nowhere.
const LEAST: f32 = 0.004;

/// The likeliest sequences of codes, the best first.
pub fn likely(steps: &Steps, between: usize) -> Vec<Vec<usize>> {
    // Of each beginning: its share when it ends in the code between characters, and in its own last one.
    let mut beginnings: Vec<(Vec<usize>, [f32; 2])> = vec![(Vec::new(), [1.0, 0.0])];
    for step in steps {
        let codes: Vec<(usize, f32)> = step.iter().copied().enumerate().filter(|(_, share)| *share >= LEAST).collect();
        let mut next: HashMap<Vec<usize>, [f32; 2]> = HashMap::new();
        for (said, [parted, open]) in &beginnings {
            for (code, share) in codes.iter().copied() {
                if code == between {
                    next.entry(said.clone()).or_default()[0] += (parted + open) * share;
                    continue;
                }
                let again = said.last() == Some(&code);
                if again {
                    next.entry(said.clone()).or_default()[1] += open * share;
                }
                let before = if again { *parted } else { parted + open };
                if before > 0.0 {
                    let longer: Vec<usize> = said.iter().copied().chain([code]).collect();
                    next.entry(longer).or_default()[1] += before * share;
                }
            }
        }
        beginnings = next.into_iter().collect();
        beginnings.sort_by(|one, other| sum(other.1).total_cmp(&sum(one.1)).then_with(|| one.0.cmp(&other.0)));
        beginnings.truncate(FOLLOWED);
        let most = beginnings.first().map_or(1.0, |best| sum(best.1)).max(f32::MIN_POSITIVE);
        for (_, shares) in &mut beginnings {
            *shares = shares.map(|share| share / most);
        }
    }
    beginnings.into_iter().map(|(said, _)| said).collect()
}

fn sum([one, other]: [f32; 2]) -> f32 {
    one + other
}

/// The codes with the code between characters before, between and after them: the states that a way goes through.
fn states(said: &[usize], between: usize) -> Vec<usize> {
    let mut states = vec![between];
    for code in said {
        states.extend([*code, between]);
    }
    states
}

/// Whether a way may go from two states before to this one: over the code between characters, but not between two that are the same.
fn may_skip(states: &[usize], state: usize, between: usize) -> bool {
    state >= 2 && states[state] != between && states[state] != states[state - 2]
}

/// How likely these codes are along the steps, as a natural logarithm.
pub fn chance(steps: &Steps, said: &[usize], between: usize) -> f32 {
    let states = states(said, between);
    let mut shares = vec![0.0_f32; states.len()];
    let mut sum_of_logarithms = 0.0;
    for (at, step) in steps.iter().enumerate() {
        let mut now = vec![0.0_f32; states.len()];
        for (state, now) in now.iter_mut().enumerate() {
            let mut before = shares[state];
            before += if state >= 1 { shares[state - 1] } else { 0.0 };
            before += if may_skip(&states, state, between) { shares[state - 2] } else { 0.0 };
            let before = if at == 0 { f32::from(u8::from(state < 2)) } else { before };
            *now = before * step[states[state]].max(1e-6);
        }
        let all: f32 = now.iter().sum();
        sum_of_logarithms += all.max(f32::MIN_POSITIVE).ln();
        shares = now.into_iter().map(|share| share / all.max(f32::MIN_POSITIVE)).collect();
    }
    let ends: f32 = shares.iter().rev().take(2).sum();
    sum_of_logarithms + ends.max(1e-30).ln()
}

/// Where along the steps each of the codes stands on the likeliest way: its first and its last step, and its largest share there.
pub fn places(steps: &Steps, said: &[usize], between: usize) -> Vec<(usize, usize, f32)> {
    let states = states(said, between);
    let mut best = vec![f32::MIN; states.len()];
    let mut came = Vec::with_capacity(steps.len());
    for (at, step) in steps.iter().enumerate() {
        let mut from = vec![0; states.len()];
        let mut now = vec![f32::MIN; states.len()];
        for (state, (now, from)) in now.iter_mut().zip(&mut from).enumerate() {
            let mut before = (best[state], state);
            if state >= 1 && best[state - 1] > before.0 {
                before = (best[state - 1], state - 1);
            }
            if may_skip(&states, state, between) && best[state - 2] > before.0 {
                before = (best[state - 2], state - 2);
            }
            if at == 0 {
                before = (if state < 2 { 0.0 } else { f32::MIN }, state);
            }
            *from = before.1;
            if before.0 > f32::MIN {
                *now = before.0 + step[states[state]].max(1e-6).ln();
            }
        }
        came.push(from);
        best = now;
    }
    let last = states.len() - 1;
    let mut state = if last >= 1 && best[last - 1] > best[last] { last - 1 } else { last };
    let mut places: Vec<(usize, usize, f32)> = vec![(usize::MAX, 0, 0.0); said.len()];
    for at in (0..steps.len()).rev() {
        if state % 2 == 1 {
            let place = &mut places[state / 2];
            let share = steps[at][states[state]];
            *place = (at, if place.0 == usize::MAX { at } else { place.1 }, place.2.max(share));
        }
        state = came[at][state];
    }
    // A code that found no step stands at the beginning.
    places.into_iter().map(|(from, to, share)| (if from == usize::MAX { 0 } else { from }, to, share)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Codes: a, b, between.
    const BETWEEN: usize = 2;

    #[test]
    fn all_ways_of_writing_the_same_are_added_up() {
        // Two steps: "a" may be written as a-, -a and aa.
        let step = [0.4, 0.0, 0.6];
        let steps = [&step[..], &step[..]];
        assert_eq!(likely(&steps, BETWEEN)[..2], [vec![0], vec![]]);
        let a = chance(&steps, &[0], BETWEEN).exp();
        assert!((a - (0.4 * 0.6 + 0.6 * 0.4 + 0.4 * 0.4)).abs() < 1e-4, "{a}");
        let nothing = chance(&steps, &[], BETWEEN).exp();
        assert!((nothing - 0.36).abs() < 1e-4, "{nothing}");
    }

    #[test]
    fn the_same_character_twice_needs_something_between() {
        let (a, parted) = ([0.98, 0.01, 0.01], [0.01, 0.01, 0.98]);
        assert_eq!(likely(&[&a, &a], BETWEEN)[0], [0]);
        assert_eq!(likely(&[&a, &parted, &a], BETWEEN)[0], [0, 0]);
        assert!(chance(&[&a, &a], &[0, 0], BETWEEN) < -5.0);
    }

    #[test]
    fn characters_stand_where_their_shares_are() {
        let (a, b, parted) = ([0.9, 0.05, 0.05], [0.05, 0.9, 0.05], [0.01, 0.01, 0.98]);
        let steps: [&[f32]; 6] = [&parted, &a, &a, &parted, &b, &parted];
        let found = places(&steps, &[0, 1], BETWEEN);
        assert_eq!(found.iter().map(|place| (place.0, place.1)).collect::<Vec<_>>(), [(1, 2), (4, 4)]);
        assert!((found[1].2 - 0.9).abs() < 1e-6);
    }
}
