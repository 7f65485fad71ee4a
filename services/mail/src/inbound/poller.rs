//! One mailbox, read for as long as this process holds its lease.

use std::{
    pin::pin,
    sync::Arc,
    time::{Duration, Instant},
};

use async_imap::types::UnsolicitedResponse;
use casework::{Casework, lease_mailbox, mailbox_cursor, release_mailbox, save_mailbox_cursor, say_mailbox_trouble};
use runtime::{
    Context,
    config::{AfterReading, Mailbox},
};
use tokio::time::{sleep, timeout};
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

use super::{
    aside,
    connect::{self, Open},
    cursor::Cursor,
    fetch::{self, FetchedSet, LARGEST, Listed},
    keep::{Keeper, Understood},
    look::Readers,
    settle::settle,
    understand::Understanding,
};
use crate::{Fault, troubles::Troubles};

/// How long a process that died keeps a mailbox from the others, and how often a living one renews.
const LEASE: Duration = Duration::from_secs(30);
const RENEW: Duration = Duration::from_secs(10);
/// Pauses after a failure: of the network, doubled up to a limit; of the configuration.
const FIRST_PAUSE: Duration = Duration::from_secs(1);
const LONGEST_PAUSE: Duration = Duration::from_mins(1);
const MISCONFIGURED: Duration = Duration::from_mins(5);
/// What was set aside is tried again after this long.
const ASIDE: Duration = Duration::from_mins(5);
/// What the server may take to end its announcements.
const PATIENCE: Duration = Duration::from_secs(30);

/// What reads one mailbox.
pub(crate) struct Poller {
    mailbox: Mailbox,
    casework: Casework,
    keeper: Keeper,
    readers: Readers,
    troubles: Troubles,
    holder: Uuid,
    tried_aside: Option<Instant>,
}

impl Poller {
    pub(crate) fn new(
        context: &Context,
        casework: &Casework,
        mailbox: &Mailbox,
        known: &Arc<Understanding>,
        troubles: &Troubles,
    ) -> Self {
        let keeper = Keeper {
            casework: casework.clone(),
            mailbox: mailbox.name.clone(),
            known: known.clone(),
            touches: mailbox.after != AfterReading::Leave,
        };
        Self {
            mailbox: mailbox.clone(),
            casework: casework.clone(),
            keeper,
            readers: Readers::new(&context.reader, context.config.reader.processes),
            troubles: troubles.clone(),
            holder: Uuid::now_v7(),
            tried_aside: None,
        }
    }

    /// Reads the mailbox until `stop`; another process takes over when this one ends.
    pub(crate) async fn watch(mut self, stop: CancellationToken) {
        let mut failures = 0;
        while !stop.is_cancelled() {
            let fault = tokio::select! {
                () = stop.cancelled() => break,
                fault = self.hold_and_read(&mut failures) => fault,
            };
            let pause = self.pause(&fault, failures);
            failures = failures.saturating_add(1);
            self.say(&fault).await;
            tokio::select! {
                () = stop.cancelled() => break,
                () = sleep(pause) => {}
            }
        }
        if let Err(error) = release_mailbox(&self.casework, &self.mailbox.name, self.holder).await {
            tracing::warn!(mailbox = self.mailbox.name, %error, "the lease of the mailbox ends by itself");
        }
    }

    fn pause(&self, fault: &Fault, failures: u32) -> Duration {
        match fault {
            Fault::LeaseLost => RENEW,
            Fault::Misconfigured { .. } => MISCONFIGURED.min(Duration::from_secs(self.mailbox.poll_seconds * 5)),
            Fault::Unreachable(_) | Fault::Ours(_) => {
                FIRST_PAUSE.saturating_mul(1 << failures.min(10)).min(LONGEST_PAUSE)
            }
        }
    }

    async fn say(&self, fault: &Fault) {
        // That another process reads the mailbox is how it should be.
        let trouble = (*fault != Fault::LeaseLost).then(|| fault.to_string());
        if self.troubles.set(&self.mailbox.name, trouble.as_deref()) && trouble.is_some() {
            tracing::error!(mailbox = self.mailbox.name, %fault, "the mailbox is tried again");
        }
        if let Some(trouble) = trouble
            && let Err(error) = say_mailbox_trouble(&self.casework, &self.mailbox.name, Some(&trouble)).await
        {
            tracing::warn!(mailbox = self.mailbox.name, %error, "the trouble of the mailbox cannot be recorded");
        }
    }

    /// Takes the lease, then reads while renewing it. Returns what ended that.
    async fn hold_and_read(&mut self, failures: &mut u32) -> Fault {
        let (casework, name, holder) = (self.casework.clone(), self.mailbox.name.clone(), self.holder);
        match lease_mailbox(&casework, &name, holder, LEASE).await {
            Ok(true) => {}
            Ok(false) => return Fault::LeaseLost,
            Err(error) => return error.into(),
        }
        let renewing = async {
            loop {
                sleep(RENEW).await;
                match lease_mailbox(&casework, &name, holder, LEASE).await {
                    Ok(true) => {}
                    Ok(false) => return Fault::LeaseLost,
                    Err(error) => return error.into(),
                }
            }
        };
        let mut reading = pin!(self.read(failures));
        tokio::select! {
            fault = renewing => fault,
            ended = &mut reading => match ended {
                Ok(never) => match never {},
                Err(fault) => fault,
            },
        }
    }

