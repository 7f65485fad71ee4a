//! The files of a message or a deposit: unpacked, told apart, read page by page, numbered through the whole delivery.

use bytes::Bytes;
use casework::{Casework, PartsReading, record_parts};
use domain::{Actor, BatchId, CommunicationId, DeliveryKind, PartState};
use queue::{Done, Job, JobFailure};
use reading::{MessageReader, PageRead, ReadFailure, UnpackedPart};
use store::{Blob, StoreError, batches, deliveries, deliveries::NewPart};

use super::{Readers, failed, retry, suspicion::suspicion};
use crate::proposals;

/// Most files of one delivery that are looked at; the archive that holds more stays as it is.
const MOST_PARTS: usize = 500;

/// A delivery being read.
struct Delivered {
    communication: CommunicationId,
    parts: Vec<NewPart>,
    blobs: Vec<Blob>,
    contents: Vec<Bytes>,
}

impl Readers {
    /// Reads the files of a delivery and records what they say.
    pub(super) async fn read_parts(
        &self,
        job: &Job,
        id: BatchId,
        kind: DeliveryKind,
        communication: CommunicationId,
        content: Bytes,
    ) -> Result<Done, JobFailure> {
        let delivered = match kind {
            DeliveryKind::Message => self.unpacked(communication, &content).await?,
            DeliveryKind::Scan | DeliveryKind::Deposit => self.deposited(communication).await.map_err(|e| retry(&e))?,
        };
        let reading = self.read_all(id, delivered).await?;
        record_parts(&self.casework, job, id, Some(reading)).await.map_err(failed)
    }

    /// The files of a deposit, as they were received.
    async fn deposited(&self, communication: CommunicationId) -> Result<Delivered, StoreError> {
        let mut tx = self.casework.database.begin(&Actor::Job(casework::READ_BATCH)).await?;
        let parts = deliveries::parts(&mut tx, communication).await?;
        let mut contents = Vec::with_capacity(parts.len());
        for part in &parts {
            contents.push(self.casework.blobs.fetch(&mut tx, part.content).await?.0);
        }
        Ok(Delivered { communication, parts, blobs: Vec::new(), contents })
    }

    /// The files of a message, taken out of it by the reader. A message that cannot be unpacked has no files: it is kept
    /// whole, and was shown as unreadable when it came.
    async fn unpacked(&self, communication: CommunicationId, raw: &Bytes) -> Result<Delivered, JobFailure> {
        let mut reader: MessageReader = self.reader.messages();
        let found = match reader.unpack(raw).await {
            Ok(found) => found,
            Err(ReadFailure::Unavailable { executable, detail }) => {
                let why = format!("{}: {detail}", executable.display());
                return Err(JobFailure::Misconfigured { key: "reader.executable", why });
            }
            Err(failure) => vec![whole(raw, &failure)],
        };
        let mut delivered = Delivered { communication, parts: Vec::new(), blobs: Vec::new(), contents: Vec::new() };
        for (position, part) in (1..).zip(found.into_iter().take(MOST_PARTS)) {
            self.take(&mut delivered, position, part).await.map_err(|e| retry(&e))?;
        }
        Ok(delivered)
    }

    async fn take(&self, delivered: &mut Delivered, position: u32, found: UnpackedPart) -> Result<(), StoreError> {
        let content = Bytes::from(found.bytes);
        let blob = self.casework.blobs.keep(content.clone(), "application/octet-stream").await?;
        let file = found.attachment;
        let set_aside = file.left_packed.is_some();
        delivered.parts.push(NewPart {
            communication: delivered.communication,
            position,
            name: file.name.unwrap_or_default(),
            media_type: file.media_type,
            size: blob.size,
            content: blob.hash,
            unpacked_from: file.unpacked_from,
            state: if set_aside { PartState::SetAside } else { PartState::Waiting },
            reason: file.left_packed,
            pages: None,
        });
        delivered.blobs.push(blob);
        delivered.contents.push(content);
        Ok(())
    }

