-- where submissions come from: a clone, a repository on a GitHub, a file

create table sources (
  id text primary key not null,
  edition_id text not null references editions (id) on delete cascade,
  kind text not null constraint source_kind_is_known check (kind in ('git', 'github', 'file')),
  locator text not null,
  -- the API of an enterprise's GitHub; empty for the public one
  api_url text not null,
  -- whose pull requests these are, as owner/name
  repository text not null,
  -- which files are stories: TOML, as somebody wrote it
  rules text not null,
  -- what becomes a nominee by itself
  admission text not null constraint admission_is_known check (admission in ('merged', 'all', 'by-hand')),
  -- whose comments may nominate
  nominators text not null constraint nominators_are_known
    check (nominators in ('nobody', 'contributors', 'everybody')),
  -- whether such comments are answered on the forge
  replies text not null constraint replies_are_known check (replies in ('silent', 'answered')),
  -- null: only when somebody asks
  every_minutes bigint constraint a_schedule_leaves_time check (every_minutes >= 5),
  -- when the schedule, or a forge that asked for a pause, wants the next pass
  next_at bigint,
  -- what the last pass left, for the next one
  cursor text not null,
  created_at bigint not null,
  constraint one_source_per_place unique (edition_id, kind, locator, api_url)
);

-- one reading of a source; the last ones are kept

create table passes (
  id text primary key not null,
  source_id text not null references sources (id) on delete cascade,
  -- who asked for it, as the audit log names them
  actor text not null,
  began_at bigint not null,
  -- when it was last heard of: one that fell silent is given up
  heard_at bigint not null,
  ended_at bigint,
  stage text,
  -- when that stage began, for an estimate
  stage_at bigint,
  done bigint not null,
  total bigint,
  -- how it ended, and what it says of itself
  ending text constraint ending_is_known check (ending in ('done', 'later', 'failed')),
  words text not null
);
create index passes_of_source on passes (source_id, began_at);
-- two at once are impossible
create unique index one_pass_at_a_time on passes (source_id) where ended_at is null;

create table pass_changes (
  pass_id text not null references passes (id) on delete cascade,
  position bigint not null,
  fate text not null constraint fate_is_known check (fate in ('added', 'changed')),
  title text not null,
  -- the story's part of addresses, or empty
  story text not null,
  words text not null,
  primary key (pass_id, position)
);

-- what could not be read, until a pass reads it
create table failures (
  source_id text not null references sources (id) on delete cascade,
  item text not null,
  -- the number of the pull request, where one is meant
  submission bigint,
  why text not null,
  advice text not null,
  at bigint not null,
  primary key (source_id, item)
);

-- what a forge sent by itself, so that nothing is taken twice and nothing is lost
create table deliveries (
  id text primary key not null,
  source_id text not null references sources (id) on delete cascade,
  at bigint not null,
  -- the number of the pull request that is to be read; null: everything that is new
  submission bigint,
  done_at bigint
);
create index deliveries_of_source on deliveries (source_id, done_at);

-- the texts of stories, the story itself first, then its chapters

create table story_files (
  story_id text not null references stories (id) on delete cascade,
  position bigint not null,
  path text not null,
  text text not null,
  primary key (story_id, position)
);

-- what was said on pull requests; the words themselves stay on the forge

create table comments (
  submission_id text not null references submissions (id) on delete cascade,
  -- the source's name for it
  id text not null,
  person_id text not null references people (id) on delete cascade,
  kind text not null constraint comment_kind_is_known check (kind in ('discussion', 'review', 'line')),
  at bigint not null,
  url text not null,
  words bigint not null,
  reactions bigint not null,
  primary key (submission_id, id)
);
create index comments_of_person on comments (person_id);

-- categories that a comment nominated for, and what came of it
create table comment_nominations (
  submission_id text not null,
  comment_id text not null,
  category text not null,
  outcome text not null,
  primary key (submission_id, comment_id, category),
  foreign key (submission_id, comment_id) references comments (submission_id, id) on delete cascade
);

-- members who say that they are one of the people, until a lead agrees
create table claims (
  person_id text not null references people (id) on delete cascade,
  account_id text not null references accounts (id) on delete cascade,
  claimed_at bigint not null,
  primary key (person_id, account_id)
);

alter table editions add column pictures text not null default 'as-links'
  constraint pictures_are_known check (pictures in ('as-links', 'loaded'));

-- a JSON array of text
alter table submissions add column labels text not null default '[]';
alter table submissions add column reactions bigint not null default 0;
alter table submissions add column first_commit_at bigint;
-- why the leads left it out, in public; null: they did not
alter table submissions add column exclusion text;

-- whether it still stands in its repository; what was kept of it stays here
alter table stories add column standing text not null default 'present'
  constraint story_standing_is_known check (standing in ('present', 'removed'));
-- SHA-256 over its files, where its text is kept
alter table stories add column digest text;

-- the name that they chose to be shown
alter table people add column shown_name text;
-- a lead said that this is the same person
alter table people add column merged_into text references people (id);
-- the member who is this person, as a lead confirmed
alter table people add column account_id text references accounts (id) on delete set null;

-- a withdrawn nominee who withdrew by themselves
alter table nominees add column declined_at bigint;

-- whether new nominees that suit join by themselves until voting opens
alter table categories add column joining text not null default 'chosen'
  constraint joining_is_known check (joining in ('chosen', 'all-that-suit'));
-- what decides the award instead of votes, or chooses who stands
alter table categories add column measure text;
alter table categories add column measure_role text
  constraint measure_role_is_known check (measure_role in ('decides', 'shortlists'));
alter table categories add column measure_most bigint
  constraint a_shortlist_has_room check (measure_most >= 2);
