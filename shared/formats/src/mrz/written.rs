/// Lengths of a line that stands for several, written one behind the other, and of each of those.
const JOINED: [(usize, usize); 3] = [(88, 44), (72, 36), (90, 30)];

/// The lines of a zone as people and programs write them: in small letters, with spaces for fillers, in one piece.
pub(super) fn lines(text: &str) -> Vec<String> {
    let written = text.replace("\\n", "\n");
    let trimmed = written.lines().map(|line| line.trim_end_matches(['\r', '\n']).trim_start());
    let lines: Vec<String> = trimmed.filter(|line| !line.trim().is_empty()).map(capitals).collect();
    match &lines[..] {
        [one] => match JOINED.iter().find(|(joined, _)| one.len() == *joined) {
            Some((_, each)) => {
                one.as_bytes().chunks(*each).map(|line| String::from_utf8_lossy(line).into_owned()).collect()
            }
            None => lines.iter().map(|line| line.trim_end_matches(' ').replace(' ', "<")).collect(),
        },
        _ => lines,
    }
    .into_iter()
    .map(|line| line.replace(' ', "<"))
    .collect()
}

/// One byte a character: what is no character of the zone becomes `?`, so that places stay what they were.
fn capitals(line: &str) -> String {
    let mut out = String::with_capacity(line.len());
    for letter in line.chars() {
        match letter {
            '«' | '≪' => out.push_str("<<"),
            '‹' | '＜' => out.push('<'),
            c if c.is_ascii_alphanumeric() => out.push(c.to_ascii_uppercase()),
            '<' => out.push('<'),
            c if c.is_whitespace() => out.push(' '),
            _ => out.push('?'),
        }
    }
    out
}
