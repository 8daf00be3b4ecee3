-- what this instance is: that its secret is the one that the votes hang on

create table instance (
  name text primary key not null,
  value text not null
);

-- who you are

create table accounts (
  id text primary key not null,
  email text not null,
  -- the address in lower case: nobody is refused, or doubled, over a letter's case
  email_key text not null constraint one_account_per_address unique,
  name text not null,
  password_hash text not null,
  role text not null constraint role_is_known check (role in ('member', 'admin')),
  created_at bigint not null
);

create table sessions (
  -- SHA-256 of the cookie's token: a copy of this table opens no door
  digest text primary key not null,
  account_id text not null references accounts (id) on delete cascade,
  created_at bigint not null,
  expires_at bigint not null
);
create index sessions_of_account on sessions (account_id);

-- what happened: append-only, each entry chained to the one before

create table audit (
  position bigint primary key not null,
  edition_id text,
  at bigint not null,
  actor text not null,
  act text not null,
  detail text not null,
  previous text not null,
  digest text not null
);
create index audit_of_edition on audit (edition_id, position);

-- one round of awards

create table editions (
  id text primary key not null,
  slug text not null constraint one_edition_per_slug unique,
  title text not null,
  description text not null,
  contact text not null,
  votes text not null constraint votes_are_real_or_simulated check (votes in ('real', 'simulated')),
  phase text not null constraint phase_is_known
    check (phase in ('draft', 'nominating', 'voting', 'closed', 'counted', 'published')),
  electorate text not null constraint electorate_is_known check (electorate in ('everyone', 'invited')),
  nominating_opens_at bigint,
  voting_opens_at bigint,
  voting_closes_at bigint,
  -- a category with fewer ballots than this shows its winners only
  threshold integer not null constraint threshold_is_not_negative check (threshold >= 0),
  -- destroyed at closing: without it no one can join a person to a ballot
  ballot_nonce text,
  rulebook text,
  rulebook_digest text,
  opened_at bigint,
  closed_at bigint,
  counted_at bigint,
  published_at bigint,
  created_at bigint not null
);

create table leads (
  edition_id text not null references editions (id) on delete cascade,
  account_id text not null references accounts (id) on delete cascade,
  primary key (edition_id, account_id)
);

-- what one can do beside voting, and when: rows of the edition's table
create table activities (
  edition_id text not null references editions (id) on delete cascade,
  position bigint not null,
  title text not null,
  words text not null,
  url text not null,
  state text not null constraint state_is_shown
    check (state in ('coming-soon', 'open', 'winding-down', 'closed')),
  primary key (edition_id, position)
);

-- a pull request brings stories, by people

create table submissions (
  id text primary key not null,
  edition_id text not null references editions (id) on delete cascade,
  repository text not null,
  number bigint not null,
  url text not null,
  title text not null,
  state text not null constraint state_is_known check (state in ('open', 'unmerged', 'merged', 'closed')),
  commits bigint not null,
  opened_at bigint,
  merged_at bigint,
  constraint one_submission_per_pull_request unique (edition_id, repository, number)
);

create table people (
  id text primary key not null,
  edition_id text not null references editions (id) on delete cascade,
  slug text not null,
  handle text,
  handle_key text,
  name text not null,
  github_id bigint,
  constraint one_person_per_slug unique (edition_id, slug),
  constraint one_person_per_handle unique (edition_id, handle_key),
  constraint one_person_per_github_account unique (edition_id, github_id)
);

create table stories (
  id text primary key not null,
  edition_id text not null references editions (id) on delete cascade,
  submission_id text not null references submissions (id) on delete cascade,
  slug text not null,
  -- where it stood when it was submitted: its name within the submission, wherever it is moved
  first_path text not null,
  path text not null,
  -- the commit at which it was read
  commit_id text,
  title text not null,
  kind text not null,
  persona text,
  words bigint not null,
  faq_questions bigint not null,
  faq_words bigint not null,
  chapters bigint not null,
  constraint one_story_per_slug unique (edition_id, slug),
  constraint one_story_per_first_path unique (submission_id, first_path)
);

create table authorships (
  story_id text not null references stories (id) on delete cascade,
  person_id text not null references people (id) on delete cascade,
  part text not null constraint part_is_known check (part in ('author', 'co-author')),
  primary key (story_id, person_id)
);
create index authorships_of_person on authorships (person_id);

-- admitted, and standing in categories

create table nominees (
  id text primary key not null,
  edition_id text not null references editions (id) on delete cascade,
  story_id text references stories (id) on delete cascade,
  person_id text references people (id) on delete cascade,
  -- a withdrawn one stays here, so that admitting everybody does not bring it back
  standing text not null constraint standing_is_known check (standing in ('admitted', 'withdrawn')),
  constraint one_nominee_per_story unique (story_id),
  constraint one_nominee_per_person unique (person_id),
  constraint a_nominee_is_a_story_or_a_person check ((story_id is null) <> (person_id is null))
);
create index nominees_of_edition on nominees (edition_id);

create table categories (
  id text primary key not null,
  edition_id text not null references editions (id) on delete cascade,
  slug text not null,
  title text not null,
  charter text not null,
  nominee_kind text not null constraint nominee_kind_is_known check (nominee_kind in ('story', 'person')),
  story_kind text,
  method text not null,
  -- how many nominees one paper may mark; null is as many as it likes
  max_marks bigint constraint a_paper_may_mark_one check (max_marks >= 1),
  position bigint not null,
  -- the number that the next nominee gets
  next_number bigint not null,
  constraint one_category_per_slug unique (edition_id, slug)
);

create table candidacies (
  category_id text not null references categories (id) on delete cascade,
  nominee_id text not null references nominees (id) on delete cascade,
  -- the nominee's number on this category's papers: given once, never given again
  number bigint not null,
  primary key (category_id, nominee_id),
  constraint one_nominee_per_number unique (category_id, number)
);
create index candidacies_of_nominee on candidacies (nominee_id);

-- who may vote

create table invitations (
  id text primary key not null,
  edition_id text not null references editions (id) on delete cascade,
  label text not null,
  -- SHA-256 of the code
  digest text not null constraint one_invitation_per_code unique,
  account_id text references accounts (id) on delete set null,
  constraint one_invitation_per_account unique (edition_id, account_id)
);

-- a vote is cast: two tables that share no key, no time and no order

create table participation (
  category_id text not null references categories (id),
  account_id text not null references accounts (id),
  primary key (category_id, account_id)
); -- without rowid on SQLite

create table ballots (
  category_id text not null references categories (id),
  -- HMAC-SHA256(edition ballot key, category, account)
  pseudonym bytea not null,
  marks text not null,
  primary key (category_id, pseudonym)
);

-- it is counted and told

create table results (
  category_id text primary key not null references categories (id),
  outcome text not null,
  -- SHA-256 over the slate and the ballots that were counted
  inputs_digest text not null,
  voted bigint not null,
  counted_at bigint not null
);
