//! What the templates of the instance's pages see.

use serde::Serialize;

use crate::accounts::model::Account;
use crate::clock::Timestamp;
use crate::editions::manage_page::{about_fields, calendar_fields};
use crate::editions::model::{Calendar, Edition};
use crate::editions::page::Masthead;
use crate::editions::phase::Phase;
use crate::error::Field;
use crate::web::forms::{FieldPage, Form, FormPage};

/// How the instance is.
#[derive(Debug, Serialize)]
pub struct Health {
    /// The version of the program.
    pub version: &'static str,
    /// `SQLite` or `PostgreSQL`.
    pub database: &'static str,
    /// The latest migration that has run.
    pub schema: String,
    /// Where the chain of the log breaks, if it does.
    pub first_break: Option<i64>,
}

/// The instance: its editions and how it is.
#[derive(Debug, Serialize)]
pub struct InstancePage {
    editions: Vec<RowPage>,
    health: Health,
}

#[derive(Debug, Serialize)]
struct RowPage {
    edition: Masthead,
    leads: String,
}

impl InstancePage {
    /// All editions with their leads, and the health.
    #[must_use]
    pub fn new(editions: &[(Edition, Vec<Account>)], health: Health, now: Timestamp) -> Self {
        let row = |(edition, leads): &(Edition, Vec<Account>)| RowPage {
            edition: Masthead::new(edition, false, now),
            leads: names(leads),
        };
        Self { editions: editions.iter().map(row).collect(), health }
    }
}

fn names(leads: &[Account]) -> String {
    let mut names: Vec<&str> = leads.iter().map(|lead| lead.name.as_str()).collect();
    names.sort_unstable();
    names.join(", ")
}

/// The form that makes an edition.
#[derive(Debug, Serialize)]
pub struct NewPage {
    form: FormPage,
    now: Timestamp,
}

impl NewPage {
    /// For an admin, with what they typed.
    #[must_use]
    pub fn new(admin: &Account, sent: &Form, errors: &[Field], now: Timestamp) -> Self {
        let mut fields = vec![
            FieldPage::new("text", "slug", "Short name in addresses")
                .hint("Small letters, digits and hyphens, such as async-vision-2022. It stays for ever.")
                .required(),
        ];
        fields.splice(0..0, about_fields().into_iter().take(1));
        fields.extend(about_fields().into_iter().skip(1));
        fields.extend(calendar_fields(Phase::Draft, &Calendar::default()));
        fields.push(
            FieldPage::new("textarea", "leads", "Leads’ e-mails")
                .hint(
                    "One on each line. Each needs an account. Take your own out if others run it.",
                )
                .value(admin.email.as_str()),
        );
        Self { form: FormPage::new(fields).refused(sent, errors), now }
    }
}

/// The leads of one edition.
#[derive(Debug, Serialize)]
pub struct LeadsPage {
    slug: String,
    title: String,
    leads: Vec<LeadPage>,
    is_last: bool,
    form: FormPage,
}

#[derive(Debug, Serialize)]
struct LeadPage {
    id: String,
    name: String,
    email: String,
}

impl LeadsPage {
    /// For an admin, with what they typed.
    #[must_use]
    pub fn new(edition: &Edition, leads: &[Account], sent: &Form, errors: &[Field]) -> Self {
        let field = FieldPage::new("email", "leads", "E-mail of the new lead")
            .hint("They need an account here.")
            .required();
        let mut shown: Vec<LeadPage> = leads
            .iter()
            .map(|lead| LeadPage {
                id: lead.id.to_string(),
                name: lead.name.clone(),
                email: lead.email.as_str().to_owned(),
            })
            .collect();
        shown.sort_by(|a, b| (&a.name, &a.id).cmp(&(&b.name, &b.id)));
        Self {
            slug: edition.slug.clone(),
            title: edition.about.title.clone(),
            is_last: shown.len() == 1,
            leads: shown,
            form: FormPage::new(vec![field]).refused(sent, errors),
        }
    }
}
