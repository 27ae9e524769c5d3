//! [`SecretReference`]: how a variable names a secret.

/// The parts of `secret-id:json-key:version-stage:version-id`.
///
/// All but the first may be missing or empty. The id may be an ARN, whose colons belong to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SecretReference<'a> {
    /// The name of the secret, or its ARN where it is in another account.
    pub secret_id: &'a str,
    /// The key of the JSON object the secret holds. Default: the whole text.
    pub json_key: Option<&'a str>,
    /// The staging label of the version. Default: `AWSCURRENT`.
    pub version_stage: Option<&'a str>,
    /// The id of the version, 32 to 64 characters. Never together with a staging label.
    pub version_id: Option<&'a str>,
}

impl<'a> SecretReference<'a> {
    /// How many parts the ARN of a secret has: `arn:partition:secretsmanager:region:account:secret:name`.
    const ARN_PARTS: usize = 7;

    /// Takes a reference apart.
    ///
    /// # Errors
    /// What is wrong with it, where it has too many parts or lacks the id.
    pub fn parse(text: &'a str) -> Result<Self, String> {
        let id_parts = if text.starts_with("arn:") { Self::ARN_PARTS } else { 1 };
        let id_end = text.match_indices(':').nth(id_parts - 1).map_or(text.len(), |(at, _)| at);
        let secret_id = &text[..id_end];
        if secret_id.is_empty() {
            return Err("lacks the id of the secret".to_owned());
        }
        if id_parts > 1 && secret_id.split(':').count() < id_parts {
            return Err(format!("begins like an ARN, but has fewer than {id_parts} parts"));
        }
        let rest: Vec<&str> = text[id_end..].split(':').skip(1).collect();
        if rest.len() > 3 {
            return Err(format!("has {} parts after the id of the secret, but at most 3 are known", rest.len()));
        }
        let part = |index: usize| rest.get(index).copied().filter(|part| !part.is_empty());
        Ok(SecretReference { secret_id, json_key: part(0), version_stage: part(1), version_id: part(2) })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: (&str, Option<&str>, Option<&str>, Option<&str>)) {
        let (secret_id, json_key, version_stage, version_id) = expected;
        assert_eq!(
            SecretReference::parse(text),
            Ok(SecretReference { secret_id, json_key, version_stage, version_id }),
            "{text}"
        );
    }

    #[test]
    fn parts_may_be_missing_or_empty() {
        check("Dockerhub", ("Dockerhub", None, None, None));
        check("Dockerhub:User", ("Dockerhub", Some("User"), None, None));
        check("a/b::AWSPREVIOUS", ("a/b", None, Some("AWSPREVIOUS"), None));
        check("a:k::0123", ("a", Some("k"), None, Some("0123")));
        check("a:::", ("a", None, None, None));
    }

    #[test]
    fn the_colons_of_an_arn_belong_to_the_id() {
        let arn = "arn:aws:secretsmanager:eu-central-1:111122223333:secret:ci/hub-AbCdEf";
        check(arn, (arn, None, None, None));
        check(&format!("{arn}:User:AWSCURRENT"), (arn, Some("User"), Some("AWSCURRENT"), None));
    }

    #[test]
    fn what_cannot_be_a_reference_says_why() {
        for (text, expected) in [
            ("", "lacks the id of the secret"),
            (":User", "lacks the id of the secret"),
            ("arn:aws:secretsmanager:eu-central-1", "begins like an ARN, but has fewer than 7 parts"),
            ("a:b:c:d:e", "has 4 parts after the id of the secret, but at most 3 are known"),
        ] {
            assert_eq!(SecretReference::parse(text), Err(expected.to_owned()), "{text}");
        }
    }
}
