//! A file of the scanners, as every list of the mailroom shows it; each list adds its own figures.

use chrono::{DateTime, Utc};
use domain::BatchId;
use uuid::Uuid;

use crate::{StoreError, batches::BatchState, error::decode};

/// A file of the scanners.
#[derive(Clone, Debug)]
pub struct ScannedFile {
    /// Which batch.
    pub id: BatchId,
    /// The scan folder.
    pub folder: String,
    /// The name that the scanner gave.
    pub file_name: String,
    /// When it was received.
    pub received_at: DateTime<Utc>,
    /// Where its reading stands.
    pub state: BatchState,
    /// Pages in the file, once known.
    pub page_count: Option<u32>,
    /// Pages read so far.
    pub pages_read: u32,
}

/// What a query gives of a file.
pub(super) struct Columns {
    pub(super) id: Uuid,
    pub(super) folder: String,
    pub(super) file_name: String,
    pub(super) received_at: DateTime<Utc>,
    pub(super) state: i16,
    pub(super) page_count: Option<i32>,
    pub(super) pages_read: i32,
}

impl Columns {
    pub(super) fn file(self) -> Result<ScannedFile, StoreError> {
        let number = |n: i32| u32::try_from(n).unwrap_or(0);
        Ok(ScannedFile {
            id: BatchId::from_uuid(self.id),
            folder: self.folder,
            file_name: self.file_name,
            received_at: self.received_at,
            state: decode("batch state", self.state, BatchState::from_code)?,
            page_count: self.page_count.map(number),
            pages_read: number(self.pages_read),
        })
    }
}
