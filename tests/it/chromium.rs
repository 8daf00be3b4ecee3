//! Chromium, driven over the pipe that `--remote-debugging-pipe` opens: no port, no websocket,
//! no driver program. One browser serves the whole test binary; `tab.rs` is what tests use.
//!
//! The protocol is JSON, each message ended by a NUL byte; the browser reads on descriptor 3 and
//! answers on 4. A shell puts its standard input and output there, waits, and clears away the
//! profile. When the test process ends, even killed, the pipe closes and the browser quits.

use std::collections::HashMap;
use std::fs::{self, File};
use std::io::{BufRead as _, BufReader, Write as _};
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{ChildStdin, ChildStdout, Command, Stdio};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, OnceLock, PoisonError};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::machine;

/// How long anything may take; generous, for a loaded machine with two cores.
pub(crate) const PATIENCE: Duration = Duration::from_secs(30);

const NAMES: &[&str] =
    &["chromium", "chromium-browser", "google-chrome-stable", "google-chrome", "chrome"];

const FLAGS: &[&str] = &[
    "--headless=new",
    "--remote-debugging-pipe",
    // Its sandbox refuses to run as root, and the pages are our own.
    "--no-sandbox",
    "--no-first-run",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-extensions",
    "--disable-sync",
    "--password-store=basic",
    // So that two machines paint alike.
    "--force-color-profile=srgb",
    "--font-render-hinting=none",
    "--hide-scrollbars",
];

/// A running browser.
pub(crate) struct Browser {
    outgoing: Mutex<Outgoing>,
    incoming: Arc<Incoming>,
}

struct Outgoing {
    commands: ChildStdin,
    last: u64,
}

#[derive(Default)]
struct Incoming {
    heard: Mutex<Heard>,
    news: Condvar,
}

#[derive(Default)]
struct Heard {
    answers: HashMap<u64, Value>,
    /// By session, which is one tab's conversation.
    events: HashMap<String, Vec<Value>>,
    gone: bool,
}

/// The one browser of this test binary, started at the first call.
pub(crate) fn browser() -> Result<&'static Browser, String> {
    static BROWSER: OnceLock<Result<Browser, String>> = OnceLock::new();
    BROWSER.get_or_init(Browser::start).as_ref().map_err(Clone::clone)
}

impl Browser {
    fn start() -> Result<Self, String> {
        let program = find()?;
        let log = Path::new(env!("CARGO_TARGET_TMPDIR")).join("chromium.log");
        let (commands, answers) = spawn(&program, &log)
            .map_err(|error| format!("{} did not start: {error}", program.display()))?;
        let incoming = Arc::new(Incoming::default());
        let inbox = Arc::clone(&incoming);
        std::thread::spawn(move || inbox.listen(answers));
        let browser = Self { outgoing: Mutex::new(Outgoing { commands, last: 0 }), incoming };
        match browser.call(None, "Browser.getVersion", json!({})) {
            Ok(_) => Ok(browser),
            Err(why) => {
                let said = fs::read_to_string(&log).unwrap_or_default();
                Err(format!("{} does not answer: {why}\n{said}", program.display()))
            }
        }
    }

    /// Sends a command, to the browser or to one of its tabs, and waits for the answer.
    pub(crate) fn call(
        &self,
        session: Option<&str>,
        method: &str,
        params: Value,
    ) -> Result<Value, String> {
        let id = self.send(session, method, params).map_err(|why| format!("{method}: {why}"))?;
        let answer = self.incoming.wait(|heard| heard.answers.remove(&id));
        let mut answer = answer.map_err(|why| format!("{method}: {why}"))?;
        match answer.get("error") {
            Some(error) => Err(format!("{method}: {error}")),
            None => Ok(answer["result"].take()),
        }
    }

    /// How many events of this name a tab has told of so far.
    pub(crate) fn count(&self, session: &str, event: &str) -> usize {
        self.incoming.heard().count(session, event)
    }

    /// Waits until a tab has told of more than `seen` events of this name.
    pub(crate) fn wait_beyond(
        &self,
        session: &str,
        event: &str,
        seen: usize,
    ) -> Result<(), String> {
        let waited = self.incoming.wait(|heard| (heard.count(session, event) > seen).then_some(()));
        waited.map_err(|why| format!("{event}: {why}"))
    }

