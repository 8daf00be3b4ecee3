//! The papers of editions whose rules are frozen, kept in memory: they cannot change any more, so
//! a cast and a ballot page need not read them again.

use std::collections::HashMap;
use std::sync::{Arc, RwLock};

use crate::categories;
use crate::categories::model::Paper;
use crate::editions::model::Edition;
use crate::error::Result;
use crate::ids::EditionId;
use crate::web::state::App;

/// The papers of one edition, in its order of categories.
pub type EditionPapers = Arc<Vec<Paper>>;

/// The papers kept so far.
#[derive(Debug, Default)]
pub struct Papers(RwLock<HashMap<EditionId, (String, EditionPapers)>>);

impl Papers {
    /// The papers of an edition: kept ones once its rules are frozen, read anew before.
    ///
    /// # Errors
    /// The database's.
    pub async fn of(&self, app: &App, edition: &Edition) -> Result<EditionPapers> {
        if let Some(papers) = self.kept(edition) {
            return Ok(papers);
        }
        let id = edition.id;
        let papers = Arc::new(app.read(move |db, _| categories::store::papers(db, id)).await?);
        if let (Some(digest), Ok(mut kept)) = (&edition.rulebook_digest, self.0.write()) {
            kept.insert(id, (digest.clone(), Arc::clone(&papers)));
        }
        Ok(papers)
    }

    fn kept(&self, edition: &Edition) -> Option<EditionPapers> {
        let digest = edition.rulebook_digest.as_ref()?;
        let kept = self.0.read().ok()?;
        let (of, papers) = kept.get(&edition.id)?;
        (of == digest).then(|| Arc::clone(papers))
    }
}
