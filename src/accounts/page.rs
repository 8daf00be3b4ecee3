//! What the templates of the accounts see.

use serde::Serialize;

use super::model::Account;
use crate::error::Field;
use crate::web::forms::{FieldPage, Form, FormPage};
use crate::web::problem::Carried;

/// The door: signing in, or signing up.
#[derive(Debug, Serialize)]
pub struct DoorPage {
    form: FormPage,
    /// Where to go afterwards; a path of ours.
    then: String,
    /// A form that waits for its sender to sign in, and where it goes.
    carried: Vec<Carried>,
    carried_to: Option<String>,
}

/// The name of a carried field on its way through the door.
const CARRIED: &str = "carried.";

impl DoorPage {
    fn new(form: FormPage, sent: &Form) -> Self {
        Self {
            form,
            then: local(sent.text("then")),
            carried_to: carried_to(sent),
            carried: Carried::of(&carried(sent), true),
        }
    }

    /// The door for signing in.
    #[must_use]
    pub fn sign_in(sent: &Form, errors: &[Field]) -> Self {
        let form = FormPage::new(vec![
            FieldPage::new("email", "email", "E-mail").autocomplete("username").required(),
            FieldPage::new("password", "password", "Password")
                .autocomplete("current-password")
                .required(),
        ]);
        Self::new(form.refused(sent, errors), sent)
    }

    /// The door for signing up.
    #[must_use]
    pub fn sign_up(sent: &Form, errors: &[Field]) -> Self {
        let form = FormPage::new(vec![
            FieldPage::new("text", "name", "Your name")
                .hint("Shown to you and to the leads; never beside a vote.")
                .autocomplete("name")
                .required(),
            FieldPage::new("email", "email", "E-mail").autocomplete("username").required(),
            FieldPage::new("password", "password", "Password")
                .hint("At least 10 characters. A few words in a row are good.")
                .autocomplete("new-password")
                .required(),
        ]);
        Self::new(form.refused(sent, errors), sent)
    }
}

/// The form that waits, as it was sent.
#[must_use]
pub fn carried(sent: &Form) -> Form {
    let fields = sent.fields().filter_map(|(name, value)| {
        Some((name.strip_prefix(CARRIED)?.to_owned(), value.to_owned()))
    });
    Form::of(fields.collect())
}

/// Where the form that waits goes.
#[must_use]
pub fn carried_to(sent: &Form) -> Option<String> {
    sent.has("carried_to").then(|| local(sent.text("carried_to")))
}

/// The doors themselves: who has come in does not want to go back there.
const DOORS: [&str; 3] = ["/sign-in", "/sign-up", "/sign-out"];

/// A path of ours, or the front page: an address elsewhere must not be followed.
#[must_use]
pub fn local(path: &str) -> String {
    let ours = path.starts_with('/')
        && !path.starts_with("//")
        && !path.contains('\\')
        && !path.chars().any(char::is_control);
    if ours && !DOORS.contains(&path) { path.to_owned() } else { "/".to_owned() }
}

/// After signing in with a form that waits: what it holds, and one button that sends it.
#[derive(Debug, Serialize)]
pub struct ResumePage {
    carried: Vec<Carried>,
    carried_to: String,
}

impl ResumePage {
    /// For the form that was sent through the door.
    #[must_use]
    pub fn new(sent: &Form, carried_to: String) -> Self {
        Self { carried: Carried::of(&carried(sent), true), carried_to }
    }
}

/// One's own account.
#[derive(Debug, Serialize)]
pub struct AccountPage {
    email: String,
    form: FormPage,
}

impl AccountPage {
    /// The account, and the form for a new password.
    #[must_use]
    pub fn new(account: &Account, sent: &Form, errors: &[Field]) -> Self {
        let form = FormPage::new(vec![
            FieldPage::new("password", "password", "The password you have")
                .autocomplete("current-password")
                .required(),
            FieldPage::new("password", "new_password", "The new one")
                .hint("At least 10 characters. A few words in a row are good.")
                .autocomplete("new-password")
                .required(),
        ]);
        Self { email: account.email.as_str().to_owned(), form: form.refused(sent, errors) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_path_of_ours_that_is_no_door_is_followed() {
        assert_eq!(local("/editions/x/ballot"), "/editions/x/ballot");
        for elsewhere in
            ["", "//evil.example", "https://evil.example", "/\\evil", "/a\r\nb", "/sign-in"]
        {
            assert_eq!(local(elsewhere), "/", "{elsewhere:?}");
        }
    }
}
