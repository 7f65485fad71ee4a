use super::Member;
use crate::mail::attachments::clean_name;

/// Files kept of one text.
const MANY: usize = 100;

/// The files that old programs write into the text: `begin 644 name`, lines of up to 45 bytes, `end`.
pub fn files(text: &str) -> Vec<Member> {
    let mut found = Vec::new();
    let mut lines = text.lines();
    while let Some(line) = lines.next() {
        let Some(name) = beginning(line) else { continue };
        let mut bytes = Vec::new();
        let whole = loop {
            match lines.next().map(str::trim_end) {
                Some("end") => break true,
                Some("`" | "") => {}
                Some(line) if decode(line, &mut bytes) => {}
                Some(_) | None => break false,
            }
        };
        if whole && found.len() < MANY {
            found.push(Member { name: clean_name(name), declared: None, bytes });
        }
    }
    found
}

fn beginning(line: &str) -> Option<&str> {
    let (mode, name) = line.trim_end().strip_prefix("begin ")?.split_once(' ')?;
    let octal = (3..=4).contains(&mode.len()) && mode.bytes().all(|byte| (b'0'..=b'7').contains(&byte));
    (octal && !name.trim().is_empty()).then_some(name)
}

/// Adds the bytes of one line; false when it is none.
fn decode(line: &str, out: &mut Vec<u8>) -> bool {
    let value = |byte: u8| byte.wrapping_sub(32) & 63;
    let line = line.as_bytes();
    if !line.iter().all(|byte| (32..=96).contains(byte)) {
        return false;
    }
    let Some((length, data)) = line.split_first() else { return false };
    let length = value(*length) as usize;
    // Spaces at the end may have been lost on the way; more than one too many is no line of ours.
    if data.len() > length.div_ceil(3) * 4 + 2 {
        return false;
    }
    let mut bytes = Vec::with_capacity(48);
    for group in data.chunks(4) {
        let at = |index: usize| u32::from(value(group.get(index).copied().unwrap_or(b' ')));
        let word = at(0) << 18 | at(1) << 12 | at(2) << 6 | at(3);
        bytes.extend_from_slice(&word.to_be_bytes()[1..]);
    }
    bytes.resize(length, 0);
    out.extend(bytes);
    true
}

#[cfg(test)]
mod tests {
    use super::files;

    #[test]
    fn a_file_in_the_text_is_found_and_prose_is_left_alone() {
        let found = files(
            "Bonjour,\n\nbegin 644 d\u{e9}j\u{e0}.txt\n#0V%T\n`\nend\nbegin 12 things today\nbegin 644 cut\n#0V%T\n",
        );
        assert_eq!(found.len(), 1);
        assert_eq!((found[0].name.as_deref(), &found[0].bytes[..]), (Some("déjà.txt"), &b"Cat"[..]));
    }
}
