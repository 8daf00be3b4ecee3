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
        pictures -> Text,
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
        labels -> Text,
        reactions -> BigInt,
        first_commit_at -> Nullable<BigInt>,
        exclusion -> Nullable<Text>,
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
        shown_name -> Nullable<Text>,
        merged_into -> Nullable<Text>,
        account_id -> Nullable<Text>,
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
        standing -> Text,
        digest -> Nullable<Text>,
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
    story_files (story_id, position) {
        story_id -> Text,
        position -> BigInt,
        path -> Text,
        text -> Text,
    }
}

diesel::table! {
    comments (submission_id, id) {
        submission_id -> Text,
        id -> Text,
        person_id -> Text,
        kind -> Text,
        at -> BigInt,
        url -> Text,
        words -> BigInt,
        reactions -> BigInt,
    }
}

diesel::table! {
    comment_nominations (submission_id, comment_id, category) {
        submission_id -> Text,
        comment_id -> Text,
        category -> Text,
        outcome -> Text,
    }
}

diesel::table! {
    claims (person_id, account_id) {
        person_id -> Text,
        account_id -> Text,
        claimed_at -> BigInt,
    }
}

diesel::table! {
    nominees (id) {
        id -> Text,
        edition_id -> Text,
        story_id -> Nullable<Text>,
        person_id -> Nullable<Text>,
        standing -> Text,
        declined_at -> Nullable<BigInt>,
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
        joining -> Text,
        measure -> Nullable<Text>,
        measure_role -> Nullable<Text>,
        measure_most -> Nullable<BigInt>,
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
    sources (id) {
        id -> Text,
        edition_id -> Text,
        kind -> Text,
        locator -> Text,
        api_url -> Text,
        repository -> Text,
        rules -> Text,
        admission -> Text,
        nominators -> Text,
        replies -> Text,
        every_minutes -> Nullable<BigInt>,
        next_at -> Nullable<BigInt>,
        cursor -> Text,
        created_at -> BigInt,
    }
}

diesel::table! {
    passes (id) {
        id -> Text,
        source_id -> Text,
        actor -> Text,
        began_at -> BigInt,
        heard_at -> BigInt,
        ended_at -> Nullable<BigInt>,
        stage -> Nullable<Text>,
        stage_at -> Nullable<BigInt>,
        done -> BigInt,
        total -> Nullable<BigInt>,
        ending -> Nullable<Text>,
        words -> Text,
    }
}

diesel::table! {
    pass_changes (pass_id, position) {
        pass_id -> Text,
        position -> BigInt,
        fate -> Text,
        title -> Text,
        story -> Text,
        words -> Text,
    }
}

diesel::table! {
    failures (source_id, item) {
        source_id -> Text,
        item -> Text,
        submission -> Nullable<BigInt>,
        why -> Text,
        advice -> Text,
        at -> BigInt,
    }
}

diesel::table! {
    deliveries (id) {
        id -> Text,
        source_id -> Text,
        at -> BigInt,
        submission -> Nullable<BigInt>,
        done_at -> Nullable<BigInt>,
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
    story_files,
    comments,
    comment_nominations,
    claims,
    sources,
    passes,
    pass_changes,
    failures,
    deliveries,
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
diesel::joinable!(story_files -> stories (story_id));
diesel::joinable!(comments -> submissions (submission_id));
diesel::joinable!(comments -> people (person_id));
diesel::joinable!(claims -> people (person_id));
diesel::joinable!(claims -> accounts (account_id));
diesel::joinable!(sources -> editions (edition_id));
diesel::joinable!(passes -> sources (source_id));
diesel::joinable!(failures -> sources (source_id));
diesel::joinable!(deliveries -> sources (source_id));
diesel::joinable!(comment_nominations -> submissions (submission_id));
