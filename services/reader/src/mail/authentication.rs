use mail_parser::Message as Mail;
use reading::Authentication;

use super::headers::{raw, raw_all};

/// What the receiving server found: the topmost `Authentication-Results` and those of the same server below it.
pub fn authentication(mail: &Mail<'_>) -> Authentication {
    let mut found = Authentication::default();
    for line in raw_all(mail, "Authentication-Results") {
        let line = without_comments(&line);
        let mut statements = line.split(';').map(str::trim);
        let server = statements.next().unwrap_or_default().split_whitespace().next().map(str::to_ascii_lowercase);
        if found.server.is_some() && found.server != server {
            break;
        }
        found.server = server;
        statements.for_each(|statement| note(&mut found, statement));
    }
    if found.spf.is_none() {
        let line = raw(mail, "Received-SPF").unwrap_or_default();
        let word = line.split(|c: char| !c.is_ascii_alphabetic()).next().unwrap_or_default();
        found.spf = (!word.is_empty()).then(|| word.to_ascii_lowercase());
    }
    found
}

/// `dkim=pass header.d=example.fr`
fn note(found: &mut Authentication, statement: &str) {
    let Some((method, rest)) = statement.split_once('=') else { return };
    let result = rest.split_whitespace().next().unwrap_or_default().to_ascii_lowercase();
    let method = method.trim().to_ascii_lowercase();
    let place = match method.split('/').next() {
        Some("spf") => &mut found.spf,
        Some("dkim") => &mut found.dkim,
        Some("dmarc") => &mut found.dmarc,
        Some(_) | None => return,
    };
    if place.is_none() || (method.starts_with("dkim") && result == "pass") {
        *place = Some(result);
    }
}

fn without_comments(line: &str) -> String {
    let mut depth = 0_u32;
    let keep = |c: &char| {
        let outside = depth == 0 && *c != '(';
        match c {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            _ => {}
        }
        outside
    };
    line.chars().filter(keep).collect()
}

#[cfg(test)]
mod tests {
    use mail_parser::MessageParser;

    use super::authentication;

    #[test]
    fn only_the_topmost_server_is_believed_and_one_good_signature_is_enough() {
        let raw = "Authentication-Results: mx.prefecture.fr; dkim=fail header.d=a.fr; dkim=pass (2048-bit; x) header.d=b.fr;\r\n spf=softfail smtp.mailfrom=a.fr\r\nAuthentication-Results: evil.example; dmarc=pass; spf=pass\r\n\r\n";
        let found = authentication(&MessageParser::default().parse(raw).expect("mail"));
        assert_eq!(found.server.as_deref(), Some("mx.prefecture.fr"));
        assert_eq!((found.spf.as_deref(), found.dkim.as_deref(), found.dmarc), (Some("softfail"), Some("pass"), None));
    }
}
