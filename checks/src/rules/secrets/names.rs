//! Which names say that what they name is a secret.

/// Properties whose value is a secret, in small letters without `_` and `-`.
const PROPERTIES: &[&str] = &[
    "accesstoken",
    "accountpassword",
    "addomainjoinpassword",
    "adminpassword",
    "apikeyvalue",
    "authtoken",
    "clientsecret",
    "crossrealmtrustprincipalpassword",
    "dbpassword",
    "kdcadminpassword",
    "masterpassword",
    "masteruserpassword",
    "oauthtoken",
    "password",
    "passwordparam",
    "presharedkey",
    "privatekey",
    "refreshtoken",
    "secretaccesskey",
    "secretstring",
    "secrettoken",
];

/// The letters that those end with which begin with a letter, a bit each: few other names begin and end alike.
const LAST_LETTERS: [u128; 128] = {
    let (mut last, mut index) = ([0; 128], 0);
    while index < PROPERTIES.len() {
        let letters = PROPERTIES[index].as_bytes();
        last[letters[0] as usize] |= 1 << letters[letters.len() - 1];
        index += 1;
    }
    last
};

/// What the names of variables that hold secrets end with, in small letters without what is between words.
const ENDS: &[&str] = &[
    "accesskey",
    "apikey",
    "authkey",
    "authtoken",
    "encryptionkey",
    "passphrase",
    "passwd",
    "password",
    "privatekey",
    "pwd",
    "secret",
    "secretkey",
    "secrets",
    "signingkey",
    "token",
    "webhookurl",
];

/// The letters of a name as small ones, without what stands between its words.
fn plain(name: &str) -> impl DoubleEndedIterator<Item = u8> {
    name.bytes().filter(u8::is_ascii_alphanumeric).map(|letter| letter.to_ascii_lowercase())
}

/// Whether the letters are those of a word at the end.
fn ends_with(letters: impl DoubleEndedIterator<Item = u8>, end: &str) -> bool {
    let mut letters = letters.rev();
    end.bytes().rev().all(|letter| letters.next() == Some(letter))
}

/// Whether a property of that name holds a secret.
pub(super) fn is_property(name: &str) -> bool {
    if name.len() < "password".len() {
        return false;
    }
    let mut letters = plain(name);
    let (Some(first), Some(last)) = (letters.next(), letters.next_back()) else { return false };
    LAST_LETTERS[usize::from(first)] & 1 << last != 0
        && PROPERTIES.iter().any(|property| plain(name).eq(property.bytes()))
}

/// Whether a variable of that name holds a secret, and not where one is, how long it lives, and the like.
pub(super) fn is_variable(name: &str) -> bool {
    let is_letter = |letter: char| letter.is_ascii_alphabetic();
    let name = &name[..name.rfind(is_letter).map_or(0, |last| last + 1)];
    ENDS.iter().any(|end| ends_with(plain(name), end)) && !ends_with(plain(name), "publicaccesskey")
}

/// Whether the name ends with `secret`, which is also what people call the name of a secret.
pub(super) fn may_name_a_secret(name: &str) -> bool {
    ["secret", "secrets"].iter().any(|end| ends_with(plain(name), end))
}

/// Whether what stands there may be a secret: neither empty nor a switch, and no text that gets it from elsewhere.
pub(super) fn may_be_secret(name: &str, value: &str) -> bool {
    let value = value.trim();
    let is_word = |word: &str| value.eq_ignore_ascii_case(word);
    let is_switch =
        ["true", "false", "yes", "no", "none", "null", "enabled", "disabled", "required"].iter().any(|w| is_word(w));
    let is_elsewhere =
        value.contains("{{") || value.contains("arn:") || value.contains("${") || value.starts_with(['$', '/', '<']);
    let is_name = may_name_a_secret(name)
        && value.chars().all(|letter| letter.is_ascii_lowercase() || matches!(letter, '-' | '_' | '/' | '.'));
    value.len() > 3 && !is_switch && !is_elsewhere && !is_name
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_say_whether_they_hold_a_secret() {
        for (name, expected) in [
            ("DB_PASSWORD", true),
            ("GitHubToken", true),
            ("NPM_TOKEN2", true),
            ("AWS_SECRET_ACCESS_KEY", true),
            ("API_KEY", true),
            ("DB_PASSWORD_ARN", false),
            ("TOKEN_TTL", false),
            ("AWS_ACCESS_KEY_ID", false),
            ("KEYWORD", false),
        ] {
            assert_eq!(is_variable(name), expected, "{name}");
        }
        assert!(is_property("MasterUserPassword") && is_property("client_secret") && !is_property("PasswordLength"));
    }

    #[test]
    fn values_say_whether_they_may_be_one() {
        for (name, value, expected) in [
            ("DB_PASSWORD", "correct-horse", true),
            ("DB_PASSWORD", "", false),
            ("DB_PASSWORD", "{{resolve:secretsmanager:db}}", false),
            ("DB_PASSWORD", "/prod/db/password", false),
            ("DB_SECRET", "prod/db", false),
            ("DB_SECRET", "s3cr3tValue", true),
            ("CSRF_TOKEN", "enabled", false),
        ] {
            assert_eq!(may_be_secret(name, value), expected, "{name} {value}");
        }
    }
}
