//! What comes by the doors other than the post, made while the machine reads the post.

use anyhow::Result;
use world::{CallItem, HandoverItem, MailItem, VisitItem};

use super::{Stage, messages, outside::Outside};

/// The arrivals of the day.
pub struct Arrivals {
    pub mail: Vec<MailItem>,
    pub calls: Vec<CallItem>,
    pub visits: Vec<VisitItem>,
    pub handovers: Vec<HandoverItem>,
}

/// Sets and draws them all. The messages are in the mailbox as soon as they are written; the others wait for their hour.
pub async fn make(stage: &Stage, outside: &Outside) -> Result<Arrivals> {
    let world = stage.world;
    let mail = tokio::task::spawn_blocking(move || world.mail()).await??;
    messages::deliver(stage, outside, &mail).await?;
    let others = move || -> Result<_> { Ok((world.calls()?, world.visits()?, world.handovers()?)) };
    let (calls, visits, handovers) = tokio::task::spawn_blocking(others).await??;
    Ok(Arrivals { mail, calls, visits, handovers })
}
