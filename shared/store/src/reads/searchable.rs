//! The pages of what was received, with everything that a searchable file is made of.

use chrono::{DateTime, Utc};
use domain::{ChannelKind, CommunicationId};
use serde_json::Value;
use sqlx::PgConnection;

use crate::{BlobStore, ContentHash, StoreError, error::decode};

/// What a file is made of, but its pictures.
#[derive(Clone, Debug)]
pub struct Source {
    /// The door.
    pub channel: ChannelKind,
    /// When it was received.
    pub received_at: DateTime<Utc>,
    /// The pages, in order, separator sheets left out.
    pub pages: Vec<SourcePage>,
}

/// A page.
#[derive(Clone, Debug)]
pub struct SourcePage {
    /// Width and height of the upright page in pixels.
    pub size: (i32, i32),
    /// Pixels per inch.
    pub dpi: Option<f32>,
    /// Its words, as the reader wrote them.
    pub words: Value,
    /// Its picture.
    pub screen: Option<ContentHash>,
}

impl Source {
    /// The picture of each page.
    ///
    /// # Errors
    /// When the database refuses or a picture is damaged.
    pub async fn pictures(
        &self,
        connection: &mut PgConnection,
        blobs: &BlobStore,
    ) -> Result<Vec<Option<Vec<u8>>>, StoreError> {
        let mut pictures = Vec::with_capacity(self.pages.len());
        for page in &self.pages {
            pictures.push(match page.screen {
                Some(screen) => Some(blobs.fetch(connection, screen).await?.0.to_vec()),
                None => None,
            });
        }
        Ok(pictures)
    }
}

/// The pages of a communication; of `range` (numbers in the batch) alone when it is given. At most `most`, after the first `before`.
///
/// # Errors
/// `NotFound` when there is none or the actor may not see it.
pub async fn pages(
    connection: &mut PgConnection,
    id: CommunicationId,
    range: Option<(i32, i32)>,
    before: u32,
    most: u32,
) -> Result<Source, StoreError> {
    let head = sqlx::query!("SELECT channel, received_at FROM communication WHERE id = $1", id.uuid())
        .fetch_optional(&mut *connection)
        .await?
        .ok_or(StoreError::NotFound("communication"))?;
    let (first, last) = range.map_or((None, None), |(first, last)| (Some(first), Some(last)));
    let rows = sqlx::query!(
        "SELECT p.width_px, p.height_px, p.dpi, p.words, p.screen_sha256
         FROM envelope e JOIN page p ON p.batch_id = e.batch_id AND p.number BETWEEN e.first_page AND e.last_page
         WHERE e.communication_id = $1 AND p.standing = 0 AND NOT p.separator AND p.number >= coalesce($2, p.number) AND p.number <= coalesce($3, p.number)
         ORDER BY p.number OFFSET $4 LIMIT $5",
        id.uuid(),
        first,
        last,
        i64::from(before),
        i64::from(most)
    )
    .fetch_all(connection)
    .await?;
    let page = |r: (i32, i32, Option<f32>, Value, Option<Vec<u8>>)| {
        let screen = r.4.as_deref().map(ContentHash::from_stored).transpose()?;
        Ok::<_, StoreError>(SourcePage { size: (r.0, r.1), dpi: r.2, words: r.3, screen })
    };
    let pages = rows.into_iter().map(|r| page((r.width_px, r.height_px, r.dpi, r.words, r.screen_sha256)));
    Ok(Source {
        channel: decode("channel", head.channel, ChannelKind::from_code)?,
        received_at: head.received_at,
        pages: pages.collect::<Result<_, _>>()?,
    })
}
