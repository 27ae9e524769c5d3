//! Forms of text that have a name: ids, ARNs, addresses, dates.

use std::net::{Ipv4Addr, Ipv6Addr};

use cfn_model::Severity;

use super::evaluate::Validator;
use super::report;
use crate::finding::Finding;
use crate::networks::Block;
use crate::pattern;

/// A form by the name that schemas give it.
pub(super) struct Format {
    name: &'static str,
    /// What fits, in words.
    words: &'static str,
    form: Form,
}

enum Form {
    Pattern(&'static str),
    Test(fn(&str) -> bool),
}

/// The forms, sorted by name. A name that is not here asks for nothing.
const FORMATS: &[Format] = &[
    pattern(
        "AWS::ACM::Certificate.Arn",
        "the ARN of a certificate, as `arn:aws:acm:us-east-1:111122223333:certificate/…`",
        r"^arn:aws[a-zA-Z-]*:acm:[a-z0-9-]+:\d{12}:certificate/.+$",
    ),
    pattern(
        "AWS::EC2::Image.Id",
        "the id of an image, as `ami-0123456789abcdef0`",
        r"^(ami-([0-9a-z]{8}|[0-9a-z]{17})$|resolve:ssm)",
    ),
    pattern(
        "AWS::EC2::SecurityGroup.Id",
        "the id of a security group, as `sg-0123456789abcdef0`",
        r"^sg-([a-fA-F0-9]{8}|[a-fA-F0-9]{17})$",
    ),
    pattern(
        "AWS::EC2::SecurityGroup.Name",
        "the name of a security group: letters, digits, blanks and `._-:/()#,@[]+=&;{}!$*`",
        r"^[a-zA-Z0-9 ._\-:/()#,@\[\]+=&;{}!$*]+$",
    ),
    pattern(
        "AWS::EC2::Subnet.Id",
        "the id of a subnet, as `subnet-0123456789abcdef0`",
        r"^subnet-([0-9A-Fa-f]{8}|[0-9A-Fa-f]{17})$",
    ),
    pattern(
        "AWS::EC2::VPC.Id",
        "the id of a VPC, as `vpc-0123456789abcdef0`",
        r"^vpc-([0-9A-Fa-f]{8}|[0-9A-Fa-f]{17})$",
    ),
    pattern(
        "AWS::IAM::Role.Arn",
        "the ARN of a role, as `arn:aws:iam::111122223333:role/name`",
        r"^arn:aws[a-zA-Z-]*:iam::\d{12}:role/.+$",
    ),
    pattern("AWS::KMS::Alias.AliasName", "the name of a key's alias, as `alias/name`", "^alias/[a-zA-Z0-9:/_-]+$"),
    pattern(
        "AWS::KMS::Key.Arn",
        "the ARN of a key, as `arn:aws:kms:us-east-1:111122223333:key/…`",
        r"^arn:aws[a-zA-Z-]*:kms:[a-z0-9-]+:\d{12}:(key|alias)/.+$",
    ),
    pattern(
        "AWS::KMS::Key.Id",
        "the id of a key, as `01234567-89ab-cdef-0123-456789abcdef`, or the name of its alias",
        "^([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|mrk-[0-9a-f]{32}|alias/[a-zA-Z0-9/_-]+)$",
    ),
    pattern(
        "AWS::Lambda::Function.Arn",
        "the ARN of a function, as `arn:aws:lambda:us-east-1:111122223333:function:name`",
        r"^arn:aws[a-zA-Z-]*:lambda:[a-z0-9-]+:\d{12}:function:.+$",
    ),
    pattern(
        "AWS::Logs::LogGroup.Name",
        "the name of a log group: at most 512 letters, digits and `.-_/#`",
        r"^[.\-_/#A-Za-z0-9]{1,512}$",
    ),
    Format {
        name: "AWS::S3::Bucket.Name",
        words: "the name of a bucket: 3 to 63 small letters, digits, hyphens and dots, with a letter or digit before and after each dot and at both ends",
        form: Form::Test(is_bucket_name),
    },
    pattern(
        "AWS::SNS::Topic.Arn",
        "the ARN of a topic, as `arn:aws:sns:us-east-1:111122223333:name`",
        r"^arn:aws[a-zA-Z-]*:sns:[a-z0-9-]+:\d{12}:.+$",
    ),
    pattern("date", "a date, as `2030-12-31`", r"^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$"),
    pattern(
        "date-time",
        "a date and time, as `2030-12-31T23:59:00Z`",
        r"^\d{4}-(0[1-9]|1[0-2])-\d{2}T([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d+)?(Z|[+-]([01]\d|2[0-3]):[0-5]\d)$",
    ),
    Format { name: "email", words: "a mail address", form: Form::Test(|text| text.contains('@')) },
    Format {
        name: "ipv4",
        words: "an IPv4 address, as `10.0.0.1`",
        form: Form::Test(|text| text.parse::<Ipv4Addr>().is_ok()),
    },
    Format {
        name: "ipv4-network",
        words: "a block of IPv4 addresses, as `10.0.0.0/16`",
        form: Form::Test(|text| Block::read(text).is_some_and(|block| block.is_v4())),
    },
    Format {
        name: "ipv6",
        words: "an IPv6 address, as `2001:db8::1`",
        form: Form::Test(|text| text.parse::<Ipv6Addr>().is_ok()),
    },
    Format {
        name: "ipv6-network",
        words: "a block of IPv6 addresses, as `2001:db8::/56`",
        form: Form::Test(|text| Block::read(text).is_some_and(|block| !block.is_v4())),
    },
];

/// The form of that name.
pub(super) fn named(name: &str) -> Option<&'static Format> {
    FORMATS.iter().find(|format| format.name == name)
}

