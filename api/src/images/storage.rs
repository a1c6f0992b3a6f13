//! Where files lie: a folder, or a bucket of a service that speaks S3.

use anyhow::{Context as _, ensure};
use bytes::Bytes;
use object_store::aws::AmazonS3Builder;
use object_store::local::LocalFileSystem;
use object_store::path::Path as Key;
use object_store::prefix::PrefixStore;
use object_store::{ClientOptions, ObjectStore, ObjectStoreExt as _, RetryConfig};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

/// How long one request to the service may take.
const REQUEST_WITHIN: Duration = Duration::from_secs(10);
/// How long requests are tried again.
const RETRY_WITHIN: Duration = Duration::from_secs(20);
const RETRIES: usize = 3;

/// Where files are to lie.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StorageConfig {
    /// In this folder; every process that serves or makes files must see it.
    Folder(PathBuf),
    /// In a bucket.
    Bucket(Bucket),
}

/// A bucket of a service that speaks S3.
#[derive(Clone, PartialEq, Eq)]
pub struct Bucket {
    /// Its name.
    pub name: String,
    /// What all names in it begin with, without slashes around it.
    pub prefix: String,
    /// The service; `None` means Amazon's.
    pub endpoint: Option<String>,
    /// The service's region.
    pub region: String,
    /// Who asks.
    pub access_key: String,
    /// And how that is proved.
    pub secret_key: String,
}

impl std::fmt::Debug for Bucket {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Bucket({:?} at {:?})", self.name, self.endpoint)
    }
}

/// What settings say of a bucket.
#[derive(Clone, Debug, Default)]
pub struct BucketSettings {
    /// `NAME` or `NAME/PREFIX`.
    pub bucket: Option<String>,
    /// Like `https://s3.example.org`.
    pub endpoint: Option<String>,
    /// `us-east-1` when left out.
    pub region: Option<String>,
    /// Who asks.
    pub access_key: Option<String>,
    /// And how that is proved.
    pub secret_key: Option<String>,
}

impl StorageConfig {
    /// A bucket when one is named, else the folder.
    ///
    /// # Errors
    /// A sentence that says which setting is missing.
    pub fn check(settings: BucketSettings, folder: PathBuf) -> anyhow::Result<Self> {
        let Some(bucket) = settings.bucket else {
            let lost = settings.endpoint.is_some() || settings.access_key.is_some() || settings.secret_key.is_some();
            ensure!(
                !lost,
                "s3_bucket is missing: without it files lie in a folder, and the other s3 settings mean nothing"
            );
            return Ok(Self::Folder(folder));
        };
        let (name, prefix) = bucket.split_once('/').unwrap_or((&bucket, ""));
        ensure!(!name.is_empty(), "s3_bucket is `{bucket}`; write it like pictures or pictures/vouch");
        if let Some(endpoint) = &settings.endpoint {
            let known = endpoint.starts_with("https://") || endpoint.starts_with("http://");
            ensure!(known, "s3_endpoint is `{endpoint}`; write it like https://s3.example.org");
        }
        Ok(Self::Bucket(Bucket {
            name: name.to_owned(),
            prefix: prefix.trim_matches('/').to_owned(),
            endpoint: settings.endpoint.map(|endpoint| endpoint.trim_end_matches('/').to_owned()),
            region: settings.region.unwrap_or_else(|| "us-east-1".to_owned()),
            access_key: settings.access_key.context("s3_bucket is set: set s3_access_key too")?,
            secret_key: settings.secret_key.context("s3_bucket is set: set s3_secret_key too")?,
        }))
    }
}

/// Files by name. Cheap to clone.
#[derive(Clone)]
pub struct Storage(Arc<dyn ObjectStore>);

impl Storage {
    /// Opens the folder, which is made when it is not there, or the bucket, which is not asked yet.
    ///
    /// # Errors
    /// When the folder cannot be made, or the bucket's settings cannot be.
    pub fn open(config: &StorageConfig) -> anyhow::Result<Self> {
        match config {
            StorageConfig::Folder(folder) => {
                std::fs::create_dir_all(folder)
                    .with_context(|| format!("the folder {} cannot be made", folder.display()))?;
                Ok(Self(Arc::new(LocalFileSystem::new_with_prefix(folder)?.with_fsync(true))))
            }
            StorageConfig::Bucket(bucket) => Self::bucket(bucket),
        }
    }

    fn bucket(bucket: &Bucket) -> anyhow::Result<Self> {
        super::use_ring();
        let plain = bucket.endpoint.as_ref().is_some_and(|endpoint| endpoint.starts_with("http://"));
        let options = ClientOptions::new().with_timeout(REQUEST_WITHIN).with_allow_http(plain);
        let retry = RetryConfig { max_retries: RETRIES, retry_timeout: RETRY_WITHIN, ..RetryConfig::default() };
        let mut builder = AmazonS3Builder::new()
            .with_bucket_name(&bucket.name)
            .with_region(&bucket.region)
            .with_access_key_id(&bucket.access_key)
            .with_secret_access_key(&bucket.secret_key)
            .with_client_options(options)
            // Not every service that speaks S3 knows how to remove many at once.
            .with_disable_bulk_delete(true)
            .with_retry(retry);
        if let Some(endpoint) = &bucket.endpoint {
            builder = builder.with_endpoint(endpoint);
        }
        let store = builder.build().context("the bucket's settings are wrong")?;
        Ok(if bucket.prefix.is_empty() {
            Self(Arc::new(store))
        } else {
            Self(Arc::new(PrefixStore::new(store, bucket.prefix.as_str())))
        })
    }

    /// Stores a file, whole or not at all. What had its name before is replaced.
    ///
    /// # Errors
    /// When it cannot be stored.
    pub async fn put(&self, name: &str, bytes: Bytes) -> anyhow::Result<()> {
        let key = Key::parse(name)?;
        self.0.put(&key, bytes.into()).await.with_context(|| format!("{name} cannot be stored"))?;
        Ok(())
    }

    /// A file; `None` when there is none of this name.
    ///
    /// # Errors
    /// When the storage does not answer.
    pub async fn get(&self, name: &str) -> anyhow::Result<Option<Bytes>> {
        let found = match self.0.get(&Key::parse(name)?).await {
            Ok(found) => found,
            Err(object_store::Error::NotFound { .. }) => return Ok(None),
            Err(error) => return Err(error).with_context(|| format!("{name} cannot be read")),
        };
        Ok(Some(found.bytes().await.with_context(|| format!("{name} cannot be read"))?))
    }

    /// Removes a file, if there is one of this name.
    ///
    /// # Errors
    /// When the storage does not answer.
    pub async fn delete(&self, name: &str) -> anyhow::Result<()> {
        match self.0.delete(&Key::parse(name)?).await {
            Ok(()) | Err(object_store::Error::NotFound { .. }) => Ok(()),
            Err(error) => Err(error).with_context(|| format!("{name} cannot be removed")),
        }
    }
}
