//! A tab as a tester's hands and eyes: open, click, type, press, look. Each has a browser context
//! of its own, so no two share cookies. A step that fails ends the test and says which it was.
//!
//! Scripts are run by the debugger, which a page's content security policy does not bind: tests
//! need no hole in it.

use std::path::{Path, PathBuf};
use std::time::Instant;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};

use crate::chromium::{Browser, PATIENCE};

/// An open tab; closed with this value.
pub(crate) struct Tab {
    browser: &'static Browser,
    context: String,
    session: String,
}

/// A window that pages are looked at in.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Window {
    /// 1280 by 800.
    Desk,
    /// 390 by 844 at three dots a pixel, touched and not clicked.
    Phone,
}

/// What the reader's system asks pages to look like.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Scheme {
    /// Dark on light.
    Light,
    /// Light on dark.
    Dark,
}

impl Browser {
    /// A tab that nobody has used: no cookies, no storage, nothing cached.
    #[track_caller]
    pub(crate) fn tab(&'static self) -> Tab {
        let ask = |method: &str, params, key: &str| {
            let answer = self.call(None, method, params).unwrap_or_else(|why| panic!("{why}"));
            answer[key].as_str().unwrap_or_else(|| panic!("{method}: {answer}")).to_owned()
        };
        let context = json!({ "disposeOnDetach": true });
        let context = ask("Target.createBrowserContext", context, "browserContextId");
        let target = json!({ "url": "about:blank", "browserContextId": context });
        let target = ask("Target.createTarget", target, "targetId");
        let session = json!({ "targetId": target, "flatten": true });
        let session = ask("Target.attachToTarget", session, "sessionId");
        let tab = Tab { browser: self, context, session };
        for domain in ["Page", "Runtime", "Log", "Network"] {
            tab.call(&format!("{domain}.enable"), json!({}));
        }
        tab.window(Window::Desk);
        tab
    }
}

impl Tab {
    /// Goes to an address and waits until the page stands.
    #[track_caller]
    pub(crate) fn open(&self, url: &str) {
        let answer = self.navigating(|| self.call("Page.navigate", json!({ "url": url })));
        assert!(answer["errorText"].is_null(), "{url}: {}", answer["errorText"]);
    }

