//! The shapes that different programs give to the same words and files.

use chrono::{DateTime, FixedOffset};
use data_encoding::HEXLOWER;
use rand::{Rng, rngs::StdRng};

use super::mime::{Part, Transfer, extended, html, is_latin, latin_words, mailbox, words};
use crate::{doors::Client, files::MadeFile};

/// What a person wrote, before a program gives it a shape.
pub(super) struct Letter<'a> {
    pub name: &'a str,
    pub address: &'a str,
    pub to: (&'a str, &'a str),
    pub subject: &'a str,
    pub date: DateTime<FixedOffset>,
    /// Without angle brackets.
    pub id: String,
    pub answers: Option<String>,
    pub text: &'a str,
    pub html_only: bool,
    pub files: &'a [MadeFile],
}

/// Letters and digits that no other message has.
pub(super) fn token(rng: &mut StdRng, bytes: usize) -> String {
    HEXLOWER.encode(&(0..bytes).map(|_| rng.random()).collect::<Vec<u8>>())
}

/// The message as this program writes it, without the traces of its journey.
pub(super) fn shape(client: Client, letter: &Letter<'_>, rng: &mut StdRng) -> Part {
    let body = match client {
        Client::Gmail => gmail(letter, rng),
        Client::Outlook => outlook(letter, rng),
        Client::Iphone => iphone(letter, rng),
        Client::Android => android(letter, rng),
        Client::Thunderbird => thunderbird(letter, rng),
        Client::Webmail => webmail(letter, rng),
    };
    body.under(head(client, letter))
}

