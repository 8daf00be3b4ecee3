//! [`Pages`]: the templates, embedded, strict (a name that a page does not have is an error and
//! not a silent gap), and all parsed at the start.
//!
//! A template sees its page's fields at the root and the [`Frame`] as `frame`. It has no logic
//! beyond `if` and `each`: the page struct decides. Helpers: `asset` (an asset's address with its
//! digest), `count` (a number and its noun), `when` (a `<time>` that a script turns to the
//! reader's own zone), `current` (marks the way that leads to this page).

use handlebars::{
    Context, Handlebars, Helper, HelperResult, Output, RenderContext, RenderErrorReason,
};
use rust_embed::RustEmbed;
use serde::Serialize;

use crate::clock::Timestamp;
use crate::error::{Error, Result};
use crate::web::assets;

#[derive(RustEmbed)]
#[folder = "templates/"]
struct Embedded;

/// What surrounds every page.
#[derive(Debug, Clone, Serialize)]
pub struct Frame {
    /// Who is signed in.
    pub name: Option<String>,
    /// Whether the instance's own pages are theirs.
    pub is_admin: bool,
    /// What each form carries.
    pub csrf: String,
    /// What just happened, once.
    pub flash: Option<String>,
    /// The path of this page, to come back to after signing in.
    pub path: String,
}

#[derive(Serialize)]
struct Framed<'a, P> {
    frame: &'a Frame,
    #[serde(flatten)]
    page: &'a P,
}

/// The registry of templates.
#[derive(Debug)]
pub struct Pages(Handlebars<'static>);

impl Pages {
    /// All templates of the binary.
    ///
    /// # Errors
    /// [`Error::Internal`] for a template that does not parse.
    pub fn embedded() -> Result<Self> {
        let mut registry = Handlebars::new();
        registry.set_strict_mode(true);
        registry.set_prevent_indent(true);
        for path in Embedded::iter() {
            let Some(name) = path.strip_suffix(".hbs") else {
                continue;
            };
            let Some(file) = Embedded::get(&path) else {
                continue;
            };
            let text = std::str::from_utf8(&file.data).map_err(Error::internal)?;
            registry.register_template_string(name, text).map_err(Error::internal)?;
        }
        registry.register_helper("asset", Box::new(asset));
        registry.register_helper("count", Box::new(count));
        registry.register_helper("when", Box::new(when));
        registry.register_helper("current", Box::new(current));
        Ok(Self(registry))
    }

    /// Renders a page in its frame.
    ///
    /// # Errors
    /// [`Error::Internal`] for an unknown template or a name that the page does not have.
    pub fn render<P: Serialize>(&self, name: &str, frame: &Frame, page: &P) -> Result<String> {
        self.0.render(name, &Framed { frame, page }).map_err(Error::internal)
    }

    /// Renders a part of a page, without a frame: what is put together once and kept.
    ///
    /// # Errors
    /// As [`Pages::render`].
    pub fn part<P: Serialize>(&self, name: &str, part: &P) -> Result<String> {
        self.0.render(name, part).map_err(Error::internal)
    }

    /// The names of all templates, for the test that renders each.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.0.get_templates().keys().map(String::as_str)
    }
}

fn text<'a>(helper: &'a Helper<'_>, at: usize) -> Result<&'a serde_json::Value, RenderErrorReason> {
    let param = helper.param(at).map(handlebars::PathAndJson::value);
    param.ok_or(RenderErrorReason::ParamNotFoundForIndex("helper", at))
}

/// `{{asset "js/ballot.js"}}`
fn asset(
    helper: &Helper<'_>,
    _: &Handlebars<'_>,
    _: &Context,
    _: &mut RenderContext<'_, '_>,
    out: &mut dyn Output,
) -> HelperResult {
    let path = text(helper, 0)?.as_str().unwrap_or_default();
    Ok(out.write(&assets::address(path))?)
}

/// `{{count voted "person" "people"}}`: `1 person`, `1,024 people`.
fn count(
    helper: &Helper<'_>,
    _: &Handlebars<'_>,
    _: &Context,
    _: &mut RenderContext<'_, '_>,
    out: &mut dyn Output,
) -> HelperResult {
    let number = text(helper, 0)?.as_i64().unwrap_or_default();
    let noun = text(helper, if number == 1 { 1 } else { 2 })?.as_str().unwrap_or_default();
    Ok(out.write(&format!("{} {noun}", grouped(number)))?)
}

/// `{{when closes_at}}`: the instant in UTC, for the script to put in the reader's zone beside it;
/// with `relative=true` also how far ahead it is.
fn when(
    helper: &Helper<'_>,
    _: &Handlebars<'_>,
    _: &Context,
    _: &mut RenderContext<'_, '_>,
    out: &mut dyn Output,
) -> HelperResult {
    let Some(millis) = text(helper, 0)?.as_i64() else {
        return Ok(());
    };
    let instant = Timestamp::from_millis(millis);
    let relative = if helper.hash_get("relative").is_some() { " data-relative" } else { "" };
    Ok(out.write(&format!("<time datetime=\"{instant}\"{relative}>{}</time>", instant.words()))?)
}

/// `<a href="{{href}}"{{current href}}>`: says so if that way is this page, or leads to it.
fn current(
    helper: &Helper<'_>,
    _: &Handlebars<'_>,
    context: &Context,
    _: &mut RenderContext<'_, '_>,
    out: &mut dyn Output,
) -> HelperResult {
    let way = text(helper, 0)?.as_str().unwrap_or_default();
    let here = context.data().pointer("/frame/path");
    let here = here.and_then(serde_json::Value::as_str).unwrap_or_default();
    match here.strip_prefix(way) {
        Some("") => out.write(" aria-current=\"page\"")?,
        Some(rest) if rest.starts_with('/') => out.write(" aria-current=\"true\"")?,
        Some(_) | None => {}
    }
    Ok(())
}

/// A number as people read it: `12,345`.
#[must_use]
pub fn grouped(number: i64) -> String {
    let digits = number.unsigned_abs().to_string();
    let mut out = String::from(if number < 0 { "-" } else { "" });
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thousands_are_set_apart() {
        let said: Vec<String> = [0, 999, 1000, 1_234_567, -5000].map(grouped).into();

        assert_eq!(said, ["0", "999", "1,000", "1,234,567", "-5,000"]);
    }
}