    /// All that a tab has told, in order.
    pub(crate) fn events(&self, session: &str) -> Vec<Value> {
        self.incoming.heard().events.get(session).cloned().unwrap_or_default()
    }

    /// Forgets what a closed tab has told.
    pub(crate) fn forget(&self, session: &str) {
        self.incoming.heard().events.remove(session);
    }

    fn send(&self, session: Option<&str>, method: &str, params: Value) -> std::io::Result<u64> {
        let mut outgoing = self.outgoing.lock().unwrap_or_else(PoisonError::into_inner);
        outgoing.last += 1;
        let mut message = json!({ "id": outgoing.last, "method": method, "params": params });
        if let Some(session) = session {
            message["sessionId"] = session.into();
        }
        outgoing.commands.write_all(format!("{message}\0").as_bytes())?;
        Ok(outgoing.last)
    }
}

impl Incoming {
    fn heard(&self) -> MutexGuard<'_, Heard> {
        self.heard.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn listen(&self, answers: ChildStdout) {
        let messages = BufReader::new(answers).split(0).map_while(Result::ok);
        for message in messages {
            // A message that is no JSON would be a fault of the browser's; the waiter times out.
            if let Ok(message) = serde_json::from_slice::<Value>(&message) {
                self.heard().take(message);
                self.news.notify_all();
            }
        }
        self.heard().gone = true;
        self.news.notify_all();
    }

    fn wait<T>(&self, mut ready: impl FnMut(&mut Heard) -> Option<T>) -> Result<T, String> {
        let deadline = Instant::now() + PATIENCE;
        let mut heard = self.heard();
        loop {
            if let Some(found) = ready(&mut heard) {
                return Ok(found);
            }
            if heard.gone {
                return Err("the browser is gone".into());
            }
            let left = deadline.saturating_duration_since(Instant::now());
            if left.is_zero() {
                return Err(format!("nothing came in {PATIENCE:?}"));
            }
            heard = self.news.wait_timeout(heard, left).unwrap_or_else(PoisonError::into_inner).0;
        }
    }
}

impl Heard {
    fn take(&mut self, message: Value) {
        match (message["id"].as_u64(), message["sessionId"].as_str()) {
            (Some(id), _) => drop(self.answers.insert(id, message)),
            (None, Some(session)) => {
                self.events.entry(session.to_owned()).or_default().push(message);
            }
            // Of the browser itself: tabs opening and closing, which only we do.
            (None, None) => {}
        }
    }

    fn count(&self, session: &str, event: &str) -> usize {
        let events = self.events.get(session).into_iter().flatten();
        events.filter(|heard| heard["method"] == event).count()
    }
}

fn find() -> Result<PathBuf, String> {
    if let Some(asked) = machine::setting("CHROMIUM").map(PathBuf::from) {
        let missing = format!("CHROMIUM names {}, which is no file", asked.display());
        return asked.is_file().then_some(asked).ok_or(missing);
    }
    let folders = machine::path();
    let mut places = NAMES.iter().flat_map(|name| folders.iter().map(move |it| it.join(name)));
    places.find(|place| place.is_file()).ok_or_else(|| {
        "no Chromium is installed (apt-get install chromium, or set CHROMIUM to the program)".into()
    })
}

fn spawn(program: &Path, log: &Path) -> std::io::Result<(ChildStdin, ChildStdout)> {
    const LEASH: &str = r#"
        "$@" 3<&0 4>&1 0</dev/null 1>/dev/null
        exec 0<&- 1>&-
        sleep 1; rm -rf "$TMPDIR""#;
    let folder = std::env::temp_dir().join(format!("laurels-web-{}", std::process::id()));
    fs::create_dir(&folder)?;
    let mut child = Command::new("sh")
        .args(["-c", LEASH, "leash"])
        .arg(program)
        .args(FLAGS)
        .arg(format!("--user-data-dir={}", folder.join("profile").display()))
        // All that it strews about goes with the folder.
        .env("TMPDIR", &folder)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(File::create(log)?)
        .process_group(0)
        .spawn()?;
    Ok((child.stdin.take().unwrap(), child.stdout.take().unwrap()))
}