    /// Connects, then catches up and waits, again and again.
    async fn read(&mut self, failures: &mut u32) -> Result<std::convert::Infallible, Fault> {
        let mut open = connect::open(&self.mailbox).await?;
        let saved = mailbox_cursor(&self.casework, &self.mailbox.name).await?;
        let mut cursor = Cursor::resumed(saved, open.validity);
        self.settle(&mut open, &mut cursor).await?;
        loop {
            self.catch_up(&mut open, &mut cursor).await?;
            *failures = 0;
            if self.troubles.set(&self.mailbox.name, None) {
                tracing::info!(mailbox = self.mailbox.name, "the mailbox is read again");
            }
            say_mailbox_trouble(&self.casework, &self.mailbox.name, None).await?;
            open = self.wait(open).await?;
        }
    }

    /// Receives everything that is new. While a set is received the next one is read, and the one after it fetched.
    async fn catch_up(&mut self, open: &mut Open, cursor: &mut Cursor) -> Result<(), Fault> {
        self.casework = self.casework.current();
        self.keeper.casework = self.casework.clone();
        if !cursor.aside.is_empty() && self.tried_aside.is_none_or(|tried| tried.elapsed() > ASIDE) {
            self.tried_aside = Some(Instant::now());
            aside::again(&mut open.session, &self.keeper, &mut self.readers, cursor).await?;
            self.settle(open, cursor).await?;
        }
        // Announced so far: listed now.
        while open.session.unsolicited_responses.try_recv().is_ok() {}
        let listed = fetch::list(&mut open.session, cursor.uid).await?;
        let (large, small): (Vec<Listed>, Vec<Listed>) = listed.into_iter().partition(|l| l.size > LARGEST);
        // Before the cursor can go past them.
        for message in large {
            self.keeper.set_aside(message.uid, "too_large", cursor).await?;
        }
        let sets = fetch::sets(&small);
        let mut sets = sets.iter();
        let mut fetched = fetch_next(open, sets.next()).await?;
        let mut understood = None;
        while fetched.is_some() || understood.is_some() {
            let (kept, read, next) = tokio::join!(
                keep(&self.keeper, understood.take(), cursor),
                read(&self.keeper, &mut self.readers, fetched.take()),
                fetch_next(open, sets.next()),
            );
            kept?;
            self.settle(open, cursor).await?;
            (understood, fetched) = (read?, next?);
        }
        Ok(())
    }

    /// Touches the server's copies of what is kept, then says so in the cursor.
    async fn settle(&self, open: &mut Open, cursor: &mut Cursor) -> Result<(), Fault> {
        if cursor.untouched.is_empty() {
            return Ok(());
        }
        settle(open, &self.mailbox, &cursor.untouched).await?;
        cursor.untouched.clear();
        Ok(save_mailbox_cursor(&self.casework, &self.mailbox.name, &cursor.json()).await?)
    }

    /// Waits until the server announces something, or until it is time to look by oneself: announcements stop without a word
    /// when a connection dies on the way.
    async fn wait(&self, mut open: Open) -> Result<Open, Fault> {
        let pause = Duration::from_secs(self.mailbox.poll_seconds);
        if !open.idle {
            sleep(pause).await;
            return Ok(open);
        }
        let told = open.session.unsolicited_responses.clone();
        let mut idle = open.session.idle();
        timeout(PATIENCE, idle.init()).await.map_err(|_| Fault::silent("idle"))??;
        // What arrived since the last listing was announced beside the answer of another command, and is not announced again.
        let mut arrived = told.is_full();
        while let Ok(word) = told.try_recv() {
            arrived |= matches!(word, UnsolicitedResponse::Exists(_));
        }
        if !arrived {
            let (announced, _stop) = idle.wait_with_timeout(pause);
            if let Ok(Err(error)) = timeout(pause, announced).await {
                return Err(error.into());
            }
        }
        open.session = timeout(PATIENCE, idle.done()).await.map_err(|_| Fault::silent("idle"))??;
        Ok(open)
    }
}

async fn fetch_next(open: &mut Open, set: Option<&Vec<Listed>>) -> Result<Option<FetchedSet>, Fault> {
    match set {
        Some(set) => Ok(Some(fetch::fetch(&mut open.session, set).await?)),
        None => Ok(None),
    }
}

async fn read(keeper: &Keeper, readers: &mut Readers, set: Option<FetchedSet>) -> Result<Option<Understood>, Fault> {
    match set {
        Some(set) => Ok(Some(keeper.understand(readers, set).await?)),
        None => Ok(None),
    }
}

async fn keep(keeper: &Keeper, set: Option<Understood>, cursor: &mut Cursor) -> Result<(), Fault> {
    match set {
        Some(set) => keeper.keep(set, cursor).await,
        None => Ok(()),
    }
}
