//! Style sheets, scripts and images, embedded in the binary and served with their digest.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use actix_web::http::header;
use actix_web::{HttpRequest, HttpResponse, web};
use rust_embed::RustEmbed;

use crate::error::{Error, Result};
use crate::secrets::sha256;

#[derive(RustEmbed)]
#[folder = "assets/"]
struct Embedded;

/// One file as it is served.
#[derive(Debug)]
struct Asset {
    bytes: Vec<u8>,
    kind: &'static str,
    digest: String,
}

/// The style sheets in the order in which they are joined; `css/parts/` stands between.
const BEFORE_PARTS: [&str; 4] = ["tokens", "reset", "base", "layout"];
const AFTER_PARTS: [&str; 2] = ["utilities", "print"];

fn all() -> &'static BTreeMap<String, Asset> {
    static ALL: OnceLock<BTreeMap<String, Asset>> = OnceLock::new();
    ALL.get_or_init(|| {
        let mut assets: BTreeMap<String, Asset> = Embedded::iter()
            .filter(|path| !path.starts_with("css/"))
            .filter_map(|path| Some((path.to_string(), read(&path)?)))
            .map(|(path, bytes)| (path.clone(), asset(&path, bytes)))
            .collect();
        assets.insert("app.css".to_owned(), asset("app.css", style_sheet()));
        assets
    })
}

fn read(path: &str) -> Option<Vec<u8>> {
    Embedded::get(path).map(|file| file.data.into_owned())
}

fn style_sheet() -> Vec<u8> {
    let mut parts: Vec<String> =
        Embedded::iter().filter(|path| path.starts_with("css/parts/")).map(String::from).collect();
    parts.sort();
    let named = |name: &&str| format!("css/{name}.css");
    let order = BEFORE_PARTS.iter().map(named).chain(parts).chain(AFTER_PARTS.iter().map(named));
    order.filter_map(|path| read(&path)).flatten().collect()
}

fn asset(path: &str, bytes: Vec<u8>) -> Asset {
    let kind = match path.rsplit_once('.').map(|(_, ending)| ending) {
        Some("css") => "text/css; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("svg") => "image/svg+xml",
        Some("png") => "image/png",
        _ => "application/octet-stream",
    };
    let mut digest = hex::encode(sha256(&bytes));
    digest.truncate(16);
    Asset { bytes, kind, digest }
}

/// The address of an asset, with its digest, so that browsers may keep it for ever.
#[must_use]
pub fn address(path: &str) -> String {
    match all().get(path) {
        Some(asset) => format!("/assets/{path}?v={}", asset.digest),
        None => format!("/assets/{path}"),
    }
}

/// The routes of this floor.
pub fn routes(cfg: &mut web::ServiceConfig) {
    cfg.route("/assets/{path:.*}", web::get().to(show))
        .route("/favicon.ico", web::get().to(favicon));
}

async fn show(request: HttpRequest, path: web::Path<String>) -> Result<HttpResponse> {
    serve(&request, &path)
}

async fn favicon(request: HttpRequest) -> Result<HttpResponse> {
    serve(&request, "img/favicon.svg")
}

fn serve(request: &HttpRequest, path: &str) -> Result<HttpResponse> {
    let asset = all().get(path).ok_or(Error::NotFound("file"))?;
    let tag = format!("\"{}\"", asset.digest);
    let known = request.headers().get(header::IF_NONE_MATCH);
    let keep = if request.query_string().is_empty() {
        "public, max-age=300"
    } else {
        "public, max-age=31536000, immutable"
    };
    let mut response = if known.is_some_and(|known| known.as_bytes() == tag.as_bytes()) {
        HttpResponse::NotModified()
    } else {
        HttpResponse::Ok()
    };
    response.insert_header((header::ETAG, tag)).insert_header((header::CACHE_CONTROL, keep));
    response.insert_header((header::CONTENT_TYPE, asset.kind));
    Ok(response.body(asset.bytes.clone()))
}
