//! One sentence, two tests: what holds must hold on SQLite and on PostgreSQL.

/// A test on both databases: `on_both!(a_sentence, |world| { .. })` makes the tests
/// `a_sentence::sqlite` and `a_sentence::postgres`, each in a world of its own.
macro_rules! on_both {
    ($sentence:ident, |$world:ident| $test:block) => {
        fn $sentence($world: &$crate::world::World) $test

        mod $sentence {
            #[test]
            fn sqlite() {
                super::$sentence(&$crate::world::World::on_sqlite());
            }

            #[test]
            fn postgres() {
                if let Some(world) = $crate::world::World::on_postgres() {
                    super::$sentence(&world);
                }
            }
        }
    };
}
pub(crate) use on_both;
