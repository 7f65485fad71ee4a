//! A call from the first ring to the last: the documents of our webhooks are followed verb by verb.

use roxmltree::{Document, Node};

use super::{Caller, Dialled, Shared, state::seconds};
use crate::operator::sign;

/// Documents followed before a call is cut: a loop of redirections ends.
const LONGEST: usize = 40;

type Parameters = Vec<(String, String)>;

/// What comes after a document.
enum Next {
    Fetch(String, Parameters),
    HangUp,
}

/// Follows a call that came in; tells the end of it like the operator does. After `reachable` requests nothing reaches us.
pub(super) async fn inbound(shared: &Shared, sid: &str, caller: &Caller, reachable: usize) -> Dialled {
    let mut lived = Dialled { call_sid: sid.to_owned(), reachable, ..Dialled::default() };
    shared.state().answered(sid);
    let first = format!("{}/telephone/appel", shared.config.public_url);
    follow(shared, caller, &mut lived, first).await;
    shared.state().over(sid, shared.config.clock.now());
    let url = format!("{}/telephone/etat", shared.config.public_url);
    let parameters = [common(shared, sid, "completed"), one("CallDuration", "42")].concat();
    fetch(shared, &mut lived, &url, &parameters).await;
    lived
}

async fn follow(shared: &Shared, caller: &Caller, lived: &mut Dialled, first: String) {
    let mut presses = caller.presses.iter();
    let (mut url, mut more): (String, Parameters) = (first, Vec::new());
    for step in 0..LONGEST {
        if caller.patience.is_some_and(|patience| step >= patience) {
            return;
        }
        let parameters = [common(shared, &lived.call_sid, "in-progress"), more].concat();
        let Some(document) = with_fallback(shared, lived, &url, &parameters).await else { return };
        match obey(shared, caller, lived, &document, &mut presses).await {
            Next::Fetch(next, parameters) => (url, more) = (next, parameters),
            Next::HangUp => return,
        }
    }
}

/// The operator asks twice, then asks the fallback address; without an answer the line is closed.
async fn with_fallback(
    shared: &Shared,
    lived: &mut Dialled,
    url: &str,
    parameters: &[(String, String)],
) -> Option<String> {
    for _ in 0..2 {
        if let Some(document) = fetch(shared, lived, url, parameters).await {
            return Some(document);
        }
    }
    let fallback = format!("{}/telephone/secours", shared.config.public_url);
    let told = [parameters.to_vec(), one("ErrorCode", "11200"), one("ErrorUrl", url)].concat();
    fetch(shared, lived, &fallback, &told).await
}

async fn fetch(shared: &Shared, lived: &mut Dialled, url: &str, parameters: &[(String, String)]) -> Option<String> {
    if lived.webhooks.len() >= lived.reachable {
        lived.failures.push(0);
        return None;
    }
    lived.webhooks.push((url.to_owned(), parameters.to_vec()));
    match post(shared, url, parameters).await {
        Some((status, document)) if (200..300).contains(&status) => Some(document),
        Some((status, _)) => {
            lived.failures.push(status);
            None
        }
        None => {
            lived.failures.push(0);
            None
        }
    }
}

/// Calls a webhook with its signature.
pub(super) async fn post(shared: &Shared, url: &str, parameters: &[(String, String)]) -> Option<(u16, String)> {
    let signature = sign(&shared.config.auth_token, url, parameters);
    let request = shared.http.post(url).header("X-Twilio-Signature", signature).form(parameters);
    let answer = request.send().await.ok()?;
    Some((answer.status().as_u16(), answer.text().await.ok()?))
}

async fn obey(
    shared: &Shared,
    caller: &Caller,
    lived: &mut Dialled,
    document: &str,
    presses: &mut std::slice::Iter<'_, String>,
) -> Next {
    let verbs = verbs(document);
    for verb in verbs {
        match verb.name.as_str() {
            "Say" => lived.heard.push(verb.text),
            "Gather" => {
                lived.heard.push(verb.text);
                if let Some(digits) = presses.next().filter(|digits| !digits.is_empty()) {
                    return Next::Fetch(verb.action, one("Digits", digits));
                }
            }
            "Record" => {
                if let Some(sound) = &caller.says_wav {
                    return recorded(shared, lived, &verb, sound).await;
                }
            }
            "Dial" => {
                lived.rung.push(verb.text);
                let status = if caller.agent_answers { "completed" } else { "no-answer" };
                return Next::Fetch(verb.action, one("DialCallStatus", status));
            }
            "Redirect" => return Next::Fetch(verb.text, Vec::new()),
            _ => return Next::HangUp,
        }
    }
    Next::HangUp
}

async fn recorded(shared: &Shared, lived: &mut Dialled, verb: &Verb, sound: &[u8]) -> Next {
    let sid = shared.state().record(&lived.call_sid, sound.to_vec(), shared.config.clock.now());
    let seconds = seconds(sound);
    lived.recording_sid = Some(sid.clone());
    let account = &shared.config.account_sid;
    let place = format!("https://api.twilio.com/2010-04-01/Accounts/{account}/Recordings/{sid}");
    let about = [one("RecordingSid", &sid), one("RecordingUrl", &place), one("RecordingDuration", &seconds)].concat();
    let done = [common(shared, &lived.call_sid, "in-progress"), about.clone(), one("RecordingStatus", "completed")];
    fetch(shared, lived, &verb.callback, &done.concat()).await;
    Next::Fetch(verb.action.clone(), [about, one("Digits", "hangup")].concat())
}

/// What every webhook of a call carries.
fn common(shared: &Shared, sid: &str, status: &str) -> Parameters {
    let state = shared.state();
    let Some(call) = state.calls.get(sid) else { return Vec::new() };
    let pairs = [
        ("AccountSid", shared.config.account_sid.as_str()),
        ("ApiVersion", "2010-04-01"),
        ("CallSid", sid),
        ("CallStatus", status),
        ("Called", &call.to),
        ("Caller", &call.from),
        ("Direction", call.direction()),
        ("From", &call.from),
        ("To", &call.to),
    ];
    pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
}

fn one(name: &str, value: &str) -> Parameters {
    vec![(name.to_owned(), value.to_owned())]
}

/// A verb of a document, on its own.
struct Verb {
    name: String,
    text: String,
    action: String,
    callback: String,
}

fn verbs(document: &str) -> Vec<Verb> {
    let Ok(document) = Document::parse(document) else { return Vec::new() };
    let verb = |node: Node<'_, '_>| Verb {
        name: node.tag_name().name().to_owned(),
        text: node.descendants().filter(Node::is_text).filter_map(|text| text.text()).collect(),
        action: node.attribute("action").unwrap_or_default().to_owned(),
        callback: node.attribute("recordingStatusCallback").unwrap_or_default().to_owned(),
    };
    document.root_element().children().filter(Node::is_element).map(verb).collect()
}
