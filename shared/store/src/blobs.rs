use std::{fmt, path::Path, str::FromStr, sync::Arc};

use bytes::Bytes;
use chrono::{DateTime, Utc};
use object_store::{
    ObjectStore, ObjectStoreExt as _, PutMode, PutOptions, local::LocalFileSystem, path::Path as ObjectPath,
};
use sha2::{Digest as _, Sha256};
use sqlx::PgConnection;

use crate::StoreError;

/// Blobs of at most this many bytes live in the database, in the transaction of what they belong to.
const INLINE_LIMIT: usize = 64 * 1024;

/// The SHA-256 digest that names a content.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ContentHash([u8; 32]);

impl ContentHash {
    /// The digest of a content.
    #[must_use]
    pub fn of(content: &[u8]) -> Self {
        Self(Sha256::digest(content).into())
    }

    /// The thirty-two bytes.
    #[must_use]
    pub const fn bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// The digest of stored bytes.
    ///
    /// # Errors
    /// When they are not thirty-two.
    pub fn from_stored(bytes: &[u8]) -> Result<Self, StoreError> {
        bytes.try_into().map(Self).map_err(|_| StoreError::Malformed("content hash"))
    }

    fn object(self) -> ObjectPath {
        let hex = self.to_string();
        ObjectPath::from(format!("{}/{}/{hex}", &hex[..2], &hex[2..4]))
    }
}

impl fmt::Display for ContentHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|b| write!(f, "{b:02x}"))
    }
}

impl fmt::Debug for ContentHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl FromStr for ContentHash {
    type Err = StoreError;
    fn from_str(hex: &str) -> Result<Self, StoreError> {
        let digit = |i: usize| hex.get(i..i + 2).and_then(|b| u8::from_str_radix(b, 16).ok());
        let bytes: Option<Vec<u8>> = (0..64).step_by(2).map(digit).collect();
        match bytes {
            Some(bytes) if hex.len() == 64 => Self::from_stored(&bytes),
            _ => Err(StoreError::Malformed("content hash")),
        }
    }
}

/// A content whose bytes are safe: either already synced in the object store, or small enough to travel in the
/// transaction that inserts its row ([`insert_blobs`]).
#[derive(Clone, Debug)]
pub struct Blob {
    /// Its name.
    pub hash: ContentHash,
    /// Its length in bytes.
    pub size: u64,
    /// Its media type.
    pub media_type: &'static str,
    inline: Option<Bytes>,
}

/// Where contents are kept: a folder or an S3-compatible store, small ones in the database.
#[derive(Clone, Debug)]
pub struct BlobStore {
    objects: Arc<dyn ObjectStore>,
}

impl BlobStore {
    /// A store in a folder, created when missing; every write is synced before it counts.
    ///
    /// # Errors
    /// When the folder cannot be made or used.
    pub fn folder(path: &Path) -> Result<Self, StoreError> {
        std::fs::create_dir_all(path)
            .map_err(|e| object_store::Error::Generic { store: "folder", source: Box::new(e) })?;
        let objects = LocalFileSystem::new_with_prefix(path)?.with_fsync(true).with_automatic_cleanup(false);
        Ok(Self { objects: Arc::new(objects) })
    }

    /// A store over any object store (S3 by configuration).
    #[must_use]
    pub fn over(objects: Arc<dyn ObjectStore>) -> Self {
        Self { objects }
    }

    /// Makes a content safe. Large contents are written and synced now; writing one twice changes nothing.
    ///
    /// # Errors
    /// When the object store refuses (full disk, connection lost).
    pub async fn keep(&self, content: Bytes, media_type: &'static str) -> Result<Blob, StoreError> {
        let hash = ContentHash::of(&content);
        let size = content.len() as u64;
        if content.len() <= INLINE_LIMIT {
            return Ok(Blob { hash, size, media_type, inline: Some(content) });
        }
        let known = self.objects.head(&hash.object()).await.is_ok_and(|found| found.size == size);
        if !known {
            let options = PutOptions { mode: PutMode::Overwrite, ..PutOptions::default() };
            self.objects.put_opts(&hash.object(), content.into(), options).await?;
        }
        Ok(Blob { hash, size, media_type, inline: None })
    }

    /// Reads a content back and checks its digest.
    ///
    /// # Errors
    /// When it is unknown, unreachable or damaged.
    pub async fn fetch(&self, connection: &mut PgConnection, hash: ContentHash) -> Result<(Bytes, String), StoreError> {
        let row = sqlx::query!("SELECT media_type, content FROM blob WHERE sha256 = $1", &hash.bytes()[..])
            .fetch_optional(connection)
            .await?
            .ok_or(StoreError::NotFound("blob"))?;
        let content = match row.content {
            Some(content) => Bytes::from(content),
            None => self.objects.get(&hash.object()).await?.bytes().await?,
        };
        if ContentHash::of(&content) == hash {
            Ok((content, row.media_type))
        } else {
            Err(StoreError::Damaged(hash.to_string()))
        }
    }
}

/// Inserts the rows of contents made safe by [`BlobStore::keep`]; known ones are left as they are.
///
/// # Errors
/// When the database refuses.
pub async fn insert_blobs(connection: &mut PgConnection, now: DateTime<Utc>, blobs: &[Blob]) -> Result<(), StoreError> {
    let hashes: Vec<Vec<u8>> = blobs.iter().map(|b| b.hash.bytes().to_vec()).collect();
    let sizes: Vec<i64> = blobs.iter().map(|b| i64::try_from(b.size).unwrap_or(i64::MAX)).collect();
    let types: Vec<String> = blobs.iter().map(|b| b.media_type.to_owned()).collect();
    let contents: Vec<Option<Vec<u8>>> = blobs.iter().map(|b| b.inline.as_ref().map(|c| c.to_vec())).collect();
    sqlx::query!(
        "INSERT INTO blob (sha256, size, media_type, content, stored_at)
         SELECT DISTINCT ON (h) h, s, t, c, $5 FROM unnest($1::bytea[], $2::bigint[], $3::text[], $4::bytea[]) AS b(h, s, t, c) ORDER BY h
         ON CONFLICT (sha256) DO NOTHING",
        &hashes,
        &sizes,
        &types,
        &contents as &[Option<Vec<u8>>],
        now
    )
    .execute(connection)
    .await?;
    Ok(())
}
