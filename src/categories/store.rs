//! All SQL of categories and of who stands in them.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use diesel::prelude::*;

use super::frozen::Figures;
use super::kind::NomineeKind;
use super::measure::{Measure, Metric, Role};
use super::model::{Candidate, Category, Joining, Paper, Terms, unknown};
use super::ranking::Ranking;
use crate::count::{Method, Nominee as Standing, Number, Slate};
use crate::error::{Error, Result};
use crate::ids::{CategoryId, EditionId, NomineeId};
use crate::nominees;
use crate::nominees::model::Nominee;
use crate::store::db::{Db, is_taken};
use crate::store::schema::{candidacies, categories, editions};

#[derive(Queryable, Selectable)]
#[diesel(table_name = categories)]
struct Row {
    id: CategoryId,
    slug: String,
    title: String,
    charter: String,
    nominee_kind: String,
    story_kind: Option<String>,
    method: String,
    max_marks: Option<i64>,
    position: i64,
    joining: String,
    measure: Option<String>,
    measure_role: Option<String>,
    measure_most: Option<i64>,
}

impl TryFrom<Row> for Category {
    type Error = Error;

    fn try_from(row: Row) -> Result<Self> {
        let unread = || Error::internal("a category cannot be read");
        let measure = match (row.measure, row.measure_role) {
            (None, None) => None,
            (metric, role) => {
                let most = row.measure_most.map(u16::try_from).transpose();
                let most = most.map_err(Error::internal)?;
                let metric = metric.and_then(|text| Metric::of(&text));
                let role = role.and_then(|text| Role::of(&text, most));
                let (metric, role) = metric.zip(role).ok_or_else(unread)?;
                Some(Measure { metric, role })
            }
        };
        Ok(Self {
            id: row.id,
            slug: row.slug,
            terms: Terms {
                title: row.title,
                charter: row.charter,
                nominee_kind: NomineeKind::of(&row.nominee_kind).ok_or_else(unread)?,
                story_kind: row.story_kind,
                method: row.method.parse::<Method>().map_err(Error::internal)?,
                max_marks: row.max_marks.map(u16::try_from).transpose().map_err(Error::internal)?,
                measure,
                joining: Joining::of(&row.joining).ok_or_else(unread)?,
            },
            position: row.position,
        })
    }
}

/// The categories of an edition, in their order.
///
/// # Errors
/// The database's.
pub fn of_edition(db: &mut Db, edition: EditionId) -> Result<Vec<Category>> {
    let rows: Vec<Row> = categories::table
        .filter(categories::edition_id.eq(edition))
        .order((categories::position, categories::id))
        .select(Row::as_select())
        .load(db)?;
    rows.into_iter().map(Category::try_from).collect()
}

/// The category of that slug.
///
/// # Errors
/// [`Error::NotFound`].
pub fn by_slug(db: &mut Db, edition: EditionId, slug: &str) -> Result<Category> {
    let row: Option<Row> = categories::table
        .filter(categories::edition_id.eq(edition))
        .filter(categories::slug.eq(slug))
        .select(Row::as_select())
        .first(db)
        .optional()?;
    row.ok_or_else(unknown)?.try_into()
}

/// The categories in which a nominee stands, in their order.
///
/// # Errors
/// The database's.
pub fn of_nominee(db: &mut Db, nominee: NomineeId) -> Result<Vec<Category>> {
    let rows: Vec<Row> = categories::table
        .inner_join(candidacies::table)
        .filter(candidacies::nominee_id.eq(nominee))
        .order((categories::position, categories::id))
        .select(Row::as_select())
        .load(db)?;
    rows.into_iter().map(Category::try_from).collect()
}

/// The papers of an edition that voters mark, in the order of its categories, each in the order of
/// its numbers. A category that a measure decides has none: it is [`measured`].
///
/// # Errors
/// The database's.
pub fn papers(db: &mut Db, edition: EditionId) -> Result<Vec<Paper>> {
    let mut papers = drawn_up(db, edition)?;
    papers.retain(|paper| paper.category.terms.decided_by().is_none());
    Ok(papers)
}

/// The categories of an edition that a measure decides, in their order, each with its ranking.
///
/// # Errors
/// The database's.
pub fn measured(db: &mut Db, edition: EditionId) -> Result<Vec<Ranking>> {
    let mut papers = drawn_up(db, edition)?;
    papers.retain(|paper| paper.category.terms.decided_by().is_some());
    Ok(papers.into_iter().filter_map(Ranking::of).collect())
}

