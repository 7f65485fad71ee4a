//! The names of folders as IMAP writes them: modified UTF-7 (RFC 3501, 5.1.3).

/// What stands for six bits: base 64 with a comma for the slash.
const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+,";

/// A folder as people name it, as it goes over the wire.
pub(super) fn on_the_wire(name: &str) -> String {
    let mut wire = String::with_capacity(name.len());
    let mut foreign: Vec<u16> = Vec::new();
    for c in name.chars() {
        if matches!(c, ' '..='~') {
            shift(&mut wire, &mut foreign);
            wire.push(c);
            if c == '&' {
                wire.push('-');
            }
        } else {
            foreign.extend_from_slice(c.encode_utf16(&mut [0; 2]));
        }
    }
    shift(&mut wire, &mut foreign);
    wire
}

/// Writes what is not printable ASCII, between `&` and `-`.
fn shift(wire: &mut String, foreign: &mut Vec<u16>) {
    if foreign.is_empty() {
        return;
    }
    wire.push('&');
    let (mut bits, mut count) = (0_u32, 0);
    for unit in foreign.drain(..) {
        bits = (bits << 16) | u32::from(unit);
        count += 16;
        while count >= 6 {
            count -= 6;
            wire.push(digit(bits >> count));
        }
        bits &= (1 << count) - 1;
    }
    if count > 0 {
        wire.push(digit(bits << (6 - count)));
    }
    wire.push('-');
}

fn digit(bits: u32) -> char {
    char::from(DIGITS[(bits & 0x3f) as usize])
}

#[cfg(test)]
mod tests {
    use super::on_the_wire;

    #[test]
    fn names_are_written_as_the_standard_shows_them() {
        // The examples of RFC 3501, 5.1.3.
        assert_eq!(on_the_wire("~peter/mail/台北/日本語"), "~peter/mail/&U,BTFw-/&ZeVnLIqe-");
        assert_eq!(on_the_wire("Hi Mom ☺!"), "Hi Mom &Jjo-!");
        for (name, wire) in [
            ("Traités", "Trait&AOk-s"),
            ("Boîte de réception/Reçus", "Bo&AO4-te de r&AOk-ception/Re&AOc-us"),
            ("Élèves", "&AMk-l&AOg-ves"),
            ("œuvré", "&AVM-uvr&AOk-"),
            ("A & B", "A &- B"),
            ("Archives 📁", "Archives &2D3cwQ-"),
            ("INBOX", "INBOX"),
            ("", ""),
        ] {
            assert_eq!(on_the_wire(name), wire, "{name}");
        }
    }
}
