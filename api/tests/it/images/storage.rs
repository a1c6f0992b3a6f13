//! Files in a folder and in a bucket.

use super::hostile;
use super::s3::{ACCESS_KEY, BUCKET, MockS3, SECRET_KEY};
use super::uploads::send;
use crate::support::TestApp;
use api::config::Settings;
use api::images::storage::{Bucket, Storage, StorageConfig};

fn bucket(mock: &MockS3, secret: &str) -> Storage {
    let bucket = Bucket {
        name: BUCKET.to_owned(),
        prefix: "vouch".to_owned(),
        endpoint: Some(mock.endpoint.clone()),
        region: "eu-west-2".to_owned(),
        access_key: ACCESS_KEY.to_owned(),
        secret_key: secret.to_owned(),
    };
    Storage::open(&StorageConfig::Bucket(bucket)).expect("good settings")
}

/// Every storage does the same.
async fn keeps_files(storage: &Storage) {
    let read = async |name: &str| storage.get(name).await.expect("it answers");
    assert_eq!(read("images/a/320.webp").await, None);
    storage.put("images/a/320.webp", "first".into()).await.expect("stored");
    storage.put("images/a/640.webp", "wider".into()).await.expect("stored");
    storage.put("images/a/320.webp", "again".into()).await.expect("stored");
    assert_eq!(read("images/a/320.webp").await.as_deref(), Some(b"again".as_slice()));
    assert_eq!(read("images/a").await, None, "a folder is no file");
    storage.delete("images/a/320.webp").await.expect("removed");
    storage.delete("images/a/320.webp").await.expect("removed already");
    assert_eq!(read("images/a/320.webp").await, None);
    assert_eq!(read("images/a/640.webp").await.as_deref(), Some(b"wider".as_slice()));
    assert!(storage.put("images/../../secret", "x".into()).await.is_err(), "no name leaves the folder");
}

#[tokio::test]
async fn a_folder_keeps_files() {
    let folder = tempfile::tempdir().expect("a folder");
    let storage = Storage::open(&StorageConfig::Folder(folder.path().join("media"))).expect("opened");
    keeps_files(&storage).await;
    assert!(folder.path().join("media/images/a/640.webp").is_file());
}

#[tokio::test]
async fn a_bucket_keeps_files_for_whoever_signs_rightly() {
    let mock = MockS3::start().await;
    keeps_files(&bucket(&mock, SECRET_KEY)).await;
    let names: Vec<_> = mock.objects.lock().expect("not poisoned").keys().cloned().collect();
    assert_eq!(names, ["vouch/images/a/640.webp"]);
    let stranger = bucket(&mock, "a wrong secret");
    assert!(stranger.put("images/b/320.webp", "x".into()).await.is_err());
    assert!(stranger.get("images/a/640.webp").await.is_err(), "not allowed is not the same as not there");
    assert!(!format!("{:?}", bucket_config()).contains("a secret"), "secrets reach no log");
}

fn bucket_config() -> StorageConfig {
    let settings = Settings {
        s3_bucket: Some("pictures/vouch/".to_owned()),
        s3_access_key: Some("a key".to_owned()),
        s3_secret_key: Some("a secret".to_owned()),
        ..Settings::default()
    };
    settings.into_config().expect("good settings").storage
}

#[test]
fn settings_that_make_no_storage_are_refused_with_a_sentence() {
    let refusal = |settings: Settings| settings.into_config().expect_err("wrong").to_string();
    let named = Settings { s3_bucket: Some("pictures".to_owned()), ..Settings::default() };
    assert_eq!(refusal(named.clone()), "s3_bucket is set: set s3_access_key too");
    let half = Settings { s3_endpoint: Some("https://s3.example.org".to_owned()), ..Settings::default() };
    assert!(refusal(half).starts_with("s3_bucket is missing"));
    let wrong = Settings { s3_endpoint: Some("s3.example.org".to_owned()), ..named };
    assert!(refusal(wrong).starts_with("s3_endpoint is `s3.example.org`"));
}

#[tokio::test]
async fn a_server_keeps_its_pictures_in_a_bucket() {
    let mock = MockS3::start().await;
    let test = TestApp::with_settings(Settings {
        demo: Some(true),
        s3_bucket: Some(BUCKET.to_owned()),
        s3_endpoint: Some(mock.endpoint.clone()),
        s3_access_key: Some(ACCESS_KEY.to_owned()),
        s3_secret_key: Some(SECRET_KEY.to_owned()),
        ..Settings::default()
    })
    .await;
    let (server, token) = (test.serve().await, test.token("ada").await);
    let (status, answer) = send(&server, &token, &hostile::jpeg(700, 500)).await;
    assert_eq!(status, 201, "{answer}");
    assert_eq!(mock.objects.lock().expect("not poisoned").len(), 3);
    let url = answer["image"]["url"].as_str().expect("an address");
    let shown = server.get_bytes(url, &[]).await;
    assert_eq!((shown.status, &shown.body[8..12]), (200, b"WEBP".as_slice()));
    server.end().await;
}
