//! Sounds without any voice.

/// Samples a second, as on a telephone line.
const RATE: u32 = 8_000;

/// Notes of the tone that stands for speech, in hertz.
const NOTES: [f32; 5] = [196.0, 220.0, 262.0, 294.0, 330.0];

/// A recording as long as the words would take (at most 12 seconds): one soft note a word, silence between them.
/// WAV, PCM, 16 bits, one channel. No words give two seconds of silence.
pub(crate) fn spoken(words: &str) -> Vec<u8> {
    let mut samples: Vec<i16> = Vec::new();
    for word in words.split_whitespace().take(40) {
        let letters = u32::try_from(word.chars().count().min(12)).unwrap_or(12);
        let note = NOTES[word.bytes().map(usize::from).sum::<usize>() % NOTES.len()];
        let length = RATE * (8 + letters) / 100;
        samples.extend((0..length).map(|i| sample(i, length, note)));
        samples.extend(std::iter::repeat_n(0, (RATE / 10) as usize));
    }
    samples.truncate((RATE * 12) as usize);
    if samples.is_empty() {
        samples = vec![0; (RATE * 2) as usize];
    }
    file(&samples)
}

/// A note that swells and fades, so that nothing clicks.
#[expect(clippy::cast_precision_loss, clippy::cast_possible_truncation, reason = "small counts; within 16 bits")]
fn sample(i: u32, length: u32, note: f32) -> i16 {
    let (at, whole) = (i as f32 / RATE as f32, length as f32 / RATE as f32);
    let swell = (at / whole * std::f32::consts::PI).sin();
    ((at * note * std::f32::consts::TAU).sin() * swell * 6_000.0) as i16
}

fn file(samples: &[i16]) -> Vec<u8> {
    let size = u32::try_from(samples.len() * 2).unwrap_or(u32::MAX);
    let mut out = Vec::with_capacity(44 + samples.len() * 2);
    out.extend_from_slice(b"RIFF");
    out.extend_from_slice(&(36 + size).to_le_bytes());
    out.extend_from_slice(b"WAVEfmt ");
    out.extend_from_slice(&16_u32.to_le_bytes());
    // PCM, one channel.
    out.extend_from_slice(&1_u16.to_le_bytes());
    out.extend_from_slice(&1_u16.to_le_bytes());
    out.extend_from_slice(&RATE.to_le_bytes());
    out.extend_from_slice(&(RATE * 2).to_le_bytes());
    out.extend_from_slice(&2_u16.to_le_bytes());
    out.extend_from_slice(&16_u16.to_le_bytes());
    out.extend_from_slice(b"data");
    out.extend_from_slice(&size.to_le_bytes());
    for sample in samples {
        out.extend_from_slice(&sample.to_le_bytes());
    }
    out
}
