use mail_parser::{HeaderName, Message as Mail, MessageParser};
use reading::{Message, case_references};

use super::{
    attachments::files,
    authentication::authentication,
    bodies,
    bounce::{self, Verdict},
    class::{self, Signs},
    headers::{addresses, date, ids, received, text},
    prepare::prepare,
    reply::reply_text,
};

/// Parts beyond this many are not listed.
const MANY: usize = 10_000;

/// What a message says. Something always comes back: what cannot be parsed is its own text.
pub fn look(raw: &[u8]) -> Message {
    let prepared = prepare(raw);
    let parsed = MessageParser::default().parse(&*prepared);
    match parsed {
        Some(mail) if is_mail(&mail) => read(&mail),
        Some(_) | None => Message::unreadable(raw, "no header of an e-mail was found"),
    }
}

/// At least one header that every e-mail has, or that says what follows.
fn is_mail(mail: &Mail<'_>) -> bool {
    mail.headers().iter().any(|header| !matches!(header.name, HeaderName::Other(_)))
}

fn read(mail: &Mail<'_>) -> Message {
    let (body, html) = bodies::text(mail);
    let subject = text(mail.subject());
    let signs = Signs::of(mail);
    let Verdict { class, bounces, original_message_id } =
        bounce::judge(mail, &signs, &body).unwrap_or_else(|| Verdict::of(class::class(&signs, &body)));
    let all = files(mail);
    let attachments: Vec<_> = all.take(MANY).map(|file| file.describe(None)).collect();
    let problem = problem(mail, attachments.len());
    Message {
        message_id: text(mail.message_id()),
        date: date(mail.date()),
        from: addresses(mail.from()),
        to: addresses(mail.to()),
        cc: addresses(mail.cc()),
        reply_to: addresses(mail.reply_to()),
        in_reply_to: ids(mail.in_reply_to()),
        references: ids(mail.references()),
        reply_text: reply_text(&body),
        html,
        attachments,
        class,
        bounces: bounce::worded(bounces, class, &signs),
        original_message_id,
        received: received(mail),
        authentication: authentication(mail),
        case_references: case_references(&[subject.as_deref().unwrap_or_default(), &body]),
        automatic: signs.automatic(class),
        empty_return_path: signs.empty_return_path,
        return_path: signs.return_path,
        list_id: signs.list_id,
        auto_submitted: signs.auto_submitted,
        precedence: signs.precedence,
        problem,
        subject,
        text: body,
    }
}

fn problem(mail: &Mail<'_>, listed: usize) -> Option<String> {
    if listed == MANY {
        return Some(format!("it has more than {MANY} parts: the first ones are listed"));
    }
    let damaged = mail.parts.iter().filter(|part| part.is_encoding_problem).count();
    (damaged > 0).then(|| format!("{damaged} of its {} parts are damaged", mail.parts.len()))
}
