//! The built storefront (`cargo xtask build`): hashed files under /pkg/, and public files under their own names.

use crate::http::Http;
use axum::Router;
use axum::http::{HeaderValue, header};
use std::path::{Path, PathBuf};
use tower::ServiceBuilder;
use tower_http::services::{ServeDir, ServeFile};
use tower_http::set_header::SetResponseHeaderLayer;
use web::app::AssetPaths;

/// The site folder, as it was when the server started.
pub(super) struct Site {
    folder: Option<PathBuf>,
    paths: AssetPaths,
}

impl Site {
    /// Reads the folder's manifest. Without one the pages still work, as plain documents, and the log says so.
    pub(super) fn open(folder: Option<&Path>) -> Self {
        let paths = folder.and_then(|folder| {
            let text = std::fs::read_to_string(folder.join("assets.json")).ok()?;
            serde_json::from_str::<AssetPaths>(&text).ok()
        });
        let Some(paths) = paths else {
            tracing::warn!("there is no built storefront: pages have no style and no script; run `cargo xtask build`");
            return Self { folder: None, paths: AssetPaths::default() };
        };
        Self { folder: folder.map(Path::to_owned), paths }
    }

    pub(super) fn paths(&self) -> &AssetPaths {
        &self.paths
    }

    /// Hashed files are good for ever; public ones for an hour.
    pub(super) fn routes(&self) -> Router<Http> {
        let Some(folder) = &self.folder else { return Router::new() };
        let hashed = ServiceBuilder::new()
            .layer(cached("public, max-age=31536000, immutable"))
            .service(ServeDir::new(folder.join("pkg")).precompressed_br());
        public_files(folder).into_iter().fold(Router::new().nest_service("/pkg", hashed), |router, name| {
            let file = ServiceBuilder::new()
                .layer(cached("public, max-age=3600"))
                .service(ServeFile::new(folder.join(&name)).precompressed_br());
            router.route_service(&format!("/{name}"), file)
        })
    }
}

fn cached(value: &'static str) -> SetResponseHeaderLayer<HeaderValue> {
    SetResponseHeaderLayer::if_not_present(header::CACHE_CONTROL, HeaderValue::from_static(value))
}

fn public_files(folder: &Path) -> Vec<String> {
    let Ok(entries) = std::fs::read_dir(folder) else { return Vec::new() };
    entries
        .flatten()
        .filter(|entry| entry.file_type().is_ok_and(|kind| kind.is_file()))
        .filter_map(|entry| entry.file_name().into_string().ok())
        .filter(|name| !matches!(name.as_str(), "assets.json" | "robots.txt") && !name.ends_with(".br"))
        .collect()
}
