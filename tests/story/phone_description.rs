//! The emulated operator answers as the real one describes its interface (its `OpenAPI` document, beside the project).

use phone::emulator::{Caller, Emulator, EmulatorConfig, tone};
use serde_json::Value;

const ACCOUNT: &str = "AC00000000000000000000000000000001";
const TOKEN: &str = "un jeton";
const NUMBER: &str = "+33353010067";

/// The operator's description of its interface, or nothing, said aloud.
fn description() -> Option<Value> {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../shared/corpus/twilio-oai/spec/json/twilio_api_v2010.json");
    let Ok(text) = std::fs::read_to_string(path) else {
        eprintln!("skipped: ../shared/corpus/twilio-oai is absent");
        return None;
    };
    Some(serde_json::from_str(&text).expect("a description"))
}

/// Every value of an answer is one that the schema of that name has, of its type.
fn fits(description: &Value, schema: &str, answer: &Value) {
    let properties = &description["components"]["schemas"][schema]["properties"];
    for (name, value) in answer.as_object().expect("an object") {
        let property = &properties[name];
        assert!(property.is_object(), "{schema} has no {name}");
        let listed = property["$ref"].as_str().and_then(|path| path.strip_prefix("#/components/schemas/"));
        if let Some(words) = listed.and_then(|name| description["components"]["schemas"][name]["enum"].as_array()) {
            assert!(words.contains(value), "{schema}.{name}: {value}");
            continue;
        }
        let right = match property["type"].as_str() {
            Some("string") => value.is_string(),
            Some("integer") => value.is_i64(),
            Some("object") => value.is_object(),
            _ => true,
        };
        assert!(right || value.is_null(), "{schema}.{name}: {value}");
        if let (Some(length), Some(text)) = (property["maxLength"].as_u64(), value.as_str()) {
            assert_eq!(text.len() as u64, length, "{schema}.{name}: {text}");
        }
    }
}

#[tokio::test]
async fn the_emulated_operator_answers_as_the_real_one_describes() {
    let Some(description) = description() else { return };
    let operator = Emulator::start(EmulatorConfig {
        listen: "127.0.0.1:0".parse().unwrap(),
        account_sid: ACCOUNT.to_owned(),
        auth_token: TOKEN.to_owned(),
        number: NUMBER.to_owned(),
        public_url: "http://127.0.0.1:9".to_owned(),
        clock: std::sync::Arc::new(domain::SystemClock),
    })
    .await
    .unwrap();
    let base = format!("{}/2010-04-01/Accounts/{ACCOUNT}", operator.api_url());
    let http = reqwest::Client::new();
    let form = [("To", "+33612345678"), ("From", NUMBER), ("Url", "http://127.0.0.1:9/x")];
    let request = &description["paths"]["/2010-04-01/Accounts/{AccountSid}/Calls.json"]["post"];
    let described = &request["requestBody"]["content"]["application/x-www-form-urlencoded"]["schema"];
    for required in described["required"].as_array().unwrap() {
        assert!(form.iter().any(|(name, _)| required == name), "{required}");
    }
    for (name, _) in form {
        assert!(described["properties"][name].is_object(), "{name}");
    }
    let created = http.post(format!("{base}/Calls.json")).basic_auth(ACCOUNT, Some(TOKEN)).form(&form).send();
    let created = created.await.unwrap();
    assert_eq!(created.status().as_u16(), 201);
    fits(&description, "api.v2010.account.call", &created.json().await.unwrap());
    // Nobody answers at our address: the call fails, and is kept all the same.
    let dialled =
        operator.dial(Caller { from: "+33612345678".to_owned(), says_wav: Some(tone(1)), ..Caller::default() });
    let call = format!("{base}/Calls/{}.json", dialled.await.call_sid);
    let shown = http.get(call).basic_auth(ACCOUNT, Some(TOKEN)).send().await.unwrap();
    fits(&description, "api.v2010.account.call", &shown.json().await.unwrap());
    let refused = http.get(format!("{base}/Calls.json")).send().await.unwrap();
    assert_eq!(refused.status().as_u16(), 401);
}
