use super::{model::Model, network::Shares};

/// A character that was read: where along the line, and how surely.
#[derive(Clone)]
pub struct Letter {
    pub text: String,
    /// First and last step, counted along the line.
    pub from: usize,
    pub to: usize,
    /// The share of this character where it is largest, 0 to 1.
    pub sure: f32,
}

/// What a line says.
#[derive(Default)]
pub struct Decoded {
    pub letters: Vec<Letter>,
    /// For each step at which nothing was read how surely there is nothing; 1 for the others.
    pub gaps: Vec<f32>,
}

/// The best code of each step; the same code in a row is one character, and the code between characters parts them.
pub fn decode(model: &Model, shares: &Shares) -> Decoded {
    let mut read = Decoded { letters: Vec::new(), gaps: Vec::new() };
    let mut last = model.between;
    for (at, step) in shares.steps().enumerate() {
        let (code, share) = best(&step[..model.output.used]);
        let mut gap = 1.0;
        if code == model.between {
            gap = 0.35 + share;
        } else if code == last {
            if let Some(letter) = read.letters.last_mut() {
                (letter.to, letter.sure) = (at, letter.sure.max(share));
            }
        } else if let Some(text) = model.characters.get(code).and_then(Option::as_ref) {
            read.letters.push(Letter { text: text.clone(), from: at, to: at, sure: share });
        } else {
            gap = 0.0;
        }
        read.gaps.push(gap);
        last = code;
    }
    read
}

fn best(step: &[f32]) -> (usize, f32) {
    step.iter().copied().enumerate().fold((0, f32::MIN), |best, next| if next.1 > best.1 { next } else { best })
}
