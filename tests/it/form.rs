//! A form as it stands on a page: read with everything that a browser would send, hidden fields
//! too, so that a test cannot send what no page offers unless it says that it forges.

use scraper::{ElementRef, Html, Selector};

/// How a form is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Method {
    /// In the address.
    Get,
    /// In the body.
    Post,
}

/// A form as it stands on a page, and what has been done to it since.
#[derive(Clone)]
pub(crate) struct Form {
    method: Method,
    action: String,
    controls: Vec<Control>,
}

#[derive(Clone, Debug)]
struct Control {
    name: String,
    value: String,
    kind: Kind,
    /// Whether it takes part: ticked, picked, pressed, or a field that always does.
    on: bool,
}

#[derive(Clone, Debug, PartialEq)]
enum Kind {
    Words,
    Tick,
    Pick,
    Choice(Vec<String>),
    /// With the action of its own, if it has one.
    Button(Option<String>),
}

impl Form {
    /// Reads a form out of the page that stood at `path`.
    pub(crate) fn read(path: &str, page: &Html, form: ElementRef<'_>) -> Self {
        let selector = Selector::parse("input, select, textarea, button").unwrap();
        let controls = page.select(&selector);
        let controls = controls.filter(|control| belongs(*control, form));
        let post = form.attr("method").is_some_and(|it| it.eq_ignore_ascii_case("post"));
        Self {
            method: if post { Method::Post } else { Method::Get },
            action: resolve(path, form.attr("action")),
            controls: controls.filter_map(Control::read).collect(),
        }
    }

    /// Types into a field, instead of what stood there.
    #[track_caller]
    pub(crate) fn fill(mut self, name: &str, value: &str) -> Self {
        self.control(|it| it.name == name && it.kind == Kind::Words, name).value = value.into();
        self
    }

    /// Picks a radio button or an entry of a list.
    #[track_caller]
    pub(crate) fn choose(mut self, name: &str, value: &str) -> Self {
        let offered = |it: &Control| match &it.kind {
            Kind::Pick => it.value == value,
            Kind::Choice(values) => values.iter().any(|offered| offered == value),
            Kind::Words | Kind::Tick | Kind::Button(_) => false,
        };
        self.control(|it| it.name == name && offered(it), &format!("{name}={value}"));
        for control in self.controls.iter_mut().filter(|control| control.name == name) {
            match &control.kind {
                Kind::Pick => control.on = control.value == value,
                Kind::Choice(_) => (control.value, control.on) = (value.into(), true),
                Kind::Words | Kind::Tick | Kind::Button(_) => {}
            }
        }
        self
    }

    /// Ticks a box.
    #[track_caller]
    pub(crate) fn tick(mut self, name: &str, value: &str) -> Self {
        self.ticks(name, value).on = true;
        self
    }

    /// Takes the tick from a box.
    #[track_caller]
    pub(crate) fn untick(mut self, name: &str, value: &str) -> Self {
        self.ticks(name, value).on = false;
        self
    }

    /// Presses this button instead of the first.
    #[track_caller]
    pub(crate) fn press(mut self, name: &str, value: &str) -> Self {
        let is_button = |it: &Control| matches!(it.kind, Kind::Button(_));
        let it = |it: &Control| is_button(it) && it.name == name && it.value == value;
        self.control(it, &format!("{name}={value}")).on = true;
        self
    }

    /// Sets a field to what the page does not offer, as somebody who means harm can.
    pub(crate) fn forge(mut self, name: &str, value: &str) -> Self {
        self = self.without(name);
        let (name, value) = (name.to_owned(), value.to_owned());
        self.controls.push(Control { name, value, kind: Kind::Words, on: true });
        self
    }

    /// Leaves a field out, as no browser would.
    pub(crate) fn without(mut self, name: &str) -> Self {
        self.controls.retain(|control| control.name != name);
        self
    }

    /// What would be sent, in the order of the page.
    pub(crate) fn fields(&self) -> Vec<(String, String)> {
        let button = self.button().map(std::ptr::from_ref);
        let sent = self.controls.iter().filter(|control| match control.kind {
            Kind::Button(_) => button == Some(std::ptr::from_ref(*control)),
            Kind::Words | Kind::Tick | Kind::Pick | Kind::Choice(_) => control.on,
        });
        let named = sent.filter(|control| !control.name.is_empty());
        // Line ends go out as they did on a teletype: HTML says so, and browsers do it.
        named.map(|control| (control.name.clone(), control.value.replace('\n', "\r\n"))).collect()
    }

    /// Where it would be sent.
    pub(crate) fn action(&self) -> &str {
        match self.button().map(|button| &button.kind) {
            Some(Kind::Button(Some(action))) => action,
            _ => &self.action,
        }
    }

    /// How it would be sent.
    pub(crate) fn method(&self) -> Method {
        self.method
    }

    /// The button that was pressed; the first one if none was, as the Enter key does.
    fn button(&self) -> Option<&Control> {
        let mut buttons = self.controls.iter().filter(|it| matches!(it.kind, Kind::Button(_)));
        let first = buttons.clone().next();
        buttons.find(|button| button.on).or(first)
    }

    #[track_caller]
    fn ticks(&mut self, name: &str, value: &str) -> &mut Control {
        let wanted = |it: &Control| it.kind == Kind::Tick && it.name == name && it.value == value;
        self.control(wanted, &format!("{name}={value}"))
    }

