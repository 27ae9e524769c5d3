//! Secrets that can be told by their form.

use crate::spots::{Part, Text};

/// A form of secrets: what it is, what it begins with, and how many letters follow at least.
struct Form(&'static str, &'static str, usize);

/// Access keys of AWS first; then what services of others give.
const FORMS: &[Form] = &[
    Form("an access key of AWS", "AKIA", 16),
    Form("an access key of AWS", "ASIA", 16),
    Form("a token of GitHub", "ghp_", 36),
    Form("a token of GitHub", "gho_", 36),
    Form("a token of GitHub", "ghu_", 36),
    Form("a token of GitHub", "ghs_", 36),
    Form("a token of GitHub", "ghr_", 36),
    Form("a token of GitHub", "github_pat_", 36),
    Form("a token of GitLab", "glpat-", 20),
    Form("a token of GitLab", "gldt-", 20),
    Form("a token of Slack", "xoxb-", 20),
    Form("a token of Slack", "xoxp-", 20),
    Form("a token of Slack", "xoxa-", 20),
    Form("a token of Slack", "xapp-", 20),
    Form("a token of npm", "npm_", 36),
    Form("a token of PyPI", "pypi-AgE", 40),
    Form("a token of crates.io", "cio", 32),
    Form("a token of Docker Hub", "dckr_pat_", 20),
    Form("a token of Vault", "hvs.", 24),
    Form("a token of Atlassian", "ATATT3", 40),
    Form("a token of DigitalOcean", "dop_v1_", 64),
    Form("a token of Databricks", "dapi", 32),
    Form("a token of Hugging Face", "hf_", 34),
    Form("a key of Anthropic", "sk-ant-", 32),
    Form("a key of OpenAI", "sk-proj-", 40),
    Form("a key of Stripe", "sk_live_", 24),
    Form("a key of Stripe", "rk_live_", 24),
    Form("a key of Google", "AIza", 35),
    Form("a key of SendGrid", "SG.", 60),
    Form("a token of Shopify", "shpat_", 32),
];

/// The shortest secret that is looked for.
const SHORTEST: usize = 20;

/// The first secret of a text: what it is, and its text.
pub(super) fn find<'a>(text: &Text<'a>) -> Option<(&'static str, &'a str)> {
    if text.text.len() < SHORTEST {
        return None;
    }
    let token = long_words(text.text).find_map(|word| Some((of_form(word)?, word)));
    token.or_else(|| private_key(text)).or_else(|| slack_hook(text)).or_else(|| password_in_url(text))
}

/// Which bytes are those of words: letters, digits, `_`, `-` and `.`.
const IN_WORD: [bool; 256] = {
    let mut in_word = [false; 256];
    let mut byte = 0;
    while byte < 128 {
        let letter = byte as u8;
        in_word[byte] = letter.is_ascii_alphanumeric() || matches!(letter, b'_' | b'-' | b'.');
        byte += 1;
    }
    in_word
};

/// The words of a text that are long enough for a secret.
fn long_words(text: &str) -> impl Iterator<Item = &str> {
    let is_other = |byte: &u8| !IN_WORD[usize::from(*byte)];
    let bytes = text.as_bytes();
    let mut start = 0;
    std::iter::from_fn(move || {
        loop {
            let least = bytes.get(start..start + SHORTEST)?;
            // What ends last in the shortest that a word could be has nothing long enough before it.
            if let Some(other) = least.iter().rposition(is_other) {
                start += other + 1;
                continue;
            }
            let end = bytes[start..].iter().position(is_other).map_or(bytes.len(), |length| start + length);
            return Some(&text[std::mem::replace(&mut start, end)..end]);
        }
    })
}

/// Which bytes secrets begin with.
const FIRST: [bool; 256] = {
    let (mut first, mut form) = ([false; 256], 0);
    while form < FORMS.len() {
        first[FORMS[form].1.as_bytes()[0] as usize] = true;
        form += 1;
    }
    first
};

fn of_form(word: &str) -> Option<&'static str> {
    let first = *word.as_bytes().first().filter(|byte| FIRST[usize::from(**byte)])?;
    let begins = |prefix: &str| prefix.as_bytes().first() == Some(&first) && word.starts_with(prefix);
    let Form(what, prefix, least) = FORMS.iter().find(|Form(_, prefix, _)| begins(prefix))?;
    let rest = &word[prefix.len()..];
    // Ids of AWS's keys have one length and no small letters; other words may begin alike.
    let fits = match *prefix {
        "AKIA" | "ASIA" => rest.len() == *least && rest.chars().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit()),
        "cio" | "dapi" => rest.len() == *least && rest.chars().all(|c| c.is_ascii_alphanumeric()) && has_digits(rest),
        _ => rest.len() >= *least,
    };
    (fits && !is_placeholder(rest)).then_some(what)
}

