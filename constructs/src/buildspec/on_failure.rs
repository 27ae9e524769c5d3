//! [`OnFailure`]: what follows when a command fails.

use std::fmt;

/// What happens when a command of a phase fails.
///
/// CodeBuild knows it for builds on its own EC2 images, not for Lambda compute or reserved capacity.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum OnFailure {
    /// The build ends.
    Abort,
    /// The next phase runs.
    Continue,
    /// The build runs again.
    Retry(Retry),
}

/// When a failed build runs again, and how often.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Retry {
    /// How many times at most, 0 to 100. Default: 3.
    pub count: Option<u32>,
    /// The regular expression that the error's message has to match. Default: any message.
    pub pattern: Option<String>,
}

impl OnFailure {
    /// How often CodeBuild tries again where no number is given.
    const DEFAULT_COUNT: u32 = 3;

    /// The build runs again, up to three times, whatever the error.
    pub fn retry() -> Self {
        OnFailure::Retry(Retry::default())
    }

    /// Reads `ABORT`, `CONTINUE`, or `RETRY` with a number, a regular expression, or both, joined by hyphens.
    /// The words may have any case.
    pub fn parse(text: &str) -> Option<Self> {
        if text.eq_ignore_ascii_case("ABORT") {
            return Some(OnFailure::Abort);
        }
        if text.eq_ignore_ascii_case("CONTINUE") {
            return Some(OnFailure::Continue);
        }
        let (word, rest) = text.split_at_checked("RETRY".len())?;
        if !word.eq_ignore_ascii_case("RETRY") {
            return None;
        }
        if rest.is_empty() {
            return Some(OnFailure::retry());
        }
        let rest = rest.strip_prefix('-')?;
        let (count, pattern) = match rest.split_once('-') {
            Some((count, pattern)) if is_count(count) => (Some(count), pattern),
            None if is_count(rest) => (Some(rest), ""),
            _ => (None, rest),
        };
        Some(OnFailure::Retry(Retry {
            // More digits than a `u32` has are out of range as well, and are reported as that.
            count: count.map(|digits| digits.parse().unwrap_or(u32::MAX)),
            pattern: (!pattern.is_empty()).then(|| pattern.to_owned()),
        }))
    }
}

fn is_count(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

impl fmt::Display for OnFailure {
    /// The text in a buildspec.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let retry = match self {
            OnFailure::Abort => return f.write_str("ABORT"),
            OnFailure::Continue => return f.write_str("CONTINUE"),
            OnFailure::Retry(retry) => retry,
        };
        f.write_str("RETRY")?;
        let pattern = retry.pattern.as_deref().filter(|pattern| !pattern.is_empty());
        // A pattern that begins like a number would be read as one: `RETRY-5` means five times.
        let ambiguous = pattern.is_some_and(|pattern| is_count(pattern.split('-').next().unwrap_or_default()));
        match retry.count {
            Some(count) => write!(f, "-{count}")?,
            None if ambiguous => write!(f, "-{}", Self::DEFAULT_COUNT)?,
            None => {}
        }
        match pattern {
            Some(pattern) => write!(f, "-{pattern}"),
            None => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn retry(count: Option<u32>, pattern: Option<&str>) -> Option<OnFailure> {
        Some(OnFailure::Retry(Retry { count, pattern: pattern.map(str::to_owned) }))
    }

    #[test]
    fn every_form_of_on_failure_is_read() {
        for (text, expected) in [
            ("ABORT", Some(OnFailure::Abort)),
            ("continue", Some(OnFailure::Continue)),
            ("RETRY", retry(None, None)),
            ("RETRY-4", retry(Some(4), None)),
            ("Retry-.*timed out.*", retry(None, Some(".*timed out.*"))),
            ("RETRY-8-invalid+", retry(Some(8), Some("invalid+"))),
            ("RETRY-8-", retry(Some(8), None)),
            ("RETRY-99999999999", retry(Some(u32::MAX), None)),
            ("RETRY-a-b", retry(None, Some("a-b"))),
            ("RETRY5", None),
            ("ABORTED", None),
            ("", None),
            ("ünï", None),
        ] {
            assert_eq!(OnFailure::parse(text), expected, "{text}");
        }
    }

    #[test]
    fn what_is_written_reads_as_the_same() {
        for text in ["ABORT", "CONTINUE", "RETRY", "RETRY-4", "RETRY-x.*", "RETRY-8-invalid+"] {
            assert_eq!(OnFailure::parse(text).map(|action| action.to_string()).as_deref(), Some(text));
        }
    }

    #[test]
    fn a_pattern_that_looks_like_a_number_gets_the_default_number_before_it() {
        let action = OnFailure::Retry(Retry { count: None, pattern: Some("404-not-found".to_owned()) });
        assert_eq!(action.to_string(), "RETRY-3-404-not-found");
    }
}