fn head(client: Client, letter: &Letter<'_>) -> Vec<(&'static str, String)> {
    let encode = if client == Client::Outlook { latin_words } else { words };
    let mut headers = vec![
        ("From", mailbox(letter.name, letter.address, encode)),
        ("To", mailbox(letter.to.0, letter.to.1, encode)),
        ("Subject", encode(letter.subject)),
        ("Date", letter.date.to_rfc2822()),
        ("Message-ID", format!("<{}>", letter.id)),
    ];
    if let Some(answered) = &letter.answers {
        headers.push(("In-Reply-To", format!("<{answered}>")));
        headers.push(("References", format!("<{answered}>")));
    }
    headers.push(("MIME-Version", "1.0".to_owned()));
    let more: &[(&'static str, &str)] = match client {
        Client::Gmail => &[],
        Client::Outlook => &[("Accept-Language", "fr-FR, en-US"), ("Content-Language", "fr-FR")],
        Client::Iphone => &[("X-Mailer", "iPhone Mail (23B85)")],
        Client::Android => &[("X-Mailer", "Samsung Email 6.1.96.1"), ("X-Priority", "3")],
        Client::Thunderbird => &[("User-Agent", "Mozilla Thunderbird"), ("Content-Language", "fr")],
        Client::Webmail => &[("X-Mailer", "Open-Xchange Mailer v7.10.6"), ("X-Originating-IP", "192.0.2.44")],
    };
    headers.extend(more.iter().map(|(name, value)| (*name, (*value).to_owned())));
    headers
}

/// Plain text beside HTML, or HTML alone when the program writes nothing else.
fn both(letter: &Letter<'_>, charset: &str, transfer: Transfer, page: &str, boundary: &str) -> Part {
    let rich = Part::text("html", charset, transfer, page);
    if letter.html_only {
        return rich;
    }
    Part::many("alternative", boundary, vec![Part::text("plain", charset, transfer, letter.text), rich])
}

/// The files after the words, when there are any.
fn with_files(words: Part, boundary: &str, files: Vec<Part>) -> Part {
    if files.is_empty() {
        return words;
    }
    Part::many("mixed", boundary, std::iter::once(words).chain(files).collect())
}

fn gmail(letter: &Letter<'_>, rng: &mut StdRng) -> Part {
    let page = format!("<div dir=\"ltr\">{}</div>\n", html(letter.text, "<div>", "</div><div><br></div>"));
    let transfer = if letter.text.is_ascii() { Transfer::Quoted } else { Transfer::Base64 };
    let (outer, inner) = (format!("000000000000{}", token(rng, 8)), format!("000000000000{}", token(rng, 8)));
    let files = letter.files.iter().map(|file| {
        let (name, id) = (words(&file.name), format!("f_m{}0", token(rng, 4)));
        let headers = vec![
            ("Content-Type", format!("{}; name=\"{name}\"", file.media_type)),
            ("Content-Disposition", format!("attachment; filename=\"{name}\"")),
            ("Content-ID", format!("<{id}>")),
            ("X-Attachment-Id", id),
        ];
        Part::file(headers, &file.bytes)
    });
    let files = files.collect();
    with_files(both(letter, "\"UTF-8\"", transfer, &page, &inner), &outer, files)
}

fn outlook(letter: &Letter<'_>, rng: &mut StdRng) -> Part {
    let charset = if is_latin(letter.text) { "iso-8859-1" } else { "utf-8" };
    let page = format!(
        "<html>\n<head>\n<meta http-equiv=\"Content-Type\" content=\"text/html; charset={charset}\">\n\
         <style type=\"text/css\" style=\"display:none;\"> P {{margin-top:0;margin-bottom:0;}} </style>\n</head>\n\
         <body dir=\"ltr\">\n{}</body>\n</html>\n",
        html(letter.text, "<p class=\"MsoNormal\">", "</p>")
    );
    let tail = format!("{}EXAMPLE_", token(rng, 12).to_uppercase());
    let (outer, inner) = (format!("_004_{tail}"), format!("_000_{tail}"));
    let files = letter.files.iter().map(|file| {
        let name = latin_words(&file.name);
        let headers = vec![
            ("Content-Type", format!("{}; name=\"{name}\"", file.media_type)),
            ("Content-Description", name.clone()),
            ("Content-Disposition", format!("attachment; filename=\"{name}\"; size={}", file.bytes.len())),
        ];
        Part::file(headers, &file.bytes)
    });
    with_files(both(letter, charset, Transfer::Quoted, &page, &inner), &outer, files.collect())
}

/// Pictures stand in the text, not after it; the signature follows them.
fn iphone(letter: &Letter<'_>, rng: &mut StdRng) -> Part {
    let signed = format!("{}\n\nEnvoyé de mon iPhone\n", letter.text.trim_end());
    let boundary = format!("Apple-Mail-{}", token(rng, 16).to_uppercase());
    if letter.files.is_empty() {
        return Part::text("plain", "utf-8", Transfer::Quoted, &signed);
    }
    let mut parts = vec![Part::text("plain", "utf-8", Transfer::Quoted, letter.text)];
    for file in letter.files {
        let headers = vec![
            (
                "Content-Type",
                format!("{}; {}; x-apple-part-url={}", file.media_type, extended("name", &file.name), token(rng, 8)),
            ),
            ("Content-Disposition", format!("inline; {}", extended("filename", &file.name))),
        ];
        parts.push(Part::file(headers, &file.bytes));
    }
    parts.push(Part::text("plain", "utf-8", Transfer::Quoted, "\n\nEnvoyé de mon iPhone\n"));
    Part::many("mixed", &boundary, parts)
}

fn android(letter: &Letter<'_>, rng: &mut StdRng) -> Part {
    let page = format!(
        "<html><head><meta http-equiv=\"Content-Type\" content=\"text/html; charset=UTF-8\"></head><body>{}\
         <div id=\"composer_signature\" dir=\"auto\">Envoyé depuis mon appareil Galaxy</div></body></html>\n",
        html(letter.text, "<div dir=\"auto\">", "</div><div dir=\"auto\"><br></div>")
    );
    let (outer, inner) = (
        format!("--_com.samsung.android.email_{}", token(rng, 6)),
        format!("--_com.samsung.android.email_{}", token(rng, 6)),
    );
    let files = letter.files.iter().map(|file| {
        let name = words(&file.name);
        let headers = vec![
            ("Content-Type", format!("{}; name=\"{name}\"", file.media_type)),
            ("Content-Disposition", format!("attachment; filename=\"{name}\"; size={}", file.bytes.len())),
        ];
        Part::file(headers, &file.bytes)
    });
    with_files(both(letter, "utf-8", Transfer::Base64, &page, &inner), &outer, files.collect())
}

fn thunderbird(letter: &Letter<'_>, rng: &mut StdRng) -> Part {
    let text = Part::text("plain; format=flowed", "UTF-8", Transfer::Eight, letter.text);
    let boundary = format!("------------{}", token(rng, 12));
    let files = letter.files.iter().map(|file| {
        let headers = vec![
            ("Content-Type", format!("{}; name=\"{}\"", file.media_type, words(&file.name))),
            ("Content-Disposition", format!("attachment; {}", extended("filename", &file.name))),
        ];
        Part::file(headers, &file.bytes)
    });
    with_files(text, &boundary, files.collect())
}

fn webmail(letter: &Letter<'_>, rng: &mut StdRng) -> Part {
    let page = format!(
        "<!doctype html>\n<html><head><meta charset=\"UTF-8\"></head><body>{}</body></html>\n",
        html(letter.text, "<p>", "</p>")
    );
    let (outer, inner) = (format!("----=_Part_{}", token(rng, 6)), format!("----=_Part_{}", token(rng, 6)));
    let files = letter.files.iter().map(|file| {
        let headers = vec![
            ("Content-Type", format!("{}; {}", file.media_type, extended("name", &file.name))),
            ("Content-Disposition", format!("attachment; {}", extended("filename", &file.name))),
        ];
        Part::file(headers, &file.bytes)
    });
    with_files(both(letter, "UTF-8", Transfer::Quoted, &page, &inner), &outer, files.collect())
}