    #[track_caller]
    fn control(&mut self, wanted: impl Fn(&Control) -> bool, asked: &str) -> &mut Control {
        let offers = format!("{:#?}", self.controls);
        let found = self.controls.iter_mut().find(|control| wanted(control));
        found.unwrap_or_else(|| panic!("the form offers no such {asked}: {offers}"))
    }
}

impl Control {
    fn read(element: ElementRef<'_>) -> Option<Self> {
        let disabled = |it: ElementRef<'_>| it.attr("disabled").is_some();
        let fieldsets = element.ancestors().filter_map(ElementRef::wrap);
        let mut fieldsets = fieldsets.filter(|it| it.value().name() == "fieldset");
        if disabled(element) || fieldsets.any(disabled) {
            return None;
        }
        let name = element.attr("name").unwrap_or_default().to_owned();
        let value = element.attr("value");
        let own_action = element.attr("formaction").map(str::to_owned);
        let (value, kind, on) = match (element.value().name(), element.attr("type")) {
            ("input", Some(kind @ ("checkbox" | "radio"))) => (
                value.unwrap_or("on").to_owned(),
                if kind == "radio" { Kind::Pick } else { Kind::Tick },
                element.attr("checked").is_some(),
            ),
            ("input", Some("submit")) | ("button", None | Some("submit")) => {
                (value.unwrap_or_default().to_owned(), Kind::Button(own_action), false)
            }
            ("input", Some("button" | "reset" | "image" | "file")) | ("button", _) => return None,
            ("textarea", _) => (element.text().collect(), Kind::Words, true),
            ("select", _) => return Some(Self::read_choice(name, element)),
            _ => (value.unwrap_or_default().to_owned(), Kind::Words, true),
        };
        Some(Self { name, value, kind, on })
    }

    fn read_choice(name: String, element: ElementRef<'_>) -> Self {
        let option = Selector::parse("option:not([disabled])").unwrap();
        let value = |it: ElementRef<'_>| it.attr("value").map_or_else(|| words(it), str::to_owned);
        let options: Vec<_> = element.select(&option).collect();
        let selected = options.iter().find(|it| it.attr("selected").is_some());
        let shown = selected.or(options.first()).copied().map(value);
        let (on, values) = (shown.is_some(), options.into_iter().map(value).collect());
        Self { name, value: shown.unwrap_or_default(), kind: Kind::Choice(values), on }
    }
}

/// A control belongs to the form that its `form` attribute names, else to the one around it.
fn belongs(control: ElementRef<'_>, form: ElementRef<'_>) -> bool {
    match control.attr("form") {
        Some(id) => form.attr("id") == Some(id),
        None => control.ancestors().any(|ancestor| ancestor.id() == form.id()),
    }
}

/// Addresses as our pages write them: whole paths, a query alone, or nothing.
fn resolve(path: &str, action: Option<&str>) -> String {
    let here = path.split(['?', '#']).next().unwrap_or(path);
    match action {
        None | Some("") => path.to_owned(),
        Some(query) if query.starts_with('?') => format!("{here}{query}"),
        Some(action) => action.to_owned(),
    }
}

/// The text of an element, with single spaces.
pub(crate) fn words(element: ElementRef<'_>) -> String {
    element.text().collect::<String>().split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAPER: &str = r#"
        <form id=paper method=POST>
          <input type=hidden name=csrf value=token>
          <input name=title value=old> <textarea name=why>because</textarea>
          <input type=checkbox name=mark value=a checked> <input type=checkbox name=mark value=b>
          <input type=radio name=only value=x checked> <input type=radio name=only value=y>
          <select name=kind><option>any<option value=s>Story</select>
          <input name=off value=1 disabled> <fieldset disabled><input name=out></fieldset>
          <button>Save</button> <button name=do value=cast formaction=/cast>Cast</button>
          <button type=button name=never>Menu</button>
        </form>
        <input form=paper name=aside value=z>"#;

    fn paper(path: &str) -> Form {
        let page = Html::parse_document(PAPER);
        let form = Selector::parse("#paper").unwrap();
        Form::read(path, &page, page.select(&form).next().unwrap())
    }

    fn sent(form: &Form) -> String {
        let fields = form.fields();
        fields.iter().map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn a_form_sends_what_a_browser_would_send() {
        let form = paper("/paper?draft=1");

        assert_eq!(sent(&form), "csrf=token title=old why=because mark=a only=x kind=any aside=z");
        assert_eq!((form.method(), form.action()), (Method::Post, "/paper?draft=1"));
    }

    #[test]
    fn a_form_can_be_filled_in() {
        let form = paper("/paper");
        let form =
            form.fill("title", "new").fill("why", "a\nb").untick("mark", "a").tick("mark", "b");
        let form = form.choose("only", "y").choose("kind", "s").press("do", "cast");

        assert_eq!(
            sent(&form),
            "csrf=token title=new why=a\r\nb mark=b only=y kind=s do=cast aside=z"
        );
        assert_eq!(form.action(), "/cast");
    }

    #[test]
    fn a_form_can_be_tampered_with_only_by_saying_so() {
        let form = paper("/paper");
        let form = form.without("mark").forge("csrf", "guess").forge("off", "2");

        assert_eq!(sent(&form), "title=old why=because only=x kind=any aside=z csrf=guess off=2");
    }

    #[test]
    #[should_panic(expected = "the form offers no such only=z")]
    fn what_is_not_offered_cannot_be_chosen() {
        paper("/paper").choose("only", "z");
    }
}