fn has_digits(text: &str) -> bool {
    text.chars().filter(char::is_ascii_digit).count() > 2
}

/// Whether the text only stands for a secret: `xxxx…`, `EXAMPLE`.
fn is_placeholder(text: &str) -> bool {
    let mut letters: Vec<char> = text.chars().collect();
    letters.sort_unstable();
    letters.dedup();
    letters.len() < 6 || text.to_ascii_uppercase().contains("EXAMPLE")
}

const BEGIN: Part = Part::new("-----BEGIN ");
const HOOK: Part = Part::new("hooks.slack.com/services/");
const AT: Part = Part::new("@");
const SCHEME: Part = Part::new("://");

fn private_key<'a>(text: &Text<'a>) -> Option<(&'static str, &'a str)> {
    let start = text.holds(BEGIN).then(|| text.text.find(BEGIN.text)).flatten()?;
    let rest = &text.text[start..];
    let (head, body) = rest[BEGIN.text.len()..].split_once("-----")?;
    let has_body = body.trim_start().chars().take(16).filter(|c| c.is_ascii_alphanumeric()).count() > 8;
    (head.contains("PRIVATE KEY") && has_body).then_some(("a private key", rest))
}

fn slack_hook<'a>(text: &Text<'a>) -> Option<(&'static str, &'a str)> {
    let (_, rest) = text.holds(HOOK).then(|| text.text.split_once(HOOK.text)).flatten()?;
    let is_id = |letter: char| letter.is_ascii_alphanumeric() || letter == '/';
    let path = &rest[..rest.find(|letter| !is_id(letter)).unwrap_or(rest.len())];
    let mut parts = path.split('/');
    let (team, hook, secret) = (parts.next()?, parts.next()?, parts.next()?);
    let fits = team.starts_with('T') && hook.starts_with('B') && secret.len() >= SHORTEST && !is_placeholder(secret);
    fits.then_some(("a webhook of Slack", secret))
}

/// `https://user:password@host`.
fn password_in_url<'a>(text: &Text<'a>) -> Option<(&'static str, &'a str)> {
    if !text.holds(AT) || !text.holds(SCHEME) {
        return None;
    }
    let text = text.text;
    text.match_indices("://").find_map(|(at, _)| {
        let rest = &text[at + "://".len()..];
        let end = rest
            .find(|letter: char| letter.is_whitespace() || matches!(letter, '/' | '"' | '\'' | '`'))
            .unwrap_or(rest.len());
        let (user, password) = rest[..end].rsplit_once('@')?.0.split_once(':')?;
        let is_given = |text: &str| !text.is_empty() && !text.contains(['$', '{', '<', '*', '%', '(', '[']);
        (is_given(user) && is_given(password) && password.len() > 3 && !matches!(password, "password" | "pass"))
            .then_some(("a password in an address", password))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: Option<&str>) {
        assert_eq!(find(&Text::new(text, 0)).map(|(what, _)| what), expected, "{text}");
    }

    #[test]
    fn tokens_are_told_by_their_form() {
        check("export GITHUB_TOKEN=ghp_16C7e42F292c6912E7710c838347Ae178B4a", Some("a token of GitHub"));
        check("key AKIAZ3MGTESTQ7P2XKLW and more", Some("an access key of AWS"));
        check("AKIAIOSFODNN7EXAMPLE", None);
        check("ghp_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx", None);
        check("arn:aws:iam::111122223333:role/application-with-a-long-name", None);
        check(
            concat!("https://hooks.slack.com/services", "/T024BE7LD/B024BE7LH/pXq3Zr8Lw2Nf5Vb7Kd9Mt1Ys"),
            Some("a webhook of Slack"),
        );
        check("git clone https://ci:hunter22@git.example.com/app.git", Some("a password in an address"));
        check("git clone https://ci:${TOKEN}@git.example.com/app.git", None);
        check("-----BEGIN RSA PRIVATE KEY-----\nMIIEpAIBAAKCAQEA7\n", Some("a private key"));
        check("-----BEGIN PUBLIC KEY-----\nMIIEpAIBAAKCAQEA7\n", None);
    }
}
