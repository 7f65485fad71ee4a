use std::sync::Arc;

use object_store::aws::AmazonS3Builder;
use store::{BlobStore, StoreError};

use crate::{
    Config,
    config::{BlobsKind, Secret},
};

/// Opens the blob store of a configuration: the folder (made when missing) or the bucket.
///
/// # Errors
/// When the folder cannot be made or the bucket's address is wrong.
pub fn open_blobs(config: &Config) -> Result<BlobStore, StoreError> {
    match config.blobs.kind {
        BlobsKind::Folder => BlobStore::folder(&config.blob_folder()),
        BlobsKind::S3 => bucket(config),
    }
}

fn bucket(config: &Config) -> Result<BlobStore, StoreError> {
    let blobs = &config.blobs;
    let text = |value: &Option<String>| value.clone().unwrap_or_default();
    let secret = |value: &Option<Secret>| value.as_ref().map_or_else(String::new, |secret| secret.reveal().to_owned());
    let mut builder = AmazonS3Builder::new()
        .with_bucket_name(text(&blobs.bucket))
        .with_access_key_id(secret(&blobs.access_key))
        .with_secret_access_key(secret(&blobs.secret_key));
    if let Some(region) = &blobs.region {
        builder = builder.with_region(region);
    }
    if let Some(endpoint) = &blobs.endpoint {
        builder = builder.with_endpoint(endpoint).with_allow_http(endpoint.starts_with("http://"));
    }
    Ok(BlobStore::over(Arc::new(builder.build()?)))
}
