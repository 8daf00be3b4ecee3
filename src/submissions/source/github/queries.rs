//! The GraphQL queries. Sizes are chosen so that the largest asks for at most half of the 500,000
//! nodes that GitHub allows: 100 pull requests with 100 files, commits and comments each, 50
//! reviews of 20 remarks, 20 labels are 137,100. Lists that go on are asked for again, one pull
//! request at a time.

/// What is asked of each pull request.
const PULL: &str = "
fragment Who on Actor { __typename login ... on User { databaseId name } }
fragment Pull on PullRequest {
  number url title state createdAt mergedAt closedAt updatedAt headRefName headRefOid
  mergeCommit { oid }
  author { ...Who }
  reactions { totalCount }
  labels(first: 20) { nodes { name } }
  files(first: 100, after: $files) { pageInfo { hasNextPage endCursor } nodes { path changeType } }
  commits(first: 100, after: $commits) {
    totalCount pageInfo { hasNextPage endCursor }
    nodes { commit { message authoredDate author { name email user { login databaseId name } } } }
  }
  comments(first: 100, after: $comments) {
    pageInfo { hasNextPage endCursor }
    nodes { databaseId body createdAt url author { ...Who } reactions { totalCount } }
  }
  reviews(first: 50, after: $reviews) {
    pageInfo { hasNextPage endCursor }
    nodes {
      databaseId body submittedAt url author { ...Who } reactions { totalCount }
      comments(first: $remarks) {
        pageInfo { hasNextPage }
        nodes { databaseId body createdAt url author { ...Who } reactions { totalCount } }
      }
    }
  }
}";

/// Variables of every query that asks for [`PULL`].
const LISTS: &str =
    "$files: String, $commits: String, $comments: String, $reviews: String, $remarks: Int!";

/// A page of pull requests, the ones that changed last first.
#[must_use]
pub fn pulls() -> String {
    format!(
        "query Pulls($owner: String!, $name: String!, $first: Int!, $after: String, {LISTS}) {{
  repository(owner: $owner, name: $name) {{
    nameWithOwner url defaultBranchRef {{ target {{ oid }} }}
    pullRequests(first: $first, after: $after, orderBy: {{ field: UPDATED_AT, direction: DESC }}) {{
      totalCount pageInfo {{ hasNextPage endCursor }} nodes {{ ...Pull }}
    }}
  }}
}}{PULL}"
    )
}

/// One pull request, from where its lists broke off.
#[must_use]
pub fn pull() -> String {
    format!(
        "query Pull($owner: String!, $name: String!, $number: Int!, {LISTS}) {{
  repository(owner: $owner, name: $name) {{
    nameWithOwner url defaultBranchRef {{ target {{ oid }} }}
    pullRequest(number: $number) {{ ...Pull }}
  }}
}}{PULL}"
    )
}

/// Contents by commit and path: their names alone, or their texts, too.
#[must_use]
pub fn contents(count: usize, with_texts: bool) -> String {
    let variables: String = (0..count).map(|at| format!(", $f{at}: String!")).collect();
    let fields = if with_texts { "oid byteSize isBinary isTruncated text" } else { "oid" };
    let objects: String = (0..count)
        .map(|at| {
            format!("    f{at}: object(expression: $f{at}) {{ ... on Blob {{ {fields} }} }}\n")
        })
        .collect();
    let name = if with_texts { "Texts" } else { "Blobs" };
    format!(
        "query {name}($owner: String!, $name: String!{variables}) {{
  repository(owner: $owner, name: $name) {{
{objects}  }}
}}"
    )
}
