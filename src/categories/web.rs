//! The awards, and the pages of a story and of a person: those tell where they are nominated, so
//! they are served here, the first room that knows.

use actix_web::HttpResponse;
use actix_web::web::{self, Path};

use super::model::{Category, unknown};
use super::page::{CategoriesPage, CategoryPage};
use super::person_page::{PersonFound, PersonPage};
use super::store;
use super::story_page::{StoryFound, StoryPage};
use crate::editions::guard::Reader;
use crate::error::{Error, Result};
use crate::nominees;
use crate::nominees::model::SubjectId;
use crate::nominees::own;
use crate::store::db::Db;
use crate::submissions;
use crate::submissions::original::Original;
use crate::submissions::reading;
use crate::submissions::reading::page::TextPage;
use crate::submissions::texts;
use crate::submissions::texts::model::TextFile;
use crate::web::gate::ShowsPictures;
use crate::web::respond::Reply;

/// The routes of this room.
pub fn routes(cfg: &mut web::ServiceConfig) {
    let at = "/editions/{edition}";
    cfg.route(&format!("{at}/stories/{{story}}"), web::get().to(story))
        .route(&format!("{at}/people/{{person}}"), web::get().to(person))
        .route(&format!("{at}/categories"), web::get().to(index))
        .route(&format!("{at}/categories/{{category}}"), web::get().to(category));
}

type Named = Path<(String, String)>;

async fn story(reply: Reply, reader: Reader, named: Named) -> Result<HttpResponse> {
    let (edition, (_, slug)) = (reader.edition.id, named.into_inner());
    let asking = reader.account.as_ref().map(|account| account.id);
    let read = reply.app.read(move |db, _| {
        let card = submissions::store::story_by_slug(db, edition, &slug)?;
        let stands = stands(db, SubjectId::Story(card.story.id))?;
        let talk = reading::store::talk(db, card.submission.id)?;
        let neighbours = reading::store::neighbours(db, edition, &card.story.slug)?;
        let own = own::of_story(db, &card, asking)?;
        let files = texts::store::of(db, card.story.id)?;
        Ok((StoryFound { card, stands, talk, neighbours, own }, files))
    });
    let (found, files) = read.await?;
    let text = text(&reader, &found, files).await?;
    let shows_pictures = text.as_ref().is_some_and(TextPage::has_pictures);
    let page = StoryPage::new(&reader, &found, text, reply.app.clock.now());
    let mut response = reply.page("categories/story", &page)?;
    if shows_pictures {
        response.extensions_mut().insert(ShowsPictures);
    }
    Ok(response)
}

/// A long text is work: it must keep nobody else waiting.
async fn text(
    reader: &Reader,
    found: &StoryFound,
    files: Vec<TextFile>,
) -> Result<Option<TextPage>> {
    let (story, from) = (&found.card.story, &found.card.submission);
    let original = Original::of(&from.url, story.commit.as_deref());
    let pictures = reader.edition.about.pictures;
    let page = web::block(move || TextPage::new(&files, &original, pictures)).await;
    page.map_err(Error::internal)
}

async fn person(reply: Reply, reader: Reader, named: Named) -> Result<HttpResponse> {
    let (edition, (_, slug)) = (reader.edition.id, named.into_inner());
    let asking = reader.account.as_ref().map(|account| account.id);
    let found = reply.app.read(move |db, _| {
        let card = submissions::store::person_by_slug(db, edition, &slug)?;
        let stories = submissions::store::stories_by(db, card.person.id)?;
        let remarks = reading::store::remarks(db, card.person.id)?;
        let stands = stands(db, SubjectId::Person(card.person.id))?;
        let own = own::of_person(db, edition, &card.person, asking)?;
        Ok(PersonFound { card, stories, remarks, stands, own })
    });
    let page = PersonPage::new(&reader, &found.await?, reply.app.clock.now());
    reply.page("categories/person", &page)
}

fn stands(db: &mut Db, of: SubjectId) -> Result<Vec<Category>> {
    match nominees::store::of_subject(db, of)? {
        Some(nominee) => store::of_nominee(db, nominee.id),
        None => Ok(Vec::new()),
    }
}

async fn index(reply: Reply, reader: Reader) -> Result<HttpResponse> {
    let edition = reader.edition.id;
    let found = reply.app.read(move |db, _| store::with_sizes(db, edition));
    let page = CategoriesPage::new(&reader, &found.await?, reply.app.clock.now());
    reply.page("categories/index", &page)
}

async fn category(reply: Reply, reader: Reader, named: Named) -> Result<HttpResponse> {
    let (edition, (_, slug)) = (reader.edition.id, named.into_inner());
    let found = reply.app.read(move |db, _| {
        let paper = store::paper(db, edition, &slug)?;
        let all = store::of_edition(db, edition)?;
        let at = all.iter().position(|other| other.id == paper.category.id);
        Ok((paper, (at.ok_or_else(unknown)? + 1, all.len())))
    });
    let (paper, place) = found.await?;
    let page = CategoryPage::new(&reader, &paper, place, reply.app.clock.now());
    reply.page("categories/show", &page)
}