    /// Reads the pages of every file that has some. A file that cannot be read is set aside, the others are read.
    async fn read_all(&self, id: BatchId, delivered: Delivered) -> Result<PartsReading, JobFailure> {
        let Delivered { communication, mut parts, mut blobs, contents } = delivered;
        let (mut rows, mut pages) = (Vec::new(), Vec::<PageRead>::new());
        // Pages of files that were read before these were added.
        let earlier = parts.iter().filter_map(|part| part.pages).map(|(_, last)| last).max().unwrap_or(0);
        let mut suspected = Vec::new();
        for (part, content) in parts.iter_mut().zip(contents) {
            if part.pages.is_none() && part.state != PartState::Read {
                suspected.extend(suspicion(self.antivirus.as_ref(), part, &content).await);
            }
            if part.state != PartState::Waiting {
                continue;
            }
            if !has_pages(&part.media_type) {
                part.state = PartState::Kept;
                continue;
            }
            let before = earlier.saturating_add(u32::try_from(pages.len()).unwrap_or(u32::MAX));
            let collected = self.collect(id, content, before).await.map_err(|e| retry(&e))?;
            if let Some(ReadFailure::Unavailable { .. }) = &collected.failure {
                let why = collected.failure.as_ref().map(ToString::to_string).unwrap_or_default();
                return Err(JobFailure::Misconfigured { key: "reader.executable", why });
            }
            let read = u32::try_from(collected.pages.len()).unwrap_or(u32::MAX);
            part.pages = (read > 0).then(|| (before + 1, before + read));
            part.state = if read > 0 { PartState::Read } else { PartState::SetAside };
            part.reason = collected.failure.as_ref().map(ToString::to_string);
            rows.extend(collected.rows);
            blobs.extend(collected.blobs);
            pages.extend(collected.pages);
        }
        let all: Vec<&PageRead> = pages.iter().collect();
        Ok(PartsReading {
            communication,
            parts,
            blobs,
            pages: rows,
            reference: proposals::case_reference(&all),
            suggestions: proposals::of(&all, &self.trust, self.casework.clock.now()),
            suspected,
        })
    }
}

/// A message that could not be unpacked stands for its own files.
fn whole(raw: &Bytes, failure: &ReadFailure) -> UnpackedPart {
    let attachment = reading::Attachment {
        name: Some("message.eml".to_owned()),
        media_type: "message/rfc822".to_owned(),
        size: raw.len() as u64,
        left_packed: Some(failure.to_string()),
        ..reading::Attachment::default()
    };
    UnpackedPart { attachment, bytes: raw.to_vec() }
}

/// Whether the reader makes pages of a file of this kind. A kind that nobody knows is tried: it may be a picture.
fn has_pages(media_type: &str) -> bool {
    media_type == "application/pdf" || media_type == "application/octet-stream" || media_type.starts_with("image/")
}

/// Records that a delivery was already read, by a worker that could not finish its job.
pub(super) async fn already_read(casework: &Casework, job: &Job, id: BatchId) -> Result<Done, JobFailure> {
    record_parts(casework, job, id, None).await.map_err(failed)
}

/// What a batch is and whose it is.
pub(super) async fn kind_of(
    casework: &Casework,
    id: BatchId,
) -> Result<(DeliveryKind, Option<CommunicationId>), StoreError> {
    let mut tx = casework.database.begin(&Actor::Job(casework::READ_BATCH)).await?;
    let _known = batches::get(&mut tx, id).await?;
    deliveries::of_batch(&mut tx, id).await
}

#[cfg(test)]
mod tests {
    use super::has_pages;

    #[test]
    fn papers_and_pictures_have_pages_and_archives_have_none() {
        assert!(["application/pdf", "image/heic", "application/octet-stream"].iter().all(|kind| has_pages(kind)));
        assert!(["application/zip", "text/calendar", "audio/wav"].iter().all(|kind| !has_pages(kind)));
    }
}
