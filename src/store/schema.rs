//! The tables, one `table!` each, in the types that both databases share. `tests/it/schema.rs` compares
//! them with what the migrations make.

#![expect(missing_docs, reason = "the migrations carry the comments of the columns")]

diesel::table! {
    instance (name) {
        name -> Text,
        value -> Text,
    }
}

diesel::table! {
    accounts (id) {
        id -> Text,
        email -> Text,
        email_key -> Text,
        name -> Text,
        password_hash -> Text,
        role -> Text,
        created_at -> BigInt,
    }
}

diesel::table! {
    sessions (digest) {
        digest -> Text,
        account_id -> Text,
        created_at -> BigInt,
        expires_at -> BigInt,
    }
}

diesel::table! {
    audit (position) {
        position -> BigInt,
        edition_id -> Nullable<Text>,
        at -> BigInt,
        actor -> Text,
        act -> Text,
        detail -> Text,
        previous -> Text,
        digest -> Text,
    }
}

diesel::table! {
    editions (id) {
        id -> Text,
        slug -> Text,
        title -> Text,
        description -> Text,
        contact -> Text,
        votes -> Text,
        phase -> Text,
        electorate -> Text,
        nominating_opens_at -> Nullable<BigInt>,
        voting_opens_at -> Nullable<BigInt>,
        voting_closes_at -> Nullable<BigInt>,
        threshold -> Integer,
        ballot_nonce -> Nullable<Text>,
        rulebook -> Nullable<Text>,
        rulebook_digest -> Nullable<Text>,
        opened_at -> Nullable<BigInt>,
        closed_at -> Nullable<BigInt>,
        counted_at -> Nullable<BigInt>,
        published_at -> Nullable<BigInt>,
        created_at -> BigInt,
    }
}

diesel::table! {
    leads (edition_id, account_id) {
        edition_id -> Text,
        account_id -> Text,
    }
}

diesel::table! {
    activities (edition_id, position) {
        edition_id -> Text,
        position -> BigInt,
        title -> Text,
        words -> Text,
        url -> Text,
        state -> Text,
    }
}

diesel::table! {
    submissions (id) {
        id -> Text,
        edition_id -> Text,
        repository -> Text,
        number -> BigInt,
        url -> Text,
        title -> Text,
        state -> Text,
        commits -> BigInt,
        opened_at -> Nullable<BigInt>,
        merged_at -> Nullable<BigInt>,
    }
}

diesel::table! {
    people (id) {
        id -> Text,
        edition_id -> Text,
        slug -> Text,
        handle -> Nullable<Text>,
        handle_key -> Nullable<Text>,
        name -> Text,
        github_id -> Nullable<BigInt>,
    }
}

diesel::table! {
    stories (id) {
        id -> Text,
        edition_id -> Text,
        submission_id -> Text,
        slug -> Text,
        first_path -> Text,
        path -> Text,
        commit_id -> Nullable<Text>,
        title -> Text,
        kind -> Text,
        persona -> Nullable<Text>,
        words -> BigInt,
        faq_questions -> BigInt,
        faq_words -> BigInt,
        chapters -> BigInt,
    }
}

diesel::table! {
    authorships (story_id, person_id) {
        story_id -> Text,
        person_id -> Text,
        part -> Text,
    }
}

diesel::table! {
    nominees (id) {
        id -> Text,
        edition_id -> Text,
        story_id -> Nullable<Text>,
        person_id -> Nullable<Text>,
        standing -> Text,
    }
}

diesel::table! {
    categories (id) {
        id -> Text,
        edition_id -> Text,
        slug -> Text,
        title -> Text,
        charter -> Text,
        nominee_kind -> Text,
        story_kind -> Nullable<Text>,
        method -> Text,
        max_marks -> Nullable<BigInt>,
        position -> BigInt,
        next_number -> BigInt,
    }
}

diesel::table! {
    candidacies (category_id, nominee_id) {
        category_id -> Text,
        nominee_id -> Text,
        number -> BigInt,
    }
}

diesel::table! {
    invitations (id) {
        id -> Text,
        edition_id -> Text,
        label -> Text,
        digest -> Text,
        account_id -> Nullable<Text>,
    }
}

diesel::table! {
    participation (category_id, account_id) {
        category_id -> Text,
        account_id -> Text,
    }
}

diesel::table! {
    ballots (category_id, pseudonym) {
        category_id -> Text,
        pseudonym -> Binary,
        marks -> Text,
    }
}

diesel::table! {
    results (category_id) {
        category_id -> Text,
        outcome -> Text,
        inputs_digest -> Text,
        voted -> BigInt,
        counted_at -> BigInt,
    }
}

diesel::allow_tables_to_appear_in_same_query!(
    instance,
    accounts,
    sessions,
    audit,
    editions,
    leads,
    activities,
    submissions,
    people,
    stories,
    authorships,
    nominees,
    categories,
    candidacies,
    invitations,
    participation,
    ballots,
    results,
);
diesel::joinable!(sessions -> accounts (account_id));
diesel::joinable!(leads -> editions (edition_id));
diesel::joinable!(leads -> accounts (account_id));
diesel::joinable!(stories -> submissions (submission_id));
diesel::joinable!(authorships -> stories (story_id));
diesel::joinable!(authorships -> people (person_id));
diesel::joinable!(nominees -> stories (story_id));
diesel::joinable!(nominees -> people (person_id));
diesel::joinable!(candidacies -> categories (category_id));
diesel::joinable!(candidacies -> nominees (nominee_id));
diesel::joinable!(categories -> editions (edition_id));
diesel::joinable!(results -> categories (category_id));
diesel::joinable!(participation -> categories (category_id));
diesel::joinable!(ballots -> categories (category_id));
diesel::joinable!(submissions -> editions (edition_id));
diesel::joinable!(invitations -> accounts (account_id));
