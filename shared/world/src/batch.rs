use chrono::NaiveDate;
use domain::{Legibility, SeparatorKind, SeparatorSheet};
use image::GrayImage;
use rand::{Rng, SeedableRng, rngs::StdRng};

use crate::{
    Batch, BatchKind, BatchTruth, Degradation, EnvelopeTruth, PageKind, PageTruth, PostmarkTruth, WorldError,
    day::{Look, Pile},
    describe::{documents, persons},
    papers::{self, Draft},
    scan::{Coding, Picture, bleed, degrade, image_pdf, tiff},
    separator,
    setting::Setting,
    stories::story,
    story::Post,
    truth::Oddity,
    typeset::pictures,
};

/// One sheet side on its way through the scanner.
struct Side {
    draft: Draft,
    separator: Option<SeparatorSheet>,
    upside_down: bool,
}

/// Makes one file of the day.
pub(crate) fn scan(pile: &Pile, file_name: &str, seed: u64, date: NaiveDate) -> Result<Batch, WorldError> {
    let mut rng = StdRng::seed_from_u64(pile.name.bytes().fold(seed, |h, b| h.wrapping_mul(31) ^ u64::from(b)));
    let mut sides = Vec::new();
    let mut envelopes = Vec::new();
    for name in pile.stories {
        let (setting, post) = posted(name, seed, date)?;
        let drafts = drafts(&setting, &post)?;
        let miscount = pile.miscount.filter(|(story, _)| story == name).map_or(0, |(_, by)| by);
        let declared = u32::try_from(drafts.len()).unwrap_or(0).saturating_add_signed(miscount);
        let separator_page = pile.separated.then(|| number(sides.len() + 1));
        if pile.separated {
            let serial: String = (0..4).map(|_| char::from(rng.random_range(b'A'..=b'Z'))).collect();
            let sheet = SeparatorSheet::new(SeparatorKind::Envelope, &serial, Some(declared.max(1)))
                .map_err(|e| WorldError::Encode(e.to_string()))?;
            sides.push(Side { draft: separator::draft(&sheet), separator: Some(sheet), upside_down: false });
        }
        let first_page = number(sides.len() + 1);
        let truth = envelope(name, &setting, &post, &drafts, first_page);
        envelopes.push(EnvelopeTruth { separator_page, declared_pages: pile.separated.then_some(declared), ..truth });
        for draft in drafts {
            let feeder = !matches!(draft.kind, PageKind::EnvelopeFront | PageKind::EnvelopeBack | PageKind::Blank);
            sides.push(Side { upside_down: feeder && rng.random_bool(0.05), separator: None, draft });
        }
    }
    let pages = sides.iter().enumerate().map(|(i, side)| page_truth(i, side)).collect();
    let mut bytes = write(pile, &sides, &mut rng)?;
    let mut truth = BatchTruth { file_name: file_name.to_owned(), oddity: None, pages, envelopes };
    if pile.cut {
        bytes.truncate(bytes.len() * 3 / 5);
        (truth.oddity, truth.pages, truth.envelopes) = (Some(Oddity::Truncated), Vec::new(), Vec::new());
    }
    Ok(Batch { file_name: file_name.to_owned(), bytes, kind: pile.kind, truth })
}

/// A story on its day, and how it was posted.
fn posted(name: &str, seed: u64, date: NaiveDate) -> Result<(Setting, Post), WorldError> {
    let story = story(name)?;
    let missing = || WorldError::Story { name: name.to_owned(), reason: "it was not posted".to_owned() };
    let post = story.post.clone().ok_or_else(missing)?;
    Ok((Setting::new(story, name, seed, date, post.days_before), post))
}

/// Everything in an envelope, the envelope first.
fn drafts(setting: &Setting, post: &Post) -> Result<Vec<Draft>, WorldError> {
    let mut drafts = vec![papers::front(setting, post)];
    if post.back {
        drafts.push(papers::back(setting, post));
    }
    for paper in &setting.story.papers {
        let mut pages = papers::draw(paper, setting)?;
        // The back of a sheet belongs to the document of its front.
        if let (Some(page), Some(front)) = (pages.first_mut(), drafts.last())
            && page.kind == PageKind::Blank
        {
            (page.piece, page.person) = (front.piece, front.person);
        }
        drafts.append(&mut pages);
    }
    Ok(drafts)
}

/// Draws, degrades and compresses the sides.
fn write(pile: &Pile, sides: &[Side], rng: &mut StdRng) -> Result<Vec<u8>, WorldError> {
    let (dpi, coding) = match pile.look {
        Look::Black300 => (300, Coding::Group4),
        Look::Grey200 => (200, Coding::Jpeg(38)),
        Look::Grey300 => (300, Coding::Jpeg(30)),
    };
    let mut pages = Vec::new();
    let mut front: Option<GrayImage> = None;
    for side in sides {
        let drawn = match (&side.separator, &front) {
            (Some(sheet), _) => separator::picture(sheet, dpi)?,
            (None, Some(front)) if side.draft.kind == PageKind::Blank => bleed(front),
            (None, _) => pictures(std::slice::from_ref(&side.draft.sheet), dpi)?.remove(0),
        };
        let how = Degradation { upside_down: side.upside_down, ..wear(side.draft.kind, pile.look, rng) };
        pages.push(Picture::encode(&degrade(&drawn, &how, rng.random()), dpi, coding)?);
        front = Some(drawn);
    }
    match pile.kind {
        BatchKind::Tiff => tiff(&pages),
        BatchKind::Pdf => Ok(image_pdf(&pages)),
    }
}

fn wear(kind: PageKind, look: Look, rng: &mut StdRng) -> Degradation {
    let mut how = Degradation::drawn(rng);
    if matches!(kind, PageKind::EnvelopeFront | PageKind::EnvelopeBack | PageKind::Photos | PageKind::Separator) {
        how.holes = false;
    }
    if look == Look::Black300 {
        // A black and white scanner lights evenly and keeps no grain.
        how = Degradation { shade: how.shade.min(6.0), noise: how.noise.min(3.0), fade: how.fade.min(0.1), ..how };
    }
    how
}

fn number(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

fn page_truth(index: usize, side: &Side) -> PageTruth {
    let draft = &side.draft;
    PageTruth {
        number: number(index + 1),
        kind: draft.kind,
        text: draft.sheet.true_text(),
        handwritten: draft.handwritten,
        upside_down: side.upside_down,
        mrz: draft.mrz.clone(),
        codes: draft.codes.clone(),
    }
}

fn envelope(name: &str, setting: &Setting, post: &Post, drafts: &[Draft], first_page: u32) -> EnvelopeTruth {
    EnvelopeTruth {
        story: name.to_owned(),
        situation: setting.story.situation.clone(),
        first_page,
        last_page: first_page + number(drafts.len()) - 1,
        separator_page: None,
        declared_pages: None,
        posted: setting.posted,
        postmark: PostmarkTruth { date: setting.posted, office: post.office.clone(), legibility: post.legibility },
        registered: setting.registered.clone(),
        persons: persons(setting),
        documents: documents(setting, drafts, first_page),
    }
}

impl PostmarkTruth {
    /// Whether the postmark alone proves the day of posting.
    #[must_use]
    pub fn proves(&self) -> bool {
        self.legibility == Legibility::Yes
    }
}
