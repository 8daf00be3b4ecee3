//! `docs/submissions.schema.json`, read by as much of a validator as it needs.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a helper of tests")]

use serde_json::Value;

/// As much of JSON Schema as ours uses.
pub(crate) struct Schema(Value);

impl Schema {
    pub(crate) fn ours() -> Self {
        Self(serde_json::from_str(include_str!("../../docs/submissions.schema.json")).unwrap())
    }

    /// Where and how a file is not as the schema says.
    pub(crate) fn complaints(&self, value: &Value) -> Vec<String> {
        let mut complaints = Vec::new();
        self.check(&self.0, value, "", &mut complaints);
        complaints
    }

    fn resolved<'a>(&'a self, schema: &'a Value) -> &'a Value {
        let name = schema["$ref"].as_str().and_then(|name| name.strip_prefix('#'));
        name.map_or(schema, |name| self.0.pointer(name).unwrap())
    }

    fn check(&self, schema: &Value, value: &Value, at: &str, complaints: &mut Vec<String>) {
        let schema = self.resolved(schema);
        let is = match schema["type"].as_str() {
            Some("object") => value.is_object(),
            Some("array") => value.is_array(),
            Some("string") => value.is_string(),
            Some("boolean") => value.is_boolean(),
            Some("integer") => value.as_u64().is_some_and(|n| n <= i64::MAX.unsigned_abs()),
            _ => true,
        };
        let text = value.as_str().unwrap_or("x");
        let length = u64::try_from(text.chars().count()).unwrap();
        let good = is
            && schema.get("const").is_none_or(|only| only == value)
            && schema["enum"].as_array().is_none_or(|words| words.contains(value))
            && schema["minLength"].as_u64().is_none_or(|least| length >= least)
            && schema["maxLength"].as_u64().is_none_or(|most| length <= most)
            && schema["pattern"].as_str().is_none_or(|pattern| fits(pattern, text));
        if !good {
            complaints.push(format!("{at} is not as the schema says"));
        }
        for name in schema["required"].as_array().into_iter().flatten() {
            if value.get(name.as_str().unwrap()).is_none() {
                complaints.push(format!("{at} lacks {name}"));
            }
        }
        for (name, part) in value.as_object().into_iter().flatten() {
            match schema["properties"].get(name) {
                Some(schema) => self.check(schema, part, &format!("{at}/{name}"), complaints),
                None if schema["properties"].is_object() => complaints.push(format!("{at}/{name}")),
                None => {}
            }
        }
        for (n, part) in value.as_array().into_iter().flatten().enumerate() {
            self.check(&schema["items"], part, &format!("{at}/{n}"), complaints);
        }
    }

    /// Every field that the schema knows, as a pointer into a file with one of each.
    pub(crate) fn pointers(&self) -> Vec<String> {
        let mut pointers = Vec::new();
        let mut open = vec![(self.0.clone(), String::new())];
        while let Some((schema, at)) = open.pop() {
            let schema = self.resolved(&schema).clone();
            for (name, part) in schema["properties"].as_object().into_iter().flatten() {
                pointers.push(format!("{at}/{name}"));
                open.push((part.clone(), format!("{at}/{name}")));
            }
            if schema["items"].is_object() {
                open.push((schema["items"].clone(), format!("{at}/0")));
            }
        }
        pointers
    }
}

/// The patterns of our schema, without an engine for all patterns.
fn fits(pattern: &str, text: &str) -> bool {
    let each = |more: &str| text.chars().all(|c| c.is_ascii_alphanumeric() || more.contains(c));
    match pattern {
        "^https?://" => text.starts_with("https://") || text.starts_with("http://"),
        "^[a-z0-9-]{1,80}$" => each("-") && text.to_lowercase() == text && text.len() <= 80,
        "^[a-z0-9_-]{1,40}$" => each("_-") && text.to_lowercase() == text && text.len() <= 40,
        "^@?[A-Za-z0-9_][A-Za-z0-9._-]{0,63}$" => each("@._-"),
        "^([0-9a-fA-F]{40}|[0-9a-fA-F]{64})$" => each("") && matches!(text.len(), 40 | 64),
        other => unreachable!("a new pattern: {other}"),
    }
}
