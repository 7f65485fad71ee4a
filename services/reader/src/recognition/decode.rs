use super::{model::Model, network::Shares};

/// A character that was read: where along the line, and how surely.
pub struct Letter {
    pub text: String,
    /// First and last step, counted along the line.
    pub from: usize,
    pub to: usize,
    /// The share of this character where it is largest, 0 to 1.
    pub sure: f32,
}

/// What a line says, and how sure the least sure place of it is.
pub struct LineRead {
    pub letters: Vec<Letter>,
    /// The smallest share of anything that was read, and of nothing where something else may stand.
    pub doubt: f32,
}

/// The best code of each step; the same code in a row is one character, and the code between characters parts them.
pub fn decode(model: &Model, shares: &Shares) -> LineRead {
    let mut read = LineRead { letters: Vec::new(), doubt: 1.0 };
    let mut last = model.between;
    for (at, step) in shares.steps().enumerate() {
        let (code, share) = best(&step[..model.output.used]);
        if code == model.between {
            read.doubt = read.doubt.min(0.35 + share);
        } else if code == last {
            if let Some(letter) = read.letters.last_mut() {
                (letter.to, letter.sure) = (at, letter.sure.max(share));
            }
        } else if let Some(text) = model.characters.get(code).and_then(Option::as_ref) {
            read.letters.push(Letter { text: text.clone(), from: at, to: at, sure: share });
        } else {
            read.doubt = 0.0;
        }
        last = code;
    }
    read.doubt = read.letters.iter().fold(read.doubt, |doubt, letter| doubt.min(letter.sure));
    read
}

fn best(step: &[f32]) -> (usize, f32) {
    step.iter().copied().enumerate().fold((0, f32::MIN), |best, next| if next.1 > best.1 { next } else { best })
}
