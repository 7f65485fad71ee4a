use chrono::{DateTime, FixedOffset, NaiveDate};
use mail_parser::{Address, DateTime as Written, HeaderName, HeaderValue, Host, Message as Mail};
use reading::{MailAddress, ReceivedHop};

/// Characters kept of one header text, and entries of one list.
const LONG: usize = 8_192;
const MANY: usize = 2_000;

/// The addresses of a header.
pub fn addresses(header: Option<&Address<'_>>) -> Vec<MailAddress> {
    let all = header.into_iter().flat_map(Address::iter).take(MANY);
    all.map(|one| MailAddress { name: text(one.name()), address: text(one.address()) })
        .filter(|one| one.name.is_some() || one.address.is_some())
        .collect()
}

/// A text on one line, unless nothing is written.
pub fn text(value: Option<&str>) -> Option<String> {
    let words: Vec<&str> =
        value?.split(|c: char| c.is_whitespace() || c.is_control()).filter(|w| !w.is_empty()).collect();
    let line: String = words.join(" ").chars().take(LONG).collect();
    (!line.is_empty()).then_some(line)
}

/// Message ids without angle brackets.
pub fn ids(header: &HeaderValue<'_>) -> Vec<String> {
    let one = header.as_text().into_iter().filter(|_| header.as_text_list().is_none());
    let list = header.as_text_list().unwrap_or_default().iter().map(AsRef::as_ref);
    one.chain(list).filter_map(|id| text(Some(id))).take(MANY).collect()
}

/// The first line of a header that is kept as it was written.
pub fn raw(mail: &Mail<'_>, name: &'static str) -> Option<String> {
    raw_all(mail, name).next()
}

/// All lines of a header, topmost first.
pub fn raw_all<'m>(mail: &'m Mail<'_>, name: &'static str) -> impl Iterator<Item = String> + 'm {
    let named = mail.headers().iter().filter(move |header| header.name().eq_ignore_ascii_case(name));
    named.filter_map(|header| {
        let bytes = mail.raw_message.get(header.offset_start() as usize..header.offset_end() as usize)?;
        text(Some(&String::from_utf8_lossy(bytes)))
    })
}

/// A date that exists.
pub fn date(written: Option<&Written>) -> Option<DateTime<FixedOffset>> {
    let written = written?;
    let day = NaiveDate::from_ymd_opt(i32::from(written.year), written.month.into(), written.day.into())?;
    // A leap second is the second before it.
    let second = written.second.min(59);
    let local = day.and_hms_opt(written.hour.into(), written.minute.into(), second.into())?;
    let seconds = (i32::from(written.tz_hour) * 60 + i32::from(written.tz_minute)) * 60;
    let offset = FixedOffset::east_opt(if written.tz_before_gmt { -seconds } else { seconds })?;
    local.and_local_timezone(offset).single()
}

/// The passages from server to server, topmost first.
pub fn received(mail: &Mail<'_>) -> Vec<ReceivedHop> {
    let lines = mail.header_values(HeaderName::Received).take(200);
    lines
        .map(|value| {
            let parsed = value.as_received();
            let by = parsed.and_then(|hop| hop.by()).map(|host| match host {
                Host::Name(name) => name.to_ascii_lowercase(),
                Host::IpAddr(address) => address.to_string(),
            });
            let text = value.as_text();
            let date = parsed.and_then(|hop| date(hop.date().as_ref())).or_else(|| trailing_date(text?));
            ReceivedHop { by: by.or_else(|| by_host(text?)), date }
        })
        .collect()
}

fn trailing_date(line: &str) -> Option<DateTime<FixedOffset>> {
    let (_, written) = line.rsplit_once(';')?;
    date(Written::parse_rfc822(written.trim()).as_ref())
}

fn by_host(line: &str) -> Option<String> {
    let mut words = line.split_whitespace().skip_while(|word| !word.eq_ignore_ascii_case("by"));
    words.nth(1).map(|host| host.trim_matches(';').to_ascii_lowercase())
}