/// All categories with who stands in them; seven queries at most, however many there are.
fn drawn_up(db: &mut Db, edition: EditionId) -> Result<Vec<Paper>> {
    let of_edition = of_edition(db, edition)?;
    let rows: Vec<(CategoryId, i64, NomineeId)> = candidacies::table
        .inner_join(categories::table)
        .filter(categories::edition_id.eq(edition))
        .select((candidacies::category_id, candidacies::number, candidacies::nominee_id))
        .load(db)?;
    let mut standing: BTreeMap<CategoryId, Vec<(i64, NomineeId)>> = BTreeMap::new();
    for (category, number, nominee) in rows {
        standing.entry(category).or_default().push((number, nominee));
    }
    let figures = figures(db, edition, &of_edition)?;
    let nominees = nominees::store::of_edition(db, edition)?;
    let nominees: BTreeMap<NomineeId, Arc<Nominee>> =
        nominees.into_iter().map(|nominee| (nominee.id, Arc::new(nominee))).collect();
    of_edition
        .into_iter()
        .map(|category| {
            let numbered = standing.remove(&category.id).unwrap_or_default();
            draw_up(category, numbered, &nominees, figures.as_ref())
        })
        .collect()
}

/// The paper of one category, whatever decides it.
///
/// # Errors
/// [`Error::NotFound`].
pub fn paper(db: &mut Db, edition: EditionId, slug: &str) -> Result<Paper> {
    let category = by_slug(db, edition, slug)?;
    let numbered = numbers(db, category.id)?;
    let figures = figures(db, edition, std::slice::from_ref(&category))?;
    let nominees = nominees::store::of_edition(db, edition)?;
    let nominees = nominees.into_iter().map(|nominee| (nominee.id, Arc::new(nominee))).collect();
    draw_up(category, numbered, &nominees, figures.as_ref())
}

/// The figures that were frozen when voting opened; nothing before, or where no category has a
/// measure.
fn figures(db: &mut Db, edition: EditionId, of: &[Category]) -> Result<Option<Figures>> {
    if of.iter().all(|category| category.terms.measure.is_none()) {
        return Ok(None);
    }
    let rulebook: Option<String> =
        editions::table.find(edition).select(editions::rulebook).first(db)?;
    rulebook.as_deref().map(Figures::read).transpose()
}

fn draw_up(
    category: Category,
    mut numbered: Vec<(i64, NomineeId)>,
    nominees: &BTreeMap<NomineeId, Arc<Nominee>>,
    frozen: Option<&Figures>,
) -> Result<Paper> {
    numbered.sort_unstable();
    let candidate = |(number, id): (i64, NomineeId)| {
        let nominee = nominees.get(&id).cloned();
        let nominee = nominee.ok_or_else(|| Error::internal("a candidate is no nominee"))?;
        let number = u16::try_from(number).map_err(Error::internal)?;
        let value = match (category.terms.measure, frozen) {
            (None, _) => None,
            (Some(_), Some(figures)) => Some(figures.of(&category.slug, number)?),
            (Some(measure), None) => Some(measure.metric.value(&nominee.of)),
        };
        Ok(Candidate { number: Number(number), nominee, value })
    };
    let candidates: Vec<Candidate> = numbered.into_iter().map(candidate).collect::<Result<_>>()?;
    let lines = candidates
        .iter()
        .map(|candidate| Standing::new(candidate.number, candidate.nominee.title()));
    let slate = Slate::new(lines.collect()).map_err(Error::internal)?;
    Ok(Paper { category, slate, candidates })
}

/// Who stands in a category, with their numbers.
///
/// # Errors
/// The database's.
pub fn numbers(db: &mut Db, category: CategoryId) -> Result<Vec<(i64, NomineeId)>> {
    Ok(candidacies::table
        .filter(candidacies::category_id.eq(category))
        .order(candidacies::number)
        .select((candidacies::number, candidacies::nominee_id))
        .load(db)?)
}

/// How many stand in each category of an edition; one in which nobody stands is left out.
///
/// # Errors
/// The database's.
pub fn sizes(db: &mut Db, edition: EditionId) -> Result<BTreeMap<CategoryId, i64>> {
    let rows: Vec<CategoryId> = candidacies::table
        .inner_join(categories::table)
        .filter(categories::edition_id.eq(edition))
        .select(candidacies::category_id)
        .load(db)?;
    let mut sizes = BTreeMap::new();
    for category in rows {
        *sizes.entry(category).or_default() += 1;
    }
    Ok(sizes)
}

/// The categories of an edition in their order, each with how many stand in it.
///
/// # Errors
/// The database's.
pub fn with_sizes(db: &mut Db, edition: EditionId) -> Result<Vec<(Category, i64)>> {
    let sizes = sizes(db, edition)?;
    let sized = |category: Category| {
        let size = sizes.get(&category.id).copied().unwrap_or_default();
        (category, size)
    };
    Ok(of_edition(db, edition)?.into_iter().map(sized).collect())
}

