//! The accessibility audit: axe-core, run in the browser on a page as it stands.
//!
//! It is fetched with npm when a test first needs it and kept below `target/`; nothing of it is
//! part of the project. Its version and its digest are pinned, so that two runs audit alike.

use std::fs;
use std::path::Path;
use std::process::Command;
use std::sync::OnceLock;

use sha2::{Digest as _, Sha256};

use crate::tab::{Scheme, Tab, Window};

const VERSION: &str = "4.14.1";
const DIGEST: &str = "29348999450cdf2849a8e70b7912fc2da85a849da39c0d0d5394f51d4a9ed95c";

/// The rules of WCAG 2.0 to 2.2 that levels A and AA ask for.
const RULES: &str = "['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']";

/// The audit's program.
#[derive(Clone, Copy)]
pub(crate) struct Axe(&'static str);

/// The one copy of this test binary, fetched at the first call.
pub(crate) fn axe() -> Result<Axe, String> {
    static SOURCE: OnceLock<Result<String, String>> = OnceLock::new();
    SOURCE.get_or_init(fetch).as_deref().map(Axe).map_err(Clone::clone)
}

impl Axe {
    /// Looks at a page in every window and scheme: it is never too wide, and keeps nobody out.
    /// Each look leaves a picture of that name.
    #[track_caller]
    pub(crate) fn looks_everywhere(self, tab: &Tab, url: &str, name: &str) {
        for window in [Window::Desk, Window::Phone] {
            for scheme in [Scheme::Light, Scheme::Dark] {
                tab.window(window);
                tab.scheme(scheme);
                tab.open(url);
                let seen = format!("{window:?}-{scheme:?}").to_lowercase();
                tab.picture(&format!("{}-{seen}", name.replace('/', "-")));
                let wide = tab.eval("document.documentElement.scrollWidth > innerWidth");
                assert_eq!(wide, false, "{name} is too wide, {seen}");
                let barriers = self.barriers(tab);
                assert!(barriers.is_empty(), "{name}, {seen}: {barriers:#?}");
            }
        }
    }

    /// What keeps somebody from using the page in this tab, one line for each place.
    #[track_caller]
    pub(crate) fn barriers(self, tab: &Tab) -> Vec<String> {
        tab.eval(self.0);
        let found = tab.eval(&format!(
            "axe.run(document, {{ runOnly: {RULES}, resultTypes: ['violations'] }}).then(found =>
                found.violations.flatMap(rule => rule.nodes.map(node =>
                    `${{rule.id}} (${{node.impact}}): ${{rule.help}}: ${{node.html}}`)))"
        ));
        let found = found.as_array().unwrap().iter();
        found.map(|line| line.as_str().map_or_else(|| line.to_string(), str::to_owned)).collect()
    }
}

fn fetch() -> Result<String, String> {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("axe-core-{VERSION}"));
    let file = folder.join("node_modules/axe-core/axe.min.js");
    if let Some(kept) = read(&file) {
        return Ok(kept);
    }
    fs::create_dir_all(&folder).map_err(|error| error.to_string())?;
    install(&folder)?;
    // Not a want of the machine's: somebody has to look at what came instead.
    Ok(read(&file).unwrap_or_else(|| panic!("{} is not what it should be", file.display())))
}

/// The file, if it is whole and the very one.
fn read(file: &Path) -> Option<String> {
    let source = fs::read_to_string(file).ok()?;
    (hex::encode(Sha256::digest(&source)) == DIGEST).then_some(source)
}

fn install(folder: &Path) -> Result<(), String> {
    let said = Command::new("npm")
        .args(["install", "--ignore-scripts", "--no-audit", "--no-fund"])
        .args(["--no-save", "--force", "--prefix"])
        .arg(folder)
        .arg(format!("axe-core@{VERSION}"))
        .output()
        .map_err(|error| format!("npm, which fetches axe-core, does not start: {error}"))?;
    if said.status.success() {
        return Ok(());
    }
    let why = String::from_utf8_lossy(&said.stderr);
    Err(format!("npm could not fetch axe-core: {why}"))
}