    /// Clicks what the selector finds first, with the mouse, where it stands.
    #[track_caller]
    pub(crate) fn click(&self, selector: &str) {
        let middle = format!(
            "(() => {{ const it = document.querySelector({selector:?}); if (!it) return null;
                it.scrollIntoView({{ block: 'center', behavior: 'instant' }});
                const box = it.getBoundingClientRect();
                const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
                const top = document.elementFromPoint(x, y);
                const hit = top && (it.contains(top) || top.contains(it) || top.control === it);
                return {{ x, y, cover: hit ? null : top && top.outerHTML }}; }})()"
        );
        let middle = self.eval(&middle);
        assert!(middle.is_object(), "there is no `{selector}`:\n{}", self.html());
        assert!(middle["cover"].is_null(), "`{selector}` is under {}", middle["cover"]);
        for (kind, buttons) in [("mouseMoved", 0), ("mousePressed", 1), ("mouseReleased", 0)] {
            let button = if kind == "mouseMoved" { "none" } else { "left" };
            let event = json!({ "type": kind, "x": middle["x"], "y": middle["y"],
                "button": button, "buttons": buttons, "clickCount": 1 });
            self.call("Input.dispatchMouseEvent", event);
        }
    }

    /// Clicks what leads to another page, and waits until that stands.
    #[track_caller]
    pub(crate) fn follow(&self, selector: &str) {
        self.navigating(|| self.click(selector));
    }

    /// Presses a key on what has the focus: a letter, `Enter`, `Shift+Tab`.
    #[track_caller]
    pub(crate) fn press(&self, key: &str) {
        let (shift, key) = key.strip_prefix("Shift+").map_or((0, key), |key| (8, key));
        let (key, code, number, text) = match key {
            "Tab" => ("Tab", "Tab", 9, ""),
            "Enter" => ("Enter", "Enter", 13, "\r"),
            "Escape" => ("Escape", "Escape", 27, ""),
            "Space" => (" ", "Space", 32, " "),
            "End" => ("End", "End", 35, ""),
            "Home" => ("Home", "Home", 36, ""),
            "ArrowLeft" => ("ArrowLeft", "ArrowLeft", 37, ""),
            "ArrowUp" => ("ArrowUp", "ArrowUp", 38, ""),
            "ArrowRight" => ("ArrowRight", "ArrowRight", 39, ""),
            "ArrowDown" => ("ArrowDown", "ArrowDown", 40, ""),
            "Backspace" => ("Backspace", "Backspace", 8, ""),
            letter if letter.chars().count() == 1 => (letter, "", 0, letter),
            unknown => panic!("no key {unknown} is known here"),
        };
        let event = |kind| {
            json!({ "type": kind, "key": key, "code": code, "windowsVirtualKeyCode": number,
                "modifiers": shift, "text": if kind == "keyDown" { text } else { "" } })
        };
        let down = if text.is_empty() { "rawKeyDown" } else { "keyDown" };
        self.call("Input.dispatchKeyEvent", event(down));
        self.call("Input.dispatchKeyEvent", event("keyUp"));
    }

    /// Presses the key that leads to another page, and waits until that stands.
    #[track_caller]
    pub(crate) fn press_through(&self, key: &str) {
        self.navigating(|| self.press(key));
    }

    /// Presses Tab until the focus is on what the selector finds, as a keyboard's user does.
    #[track_caller]
    pub(crate) fn tab_to(&self, selector: &str) {
        for _ in 0..2_000 {
            self.press("Tab");
            if self.is_focused(selector) {
                return;
            }
        }
        panic!("no Tab leads to `{selector}`:\n{}", self.html());
    }

    /// Whether the focus is on what the selector finds.
    #[track_caller]
    pub(crate) fn is_focused(&self, selector: &str) -> bool {
        self.eval(&format!("document.activeElement.matches({selector:?})")) == true
    }

    /// Types text, in any script, into what has the focus.
    #[track_caller]
    pub(crate) fn write(&self, text: &str) {
        self.call("Input.insertText", json!({ "text": text }));
    }

    /// The text that is shown of what the selector finds first.
    #[track_caller]
    pub(crate) fn text(&self, selector: &str) -> String {
        let text = self.eval(&format!("document.querySelector({selector:?})?.innerText ?? null"));
        let text = text.as_str().map(str::to_owned);
        text.unwrap_or_else(|| panic!("there is no `{selector}`:\n{}", self.html()))
    }

    /// Runs a script, waits if it promises something, and hands over what it says.
    #[track_caller]
    pub(crate) fn eval(&self, script: &str) -> Value {
        let params = json!({ "expression": script, "awaitPromise": true, "returnByValue": true });
        let mut answer = self.call("Runtime.evaluate", params);
        let thrown = &answer["exceptionDetails"];
        assert!(thrown.is_null(), "{script}: {}", thrown["exception"]["description"]);
        answer["result"]["value"].take()
    }

    /// Waits until a script says something true.
    #[track_caller]
    pub(crate) fn wait_for(&self, script: &str) {
        let deadline = Instant::now() + PATIENCE;
        while self.eval(&format!("!!({script})")) != true {
            assert!(Instant::now() < deadline, "`{script}` never came true:\n{}", self.html());
            std::thread::sleep(std::time::Duration::from_millis(20));
        }
    }

    /// The page as it stands now.
    #[track_caller]
    pub(crate) fn html(&self) -> String {
        self.eval("document.documentElement.outerHTML").as_str().unwrap_or_default().to_owned()
    }

    /// Looks through another window.
    #[track_caller]
    pub(crate) fn window(&self, window: Window) {
        let (width, height, dots, phone) = match window {
            Window::Desk => (1280, 800, 1, false),
            Window::Phone => (390, 844, 3, true),
        };
        let metrics = json!({ "width": width, "height": height, "deviceScaleFactor": dots,
            "mobile": phone });
        self.call("Emulation.setDeviceMetricsOverride", metrics);
        self.call("Emulation.setTouchEmulationEnabled", json!({ "enabled": phone }));
    }

    /// Asks pages for light or dark.
    #[track_caller]
    pub(crate) fn scheme(&self, scheme: Scheme) {
        let value = match scheme {
            Scheme::Light => "light",
            Scheme::Dark => "dark",
        };
        let feature = json!({ "name": "prefers-color-scheme", "value": value });
        self.call("Emulation.setEmulatedMedia", json!({ "features": [feature] }));
    }

    /// From the next page on, pages run no script.
    #[track_caller]
    pub(crate) fn without_javascript(&self) {
        self.call("Emulation.setScriptExecutionDisabled", json!({ "value": true }));
    }

    /// Takes over cookies, such as the session of somebody who has signed in elsewhere.
    #[track_caller]
    pub(crate) fn take_cookies(&self, base: &str, cookies: &[(String, String)]) {
        for (name, value) in cookies {
            let cookie = json!({ "url": base, "name": name, "value": value, "httpOnly": true });
            self.call("Network.setCookie", cookie);
        }
    }

    /// A picture of the whole page, as `target/tmp/pictures/NAME.png`.
    #[track_caller]
    pub(crate) fn picture(&self, name: &str) -> PathBuf {
        let params = json!({ "format": "png", "captureBeyondViewport": true });
        let answer = self.call("Page.captureScreenshot", params);
        let png = STANDARD.decode(answer["data"].as_str().unwrap()).unwrap();
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("pictures");
        std::fs::create_dir_all(&folder).unwrap();
        let file = folder.join(format!("{name}.png"));
        std::fs::write(&file, png).unwrap();
        file
    }

    /// What pages have complained of since the tab was opened: exceptions, errors on the
    /// console, what the content security policy refused, what could not be loaded.
    ///
    /// A page that itself answers 4xx is no complaint: tests ask for such pages on purpose.
    pub(crate) fn complaints(&self) -> Vec<String> {
        let events = self.browser.events(&self.session);
        let navigated = |url: &Value| {
            events.iter().any(|event| {
                event["method"] == "Network.requestWillBeSent"
                    && event["params"]["type"] == "Document"
                    && event["params"]["request"]["url"] == *url
            })
        };
        let complaint = |event: &Value| {
            let params = &event["params"];
            match event["method"].as_str()? {
                "Runtime.exceptionThrown" => {
                    Some(params["exceptionDetails"]["exception"]["description"].to_string())
                }
                "Runtime.consoleAPICalled" if params["type"] == "error" => {
                    Some(params["args"].to_string())
                }
                "Log.entryAdded" => {
                    let entry = &params["entry"];
                    let page = entry["source"] == "network" && navigated(&entry["url"]);
                    let grave = entry["level"] == "error" && !page;
                    grave.then(|| format!("{} ({})", entry["text"], entry["url"]))
                }
                _ => None,
            }
        };
        events.iter().filter_map(complaint).collect()
    }

    #[track_caller]
    fn navigating<T>(&self, act: impl FnOnce() -> T) -> T {
        const LOADED: &str = "Page.loadEventFired";
        let seen = self.browser.count(&self.session, LOADED);
        let done = act();
        let waited = self.browser.wait_beyond(&self.session, LOADED, seen);
        waited.unwrap_or_else(|why| panic!("no page came: {why}\n{}", self.html()));
        done
    }

    #[track_caller]
    fn call(&self, method: &str, params: Value) -> Value {
        self.browser.call(Some(&self.session), method, params).unwrap_or_else(|why| panic!("{why}"))
    }
}

impl Drop for Tab {
    fn drop(&mut self) {
        let context = json!({ "browserContextId": self.context });
        // A browser that is gone has closed its tabs too.
        let _ = self.browser.call(None, "Target.disposeBrowserContext", context);
        self.browser.forget(&self.session);
    }
}
