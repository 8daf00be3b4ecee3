//! How ids and times are written as columns: ids as text, times as milliseconds.

use diesel::backend::Backend;
use diesel::deserialize::{self, FromSql, FromSqlRow};
use diesel::expression::AsExpression;
use diesel::pg::Pg;
use diesel::serialize::{self, IsNull, Output, ToSql};
use diesel::sql_types::{BigInt, Text};
use diesel::sqlite::Sqlite;

use super::db::MultiBackend;
use crate::clock::Timestamp;
use crate::ids::{
    AccountId, CategoryId, EditionId, InvitationId, NomineeId, PassId, PersonId, SourceId, StoryId,
    SubmissionId,
};

/// Columns for a newtype that `diesel` does not own: how it is written on each database, and read.
macro_rules! columns {
    ($sql:ident: $($name:ident as $proxy:ident),+; $write:expr; $read:ty => $parse:expr) => {$(
        #[derive(AsExpression, FromSqlRow)]
        #[diesel(foreign_derive)]
        #[diesel(sql_type = $sql)]
        #[expect(dead_code, reason = "stands for a type of the ground, which knows no database")]
        struct $proxy($name);

        impl ToSql<$sql, Sqlite> for $name {
            fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Sqlite>) -> serialize::Result {
                let write: fn(&Self) -> $read = $write;
                out.set_value(write(self));
                Ok(IsNull::No)
            }
        }

        impl ToSql<$sql, Pg> for $name {
            fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Pg>) -> serialize::Result {
                let write: fn(&Self) -> $read = $write;
                <$read as ToSql<$sql, Pg>>::to_sql(&write(self), &mut out.reborrow())
            }
        }

        impl ToSql<$sql, MultiBackend> for $name {
            fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, MultiBackend>) -> serialize::Result {
                out.set_value(($sql, self));
                Ok(IsNull::No)
            }
        }

        impl<DB: Backend> FromSql<$sql, DB> for $name
        where
            $read: FromSql<$sql, DB>,
        {
            fn from_sql(bytes: DB::RawValue<'_>) -> deserialize::Result<Self> {
                let parse: fn($read) -> deserialize::Result<Self> = $parse;
                parse(<$read>::from_sql(bytes)?)
            }
        }
    )+};
}

columns! {
    Text: AccountId as AccountIdColumn, EditionId as EditionIdColumn,
        SubmissionId as SubmissionIdColumn, StoryId as StoryIdColumn, PersonId as PersonIdColumn,
        NomineeId as NomineeIdColumn, CategoryId as CategoryIdColumn,
        InvitationId as InvitationIdColumn, SourceId as SourceIdColumn, PassId as PassIdColumn;
    |id| id.to_string();
    String => |text| Ok(text.parse()?)
}

columns! {
    BigInt: Timestamp as TimestampColumn;
    |time| time.millis();
    i64 => |millis| Ok(Timestamp::from_millis(millis))
}
