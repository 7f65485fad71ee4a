use std::path::Path;

use serde_json::{Map, Value, json};

use crate::{Attachment, Message, MessageReader, ReadFailure};

/// Kinds of attachments that have files in them.
const FULL: [&str; 3] = ["application/zip", "application/ms-tnef", "message/rfc822"];

/// One JSON object for each message of a file (keys of the inspect contract): one for most files, one for each message of a
/// mailbox file. What cannot be read gives `"ok": false` with its reason.
pub async fn inspect_mail(reader: &mut MessageReader, file: &Path) -> Vec<Value> {
    let bytes = match tokio::fs::read(file).await {
        Ok(bytes) => bytes,
        Err(error) => return vec![failed(file, &error)],
    };
    if !is_mailbox(file, &bytes) {
        return vec![inspect_message(reader, file, &bytes).await];
    }
    let mut answers = Vec::new();
    for message in messages(&bytes) {
        answers.push(inspect_message(reader, file, &message).await);
    }
    answers
}

async fn inspect_message(reader: &mut MessageReader, file: &Path, raw: &[u8]) -> Value {
    let message = match describe(reader, raw).await {
        Ok(message) => message,
        Err(failure) => return failed(file, &failure),
    };
    let nothing = message.from.is_empty() && message.subject.is_none() && message.date.is_none();
    let unreadable = message.problem.as_ref().filter(|_| nothing && message.message_id.is_none());
    let mut answer = Map::from_iter([("file".to_owned(), json!(file)), ("ok".to_owned(), json!(unreadable.is_none()))]);
    if let Some(problem) = unreadable {
        answer.insert("error".to_owned(), json!(problem));
    }
    if let Value::Object(keys) = json!(message) {
        answer.extend(keys);
    }
    Value::Object(answer)
}

/// What a message says, its attachments with what is in them.
async fn describe(reader: &mut MessageReader, raw: &[u8]) -> Result<Message, ReadFailure> {
    let mut message = reader.look(raw).await?;
    let full = message.attachments.iter().any(|one| FULL.contains(&one.media_type.as_str()));
    if !full && !message.text.contains("begin ") {
        return Ok(message);
    }
    for part in reader.unpack(raw).await? {
        let found = part.attachment;
        // Only what was in nothing else is listed already.
        let same = |one: &&mut Attachment| found.unpacked_from.is_none() && one.sha256 == found.sha256;
        match message.attachments.iter_mut().find(same) {
            Some(known) => known.left_packed = found.left_packed,
            None => message.attachments.push(found),
        }
    }
    Ok(message)
}

fn failed(file: &Path, error: &dyn std::fmt::Display) -> Value {
    json!({ "file": file, "ok": false, "error": error.to_string() })
}

/// Called so, or without a name that says otherwise and written so.
fn is_mailbox(file: &Path, bytes: &[u8]) -> bool {
    let kind = file.extension().unwrap_or_default().to_ascii_lowercase();
    kind == "mbox" || (kind != "eml" && kind != "msg" && kind != "txt" && bytes.starts_with(b"From "))
}

/// The messages of a mailbox file (RFC 4155): each begins with a line `From `, after an empty line; such lines inside are
/// written `>From `.
fn messages(bytes: &[u8]) -> Vec<Vec<u8>> {
    let mut messages: Vec<Vec<u8>> = Vec::new();
    let mut after_empty = true;
    for line in bytes.split_inclusive(|byte| *byte == b'\n') {
        let quoted = line.iter().take_while(|byte| **byte == b'>').count();
        let from = line[quoted..].starts_with(b"From ");
        if from && quoted == 0 && after_empty {
            messages.push(Vec::new());
        } else {
            if messages.is_empty() {
                messages.push(Vec::new());
            }
            if let Some(message) = messages.last_mut() {
                message.extend_from_slice(if from && quoted > 0 { &line[1..] } else { line });
            }
        }
        after_empty = matches!(line, b"\n" | b"\r\n");
    }
    messages
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mailbox_file_is_cut_into_its_messages() {
        let file = b"From a@b Thu Apr 1\nSubject: 1\n\n>From here\nFrom there\n\nFrom c@d Fri\nSubject: 2\n\n>>From\n";
        let found = messages(file);
        assert_eq!(found[0], b"Subject: 1\n\nFrom here\nFrom there\n\n");
        assert_eq!(found[1..], [b"Subject: 2\n\n>>From\n".to_vec()]);
        assert!(is_mailbox(Path::new("a.mbox"), b"") && is_mailbox(Path::new("inbox"), file));
        assert!(!is_mailbox(Path::new("a.eml"), file) && !is_mailbox(Path::new("a"), b"To: x"));
    }
}
