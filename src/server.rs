//! The server: each room's routes in story order, the middleware around them, start and graceful
//! stop.

use std::net::TcpListener;
use std::time::Duration;

use actix_web::dev::Server;
use actix_web::middleware::{Compress, from_fn};
use actix_web::web::{self, Data};
use actix_web::{App as Application, HttpResponse, HttpServer};
use tracing_actix_web::TracingLogger;

use crate::ballots::print::Prints;
use crate::calendar;
use crate::error::{Error, Result};
use crate::sources::keeper;
use crate::submissions::source::github::api::Door;
use crate::web::respond::Reply;
use crate::web::state::App;
use crate::web::{assets, forms, gate};

/// How long requests in flight may take to end after the signal to stop, in seconds.
const GRACE: u64 = 20;

/// All routes.
pub fn routes(cfg: &mut web::ServiceConfig) {
    cfg.app_data(web::PayloadConfig::new(forms::LARGEST))
        .configure(assets::routes)
        .configure(crate::accounts::web::routes)
        .configure(crate::editions::web::routes)
        .configure(crate::editions::admin::web::routes)
        .configure(crate::editions::manage::routes)
        .configure(crate::submissions::web::routes)
        .configure(crate::submissions::claims::web::routes)
        .configure(crate::nominees::web::routes)
        .configure(crate::nominees::manage::routes)
        .configure(crate::nominees::people::manage::routes)
        .configure(crate::categories::web::routes)
        .configure(crate::categories::manage::routes)
        .configure(crate::sources::hooks::web::routes)
        .configure(crate::sources::manage::routes)
        .configure(crate::electorate::web::routes)
        .configure(crate::electorate::manage::routes)
        .configure(crate::ballots::web::routes)
        .configure(crate::ballots::manage::routes)
        .configure(crate::dashboard::web::routes)
        .configure(crate::dashboard::manage::routes)
        .configure(crate::results::web::routes)
        .configure(crate::results::manage::routes)
        .route("/healthz", web::get().to(healthz));
}

/// The server on a bound listener. It runs when awaited, and stops on SIGTERM and SIGINT after the
/// requests in flight are answered.
///
/// # Errors
/// [`Error::Internal`] if the listener cannot be used.
pub fn start(app: Data<App>, listener: TcpListener) -> Result<Server> {
    let prints = Data::new(Prints::default());
    actix_web::rt::spawn(calendar::watch(app.clone().into_inner()));
    actix_web::rt::spawn(keeper::watch(app.clone().into_inner()));
    let server = HttpServer::new(move || {
        Application::new()
            .app_data(app.clone())
            .app_data(prints.clone())
            .wrap(from_fn(gate::pass))
            .wrap(Compress::default())
            .wrap(TracingLogger::default())
            .configure(routes)
    });
    let server = server
        .shutdown_timeout(GRACE)
        .client_request_timeout(Duration::from_secs(10))
        .listen(listener)
        .map_err(Error::internal)?;
    Ok(server.run())
}

/// Serves until SIGTERM or SIGINT; `ready` hears the address once connections are taken.
///
/// # Errors
/// A port that is taken, or what `ready` refuses.
pub fn run(app: App, ready: impl FnOnce(&str) -> Result<()>) -> Result<()> {
    Door::of(&app.config.github_api, None)?;
    let listener = bind(&app)?;
    let url = app.config.public_url.clone();
    block_on(async move {
        let server = start(Data::new(app), listener)?;
        ready(&url)?;
        // Only a service manager listens; without one there is nobody to tell.
        sd_notify::notify(&[sd_notify::NotifyState::Ready]).ok();
        server.await.map_err(Error::internal)
    })
}

/// Runs a future to its end on a runtime of its own: for commands.
pub fn block_on<T>(future: impl Future<Output = T>) -> T {
    actix_web::rt::System::new().block_on(future)
}

/// Binds the address, so that a port that is taken is told before anything else starts.
///
/// # Errors
/// [`Error::Setting`] with the address and the cause.
pub fn bind(app: &App) -> Result<TcpListener> {
    TcpListener::bind(app.config.bind).map_err(|cause| {
        Error::setting(
            format!("Cannot listen on {}: {cause}.", app.config.bind),
            "Stop what listens there, or choose another address with --bind or LAURELS_BIND.",
        )
    })
}

/// 200 while the database answers.
async fn healthz(reply: Reply) -> Result<HttpResponse> {
    reply.app.read(|db, _| crate::accounts::store::has_admin(db)).await?;
    Ok(HttpResponse::Ok().content_type("text/plain").body("ok\n"))
}