/// Writes a new category behind all others.
///
/// # Errors
/// [`slug_is_taken`], which ends the transaction on PostgreSQL: look first.
pub fn put(db: &mut Db, edition: EditionId, category: &Category) -> Result<()> {
    let terms = &category.terms;
    let written = diesel::insert_into(categories::table)
        .values((
            categories::id.eq(category.id),
            categories::edition_id.eq(edition),
            categories::slug.eq(&category.slug),
            categories::title.eq(&terms.title),
            categories::charter.eq(&terms.charter),
            categories::nominee_kind.eq(terms.nominee_kind.as_str()),
            categories::story_kind.eq(&terms.story_kind),
            categories::method.eq(terms.method.as_str()),
            categories::max_marks.eq(terms.max_marks.map(i64::from)),
            categories::position.eq(category.position),
            categories::next_number.eq(1),
            categories::joining.eq(terms.joining.as_str()),
            categories::measure.eq(terms.measure.map(|it| it.metric.as_str())),
            categories::measure_role.eq(terms.measure.map(|it| it.role.as_str())),
            categories::measure_most.eq(terms.measure.and_then(|it| it.role.most()).map(i64::from)),
        ))
        .execute(db);
    match written {
        Ok(_) => Ok(()),
        Err(cause) if is_taken(&cause) => Err(slug_is_taken()),
        Err(cause) => Err(cause.into()),
    }
}

/// The refusal for a slug that another category of the edition has.
#[must_use]
pub fn slug_is_taken() -> Error {
    Error::invalid("slug", "Another category of this edition has this address. Type another.")
}

/// Changes what the leads wrote.
///
/// # Errors
/// The database's.
pub fn set_terms(db: &mut Db, id: CategoryId, terms: &Terms) -> Result<()> {
    diesel::update(categories::table.find(id))
        .set((
            categories::title.eq(&terms.title),
            categories::charter.eq(&terms.charter),
            categories::nominee_kind.eq(terms.nominee_kind.as_str()),
            categories::story_kind.eq(&terms.story_kind),
            categories::method.eq(terms.method.as_str()),
            categories::max_marks.eq(terms.max_marks.map(i64::from)),
            categories::joining.eq(terms.joining.as_str()),
            categories::measure.eq(terms.measure.map(|it| it.metric.as_str())),
            categories::measure_role.eq(terms.measure.map(|it| it.role.as_str())),
            categories::measure_most.eq(terms.measure.and_then(|it| it.role.most()).map(i64::from)),
        ))
        .execute(db)?;
    Ok(())
}

/// Changes where a category stands in the order.
///
/// # Errors
/// The database's.
pub fn set_position(db: &mut Db, id: CategoryId, position: i64) -> Result<()> {
    diesel::update(categories::table.find(id))
        .set(categories::position.eq(position))
        .execute(db)?;
    Ok(())
}

/// Removes a category, and who stood in it with it.
///
/// # Errors
/// The database's.
pub fn remove(db: &mut Db, id: CategoryId) -> Result<()> {
    diesel::delete(categories::table.find(id)).execute(db)?;
    Ok(())
}

/// Puts nominees on a category's paper, each under the next number. None of them may stand there
/// already.
///
/// # Errors
/// [`Error::Conflict`] if the paper's numbers are used up.
pub fn add(db: &mut Db, category: CategoryId, nominees: &[NomineeId]) -> Result<()> {
    let mut next: i64 =
        categories::table.find(category).select(categories::next_number).first(db)?;
    for nominee in nominees {
        if next > i64::from(u16::MAX) {
            return Err(Error::conflict(
                "This category has given out all of its 65,535 numbers.",
                "Remove it, and define it anew.",
            ));
        }
        diesel::insert_into(candidacies::table)
            .values((
                candidacies::category_id.eq(category),
                candidacies::nominee_id.eq(nominee),
                candidacies::number.eq(next),
            ))
            .execute(db)?;
        next += 1;
    }
    diesel::update(categories::table.find(category))
        .set(categories::next_number.eq(next))
        .execute(db)?;
    Ok(())
}

/// Takes nominees off a category's paper.
///
/// # Errors
/// The database's.
pub fn take_off(db: &mut Db, category: CategoryId, nominees: &BTreeSet<NomineeId>) -> Result<()> {
    let standing = candidacies::table.filter(candidacies::category_id.eq(category));
    diesel::delete(standing.filter(candidacies::nominee_id.eq_any(nominees))).execute(db)?;
    Ok(())
}
