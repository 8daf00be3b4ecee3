//! What the templates of the electorate see.

use serde::Serialize;

use super::model::{Code, Invitation, Standing};
use crate::clock::Timestamp;
use crate::editions::guard::{Lead, Member};
use crate::editions::model::ElectorateRule;
use crate::editions::page::Masthead;
use crate::editions::phase::Phase;
use crate::error::Field;
use crate::web::forms::{FieldPage, Form, FormPage};

/// Joining the electorate with a code.
#[derive(Debug, Serialize)]
pub struct JoinPage {
    edition: Masthead,
    rule: &'static str,
    is_for_everyone: bool,
    is_invited: bool,
    form: FormPage,
}

impl JoinPage {
    /// For a member, with what they typed.
    #[must_use]
    pub fn new(
        member: &Member,
        standing: Standing,
        form: &Form,
        errors: &[Field],
        now: Timestamp,
    ) -> Self {
        let field = FieldPage::new("text", "code", "Your invitation's code")
            .hint("16 letters and digits. Case and hyphens do not matter.")
            .autocomplete("off")
            .required();
        Self {
            edition: Masthead::of_member(member, now),
            rule: member.edition.electorate.sentence(),
            is_for_everyone: member.edition.electorate == ElectorateRule::Everyone,
            is_invited: standing == Standing::Invited,
            form: FormPage::new(vec![field]).refused(form, errors),
        }
    }
}

/// The leads' page: the rule, the invitations, and the codes that were just made.
#[derive(Debug, Serialize)]
pub struct ManagePage {
    edition: Masthead,
    rule: &'static str,
    is_for_everyone: bool,
    is_frozen: bool,
    is_over: bool,
    invitations: Vec<InvitationPage>,
    used: usize,
    made: Vec<MadePage>,
    form: FormPage,
}

#[derive(Debug, Serialize)]
struct InvitationPage {
    id: String,
    label: String,
    used_by: Option<String>,
}

#[derive(Debug, Serialize)]
struct MadePage {
    label: String,
    code: String,
}

impl ManagePage {
    /// For a lead.
    #[must_use]
    pub fn new(
        lead: &Lead,
        invitations: Vec<Invitation>,
        made: &[(String, Code)],
        form: &Form,
        errors: &[Field],
        now: Timestamp,
    ) -> Self {
        let labels = FieldPage::new("textarea", "labels", "Whom to invite")
            .hint("One line each: a name or an address, for your own list. You send the codes yourself.")
            .required();
        let shown = |one: Invitation| InvitationPage {
            id: one.id.to_string(),
            label: one.label,
            used_by: one.used_by.map(|account| account.name),
        };
        let invitations: Vec<InvitationPage> = invitations.into_iter().map(shown).collect();
        let made = made
            .iter()
            .map(|(label, code)| MadePage { label: label.clone(), code: code.reveal() })
            .collect();
        Self {
            edition: Masthead::of_lead(lead, now),
            rule: lead.edition.electorate.sentence(),
            is_for_everyone: lead.edition.electorate == ElectorateRule::Everyone,
            is_frozen: lead.edition.phase >= Phase::Voting,
            is_over: lead.edition.phase > Phase::Voting,
            used: invitations.iter().filter(|one| one.used_by.is_some()).count(),
            invitations,
            made,
            form: FormPage::new(vec![labels]).refused(form, errors),
        }
    }
}