/// What fits a form, in words.
pub(super) fn words(name: &str) -> Option<&'static str> {
    named(name).map(|format| format.words)
}

const fn pattern(name: &'static str, words: &'static str, pattern: &'static str) -> Format {
    Format { name, words, form: Form::Pattern(pattern) }
}

impl Validator<'_, '_> {
    pub(super) fn format(&mut self, format: &Format, text: &str) {
        let fits = match format.form {
            Form::Pattern(wanted) => pattern::matches(wanted, text) != Some(false),
            Form::Test(test) => test(text),
        };
        if !fits {
            let shown = report::shown(text);
            self.report(&report::WRONG_FORMAT, format!("{shown} is not {}", format.words), None);
        } else if format.name.ends_with("-network")
            && let Some(block) = Block::read(text)
            && block.clean() != block
        {
            let (block, shown) = (block.clean(), report::shown(text));
            let message = format!("the address of {shown} has bits beyond its prefix, which AWS clears");
            let mut finding = Finding::new(&report::WRONG_FORMAT, &self.path, message).help(format!("write `{block}`"));
            finding.severity = Severity::Warning;
            self.push(finding);
        }
    }
}

fn is_bucket_name(text: &str) -> bool {
    let labels_fit = text.split('.').all(|label| {
        let ends_fit = !label.is_empty() && !label.starts_with('-') && !label.ends_with('-');
        ends_fit && label.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
    });
    // No name at all lets CloudFormation make one.
    text.is_empty() || labels_fit && (3..=63).contains(&text.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(name: &str, right: &[&str], wrong: &[&str]) {
        let format = FORMATS.iter().find(|format| format.name == name).expect("a format");
        let fits = |text: &str| match format.form {
            Form::Pattern(wanted) => pattern::matches(wanted, text).expect("a pattern that can be read"),
            Form::Test(test) => test(text),
        };
        right.iter().for_each(|text| assert!(fits(text), "{name}: {text:?} is right"));
        wrong.iter().for_each(|text| assert!(!fits(text), "{name}: {text:?} is wrong"));
    }

    #[test]
    fn every_pattern_can_be_read_and_names_are_sorted() {
        for format in FORMATS {
            if let Form::Pattern(wanted) = format.form {
                assert!(pattern::matches(wanted, "").is_some(), "{}", format.name);
            }
        }
        assert!(FORMATS.is_sorted_by_key(|format| format.name));
    }

    #[test]
    fn buckets_have_names_that_work_in_addresses() {
        check(
            "AWS::S3::Bucket.Name",
            &["", "abc", "my.bucket-1", &"a".repeat(63)],
            &["ab", "Abc", "a..b", "a.-b", "a-.b", "-ab", "ab.", "a_b", &"a".repeat(64)],
        );
    }

    #[test]
    fn ids_have_eight_or_seventeen_digits() {
        check("AWS::EC2::SecurityGroup.Id", &["sg-01234567", "sg-0123456789abcdef0"], &["sg-012345678", "default", ""]);
        check("AWS::EC2::Image.Id", &["ami-01234567", "resolve:ssm:/name"], &["ami-x", "{{x}}"]);
    }

    #[test]
    fn a_key_has_an_arn_an_id_or_an_alias() {
        check("AWS::KMS::Key.Id", &["alias/aws/sns", "mrk-0123456789abcdef0123456789abcdef"], &["aws/sns", "key"]);
        check(
            "AWS::KMS::Key.Arn",
            &["arn:aws-cn:kms:cn-north-1:111122223333:key/x"],
            &["arn:aws:kms:us-east-1:1:key/x"],
        );
    }

    #[test]
    fn blocks_have_an_address_and_a_prefix() {
        check(
            "ipv4-network",
            &["10.0.0.0/16", "0.0.0.0/0", "10.0.0.1", "10.0.0.0/255.0.0.0"],
            &["10.0.0.0/33", "10.0.0/8", "a", "10.0.0.0/+8", "10.0.0.0/255.0.255.0"],
        );
        check("ipv6-network", &["::/0", "2001:db8::/56"], &["::/129", "10.0.0.0/8", "::/"]);
    }

    #[test]
    fn dates_are_written_as_the_standard_says() {
        check(
            "date-time",
            &["2030-12-31T23:59:00Z", "2030-12-31T23:59:00.5+01:00"],
            &["2030-12-31", "2030-12-31T24:00:00Z"],
        );
    }
}
