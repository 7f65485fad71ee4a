//! People come to the counter: a deposit is opened, a paper added, some by the desk's scanner, which knows no deposit.

use std::{collections::BTreeSet, path::PathBuf};

use bytes::Bytes;
use casework::{Casework, DepositArrival, DepositedFile, add_files, receive_deposit};
use domain::{Actor, CommunicationId, UserId};
use rand::{Rng, SeedableRng, rngs::StdRng};
use store::ContentHash;
use tokio_util::sync::CancellationToken;

use super::{
    mailer::page,
    outside::DESK,
    scanner::leave,
    stream::{insist, pause},
};

/// What was deposited.
#[derive(Debug, Default)]
pub(super) struct Visits {
    /// The deposits that a person opened, each with one paper.
    pub(super) deposits: BTreeSet<CommunicationId>,
    /// What the scanner of the desk left in its folder.
    pub(super) scans: BTreeSet<ContentHash>,
}

pub(super) async fn visit(casework: Casework, scans: PathBuf, seed: u64, stop: CancellationToken) -> Visits {
    let (mut rng, mut visits) = (StdRng::seed_from_u64(seed), Visits::default());
    let actor = Actor::User { id: UserId::new(casework.clock.now()), sees_protected: false };
    for number in 0_u64.. {
        let paper = page(seed * 1000 + number).await;
        if number % 3 == 2 {
            leave(&scans.join(format!("visite-{number:04}.tif")), &paper, &mut rng).await;
            visits.scans.insert(ContentHash::of(&paper));
        } else {
            let paper = Bytes::from(paper);
            let deposit = DepositArrival::at_counter(&casework, DESK, &format!("visite-{number}"));
            let opened = insist(|| receive_deposit(&casework, &actor, deposit.clone())).await.communication();
            let file = || vec![DepositedFile { name: "papier.tif".to_owned(), content: paper.clone() }];
            // The browser sends it again when it got no answer.
            insist(|| add_files(&casework, &actor, opened, file(), None)).await;
            if number % 4 == 0 {
                insist(|| add_files(&casework, &actor, opened, file(), None)).await;
            }
            visits.deposits.insert(opened);
        }
        if !pause(rng.random_range(2500..6000), &stop).await {
            break;
        }
    }
    visits
}
