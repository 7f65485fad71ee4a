//! What the scan of the envelope leaves to ask: the page looked at, once more; a separator that was probably missed.

use domain::{ChannelKind, CommunicationState, Permission, RescanReason};
use store::{
    StoreError, Transaction, Within, missed_sheets,
    reads::{indexing::EnvelopeView, pages::PageLine},
    rescans,
};
use web::{Staff, parts::Sheet, tw};

use crate::screens::scanning::{Twice, doubles_of, missed::Question};

/// Most proposals beside an envelope.
const MOST: i64 = 8;

/// The page looked at, to be scanned again.
pub(crate) struct Again {
    pub(crate) envelope: String,
    pub(crate) page: u32,
    pub(crate) page_asked: bool,
    pub(crate) whole_asked: bool,
    pub(crate) reasons: Vec<(&'static str, String)>,
}

impl Again {
    /// What may be asked about the page that is shown.
    pub(crate) async fn of(
        tx: &mut Transaction,
        envelope: &EnvelopeView,
        lines: &[PageLine],
        sheet: Option<&Sheet>,
        staff: &Staff,
    ) -> Result<Option<Self>, StoreError> {
        let Some(sheet) = sheet.filter(|_| envelope.channel == ChannelKind::Post && staff.may(Permission::OpenPost))
        else {
            return Ok(None);
        };
        let line = usize::try_from(sheet.number).ok().and_then(|place| lines.get(place.checked_sub(1)?));
        let asked = rescans::of_envelope(tx, envelope.id).await?;
        let number = line.and_then(|line| i32::try_from(line.number).ok());
        Ok(Some(Self {
            envelope: envelope.id.to_string(),
            page: sheet.number,
            page_asked: number.is_some_and(|number| asked.contains(&Some(number))),
            whole_asked: asked.contains(&None),
            reasons: RescanReason::ALL.iter().map(|r| (r.word(), tw("post-rescan-reason", r.word()))).collect(),
        }))
    }
}

/// The separators that were probably missed in the envelope, while that can still be cut.
pub(super) async fn questions(
    tx: &mut Transaction,
    envelope: &EnvelopeView,
    staff: &Staff,
) -> Result<Vec<Question>, StoreError> {
    let open = matches!(envelope.state, CommunicationState::Received | CommunicationState::ToIndex);
    let Some((first, _)) = envelope.pages.filter(|_| open && staff.may(Permission::OpenPost)) else {
        return Ok(Vec::new());
    };
    let missed = missed_sheets::open(tx, Within::Envelope(envelope.id), MOST).await?;
    Ok(missed.iter().map(|missed| Question::of(missed, first)).collect())
}

/// The pages of the envelope that may be doubles of others.
pub(super) async fn doubles(
    tx: &mut Transaction,
    envelope: &EnvelopeView,
    staff: &Staff,
) -> Result<Vec<Twice>, StoreError> {
    if envelope.channel != ChannelKind::Post || !staff.may(Permission::OpenPost) {
        return Ok(Vec::new());
    }
    doubles_of(tx, Within::Envelope(envelope.id), &[]).await
}
