//! People write: every message asks for something, some carry a page, some are delivered twice.

use std::{collections::BTreeMap, sync::Arc};

use base64::{Engine as _, engine::general_purpose::STANDARD};
use rand::{Rng, SeedableRng, rngs::StdRng};
use store::ContentHash;
use tokio_util::sync::CancellationToken;
use world::small_batch;

use super::{outside::Outside, stream::pause};

/// The messages by their content, and how many times each was delivered.
pub(super) type Messages = BTreeMap<ContentHash, usize>;

pub(super) async fn write(outside: Arc<Outside>, seed: u64, stop: CancellationToken) -> Messages {
    let mut rng = StdRng::seed_from_u64(seed);
    let mut messages = Messages::new();
    for number in 0_u64.. {
        let page = if number % 4 == 0 { Some(page(seed * 1000 + number).await) } else { None };
        let raw = message(number, page.as_deref());
        let times = if number % 9 == 8 { 2 } else { 1 };
        for _ in 0..times {
            outside.post.deliver(&raw).unwrap();
        }
        messages.insert(ContentHash::of(&raw), times);
        if !pause(rng.random_range(600..2500), &stop).await {
            break;
        }
    }
    messages
}

/// A page of paper as a scanner makes it.
pub(super) async fn page(seed: u64) -> Vec<u8> {
    tokio::task::spawn_blocking(move || small_batch(seed, 1, 1).unwrap().bytes).await.unwrap()
}

fn message(number: u64, page: Option<&[u8]>) -> Vec<u8> {
    let head = format!(
        "Received: from relais.exemple.example by mx.prefecture-demonstration.example; Mon, 23 Nov 2026 09:00:00 +0100\r\n\
         From: Personne {number} <personne{number}@exemple.example>\r\nTo: sejour@prefecture-demonstration.example\r\n\
         Subject: Renouvellement de mon titre {number}\r\nMessage-ID: <demande-{number}@exemple.example>\r\n\
         Date: Mon, 23 Nov 2026 08:59:00 +0100\r\nMIME-Version: 1.0\r\n"
    );
    let words = format!("Bonjour, je demande le renouvellement de mon titre. Personne {number}.\r\n");
    let body = match page {
        None => format!("Content-Type: text/plain; charset=utf-8\r\n\r\n{words}"),
        Some(page) => format!(
            "Content-Type: multipart/mixed; boundary=frontiere\r\n\r\n--frontiere\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n\
             {words}\r\n--frontiere\r\nContent-Type: image/tiff\r\nContent-Disposition: attachment; filename=\"page.tif\"\r\n\
             Content-Transfer-Encoding: base64\r\n\r\n{}\r\n--frontiere--\r\n",
            lines(&STANDARD.encode(page))
        ),
    };
    format!("{head}{body}").into_bytes()
}

fn lines(text: &str) -> String {
    text.as_bytes().chunks(76).map(String::from_utf8_lossy).collect::<Vec<_>>().join("\r\n")
}
