//! The département that a postcode hints at.

use domain::Department;

/// The département that a postcode hints at (domain section 3.5): two digits, three overseas, `2A` below 20200 and `2B`
/// above. A hint only: CEDEX codes and a few border communes do not follow their département. `None` when no département
/// has such a code.
#[must_use]
pub fn of_postcode(postcode: &str) -> Option<Department> {
    let digits = postcode.len() == 5 && postcode.bytes().all(|byte| byte.is_ascii_digit());
    if !digits {
        return None;
    }
    let code = match (postcode, &postcode[..2], &postcode[..3]) {
        ("97133", ..) => "977",
        ("97150", ..) => "978",
        (_, "97" | "98", three) => three,
        (_, "20", "200" | "201") => "2A",
        (_, "20", "202" | "203" | "204" | "205" | "206") => "2B",
        (_, "00" | "20" | "96" | "99", _) => return None,
        (_, two, _) => two,
    };
    let known = !matches!(code, "970" | "979" | "980" | "981" | "982" | "983" | "984" | "985" | "989");
    code.parse().ok().filter(|_| known)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_postcode_hints_at_its_departement() {
        for (postcode, code) in [
            ("67000", "67"),
            ("01012", "01"),
            ("20000", "2A"),
            ("20190", "2A"),
            ("20200", "2B"),
            ("20620", "2B"),
            ("97110", "971"),
            ("97133", "977"),
            ("97150", "978"),
            ("97419", "974"),
            ("98800", "988"),
            ("75116", "75"),
        ] {
            assert_eq!(of_postcode(postcode).map(Department::code).as_deref(), Some(code), "{postcode}");
        }
        for wrong in ["", "6700", "670000", "ABCDE", "00100", "20900", "99123", "98000"] {
            assert_eq!(of_postcode(wrong), None, "{wrong}");
        }
    }
}
