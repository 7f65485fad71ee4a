use chrono::NaiveDate;
use domain::ChannelKind;

use crate::{
    Batch, BatchKind, CallItem, HandoverItem, MailItem, PersonTruth, References, VisitItem, WorldError, batch, calls,
    day::{Look, Pile},
    describe::persons,
    files::bundle,
    handovers, mail,
    setting::Setting,
    stories::{ALL_DOORS, story},
    visits,
};

/// One and the same request by every door: the same person, papers, kind, title, ground and address, on the same day.
/// Registered as the truths say, the cases differ in channel and evidence only.
#[derive(Clone, Debug)]
pub struct SameRequest {
    /// Who asks, and what: one request.
    pub person: PersonTruth,
    /// Pages of the papers; the post has the envelope besides.
    pub pages: u32,
    /// By post, as a multi-page TIFF: one envelope, no separator sheet. Its first page is the envelope.
    pub post_tiff: Batch,
    /// By post, as a PDF made of pictures.
    pub post_pdf: Batch,
    /// By e-mail, the papers attached.
    pub email: MailItem,
    /// By telephone, told to an agent; there are no papers.
    pub call: CallItem,
    /// At the counter, the papers scanned at the desk.
    pub visit: VisitItem,
    /// Through the interface for programs, by a structure, on the day it received the papers.
    pub structure: HandoverItem,
    /// Through the interface for programs, by a counter with its own software.
    pub counter: HandoverItem,
    /// Through the interface for programs, by the online service.
    pub online: HandoverItem,
}

const TIFF: Pile = Pile {
    name: "MEME-DEMANDE",
    kind: BatchKind::Tiff,
    look: Look::Grey200,
    separated: false,
    stories: &[ALL_DOORS],
    miscount: None,
    cut: false,
};

/// Makes the same request in the form of every door.
///
/// # Errors
/// When the story is wrong or a paper cannot be drawn; both are defects of this crate.
pub fn same_request(seed: u64, day: NaiveDate) -> Result<SameRequest, WorldError> {
    let told = story(ALL_DOORS)?;
    let missing =
        |door: &str| WorldError::Story { name: ALL_DOORS.to_owned(), reason: format!("it does not come by {door}") };
    let mail = told.mail.as_ref().ok_or_else(|| missing("e-mail"))?;
    let call = told.call.as_ref().ok_or_else(|| missing("telephone"))?;
    let visit = told.visit.as_ref().ok_or_else(|| missing("visit"))?;
    let handover = told.handover.as_ref().ok_or_else(|| missing("structure"))?;
    let setting = Setting::new(told.clone(), ALL_DOORS, seed, day, 0);
    let none = References::default();
    let carried = bundle(&setting, &told.papers, &handover.files)?;
    let handed = |channel| handovers::item(ALL_DOORS, &setting, handover, channel, &carried);
    let structure = handed(ChannelKind::Structure)?;
    let pdf = Pile { kind: BatchKind::Pdf, ..TIFF };
    Ok(SameRequest {
        person: persons(&setting).into_iter().next().ok_or_else(|| missing("anybody"))?,
        pages: structure.truth.arrival.pages(),
        post_tiff: batch::scan(&TIFF, "MEME-DEMANDE.tif", seed, day)?,
        post_pdf: batch::scan(&pdf, "MEME-DEMANDE.pdf", seed, day)?,
        email: mail::item(ALL_DOORS, &told, mail, (seed, day), &none)?,
        call: calls::item(ALL_DOORS, &told, call, (seed, day), &none),
        visit: visits::item(ALL_DOORS, &told, visit, (seed, day), &none)?,
        counter: handed(ChannelKind::Counter)?,
        online: handed(ChannelKind::Online)?,
        structure,
    })
}
