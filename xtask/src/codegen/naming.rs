//! From CloudFormation's names to Rust's. Every rule about names is here.

/// Words whose capitals do not mark their parts.
const WHOLE_WORDS: &[&str] =
    &["GiBps", "KiBps", "MiBps", "TiBps", "GiB", "IPv", "IoT", "KiB", "LoRaWAN", "LoRa", "MiB", "OAuth", "TiB"];

/// Words of the language. In the place of a name they are written `r#type`.
const KEYWORDS: &[&str] = &[
    "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "do", "dyn", "else", "enum",
    "extern", "false", "final", "fn", "for", "gen", "if", "impl", "in", "let", "loop", "macro", "match", "mod", "move",
    "mut", "override", "priv", "pub", "ref", "return", "static", "struct", "trait", "true", "try", "type", "typeof",
    "unsafe", "unsized", "use", "virtual", "where", "while", "yield",
];

/// Words of the language that cannot be written raw. They get an underscore at the end.
const NEVER_RAW: &[&str] = &["Self", "crate", "self", "super"];

/// The snake case of a property's or resource's name, before keywords are looked at: `kms_key_id` for `KMSKeyID`.
///
/// A run of capitals is one word, with an `s` at its end where it is a plural (`group_ids`); digits
/// belong to the word before them (`s3_bucket`); anything that is neither letter nor digit parts words.
pub(crate) fn snake(name: &str) -> String {
    let mut words = Vec::new();
    for piece in name.split(|c: char| !c.is_ascii_alphanumeric()) {
        for segment in segments(piece) {
            if WHOLE_WORDS.iter().any(|word| segment.starts_with(word)) {
                words.push(segment.to_ascii_lowercase());
            } else {
                split(segment, &mut words);
            }
        }
    }
    words.join("_")
}

/// Cuts out the whole words, each with the digits after it.
fn segments(mut rest: &str) -> Vec<&str> {
    let mut segments = Vec::new();
    let mut start = 0;
    while start < rest.len() {
        let tail = &rest[start..];
        let word = WHOLE_WORDS.iter().find(|word| {
            tail.strip_prefix(**word).is_some_and(|after| !after.starts_with(|c: char| c.is_ascii_lowercase()))
        });
        let Some(word) = word else {
            start += 1;
            continue;
        };
        let digits = tail[word.len()..].bytes().take_while(u8::is_ascii_digit).count();
        segments.push(&rest[..start]);
        segments.push(&tail[..word.len() + digits]);
        rest = &tail[word.len() + digits..];
        start = 0;
    }
    segments.push(rest);
    segments.retain(|segment| !segment.is_empty());
    segments
}

fn split(segment: &str, words: &mut Vec<String>) {
    let bytes = segment.as_bytes();
    let upper = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_uppercase);
    let lower = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_lowercase);
    let mut start = 0;
    for at in 1..bytes.len() {
        let plural = bytes.get(at + 1) == Some(&b's') && !lower(at + 2);
        let ends_word = !upper(at - 1);
        let ends_acronym = upper(at - 1) && lower(at + 1) && !plural;
        if upper(at) && (ends_word || ends_acronym) {
            words.push(segment[start..at].to_ascii_lowercase());
            start = at;
        }
    }
    words.push(segment[start..].to_ascii_lowercase());
}

/// The method of an attribute: `endpoint_port` for `Endpoint.Port`.
pub(crate) fn attribute(name: &str) -> String {
    ident(&name.split('.').map(snake).collect::<Vec<_>>().join("_"))
}

/// A name as Rust takes it: raw where it is a keyword.
pub(crate) fn ident(name: &str) -> String {
    if NEVER_RAW.contains(&name) {
        format!("{name}_")
    } else if KEYWORDS.contains(&name) {
        format!("r#{name}")
    } else if name.starts_with(|c: char| c.is_ascii_digit()) {
        format!("_{name}")
    } else {
        name.to_owned()
    }
}

/// The name of a type: CloudFormation's, from a capital on, without what is neither letter nor digit.
pub(crate) fn type_name(name: &str) -> String {
    let piece = |piece: &str| {
        let mut letters = piece.chars();
        letters.next().map(|first| first.to_ascii_uppercase()).into_iter().chain(letters).collect::<String>()
    };
    ident(&name.split(|c: char| !c.is_ascii_alphanumeric()).map(piece).collect::<String>())
}

/// The name of an enum's variant, or `None` where the value has no letter or digit: `NoCache` for `NO_CACHE`.
///
/// A piece in capitals is a word; one in mixed case is kept. An underscore stays between digits (`Tls1_2`),
/// and a value that starts with a digit gets a `V`.
pub(crate) fn variant(value: &str) -> Option<String> {
    let mut name = String::new();
    for piece in value.split(|c: char| !c.is_ascii_alphanumeric()).filter(|piece| !piece.is_empty()) {
        let digit = |c: char| c.is_ascii_digit();
        if name.ends_with(digit) && piece.starts_with(digit) {
            name.push('_');
        }
        let shout = !piece.contains(|c: char| c.is_ascii_lowercase());
        name.push_str(&piece[..1].to_ascii_uppercase());
        name.push_str(&if shout { piece[1..].to_ascii_lowercase() } else { piece[1..].to_owned() });
    }
    if name.starts_with(|c: char| c.is_ascii_digit()) {
        name.insert(0, 'V');
    }
    (!name.is_empty()).then(|| ident(&name))
}

/// The module and feature of a service: `codebuild` for `AWS::CodeBuild`, `alexa_ask` for `Alexa::ASK`.
pub(crate) fn service(type_name: &str) -> String {
    match type_name.split("::").collect::<Vec<_>>()[..] {
        ["AWS", service, ..] => service.to_ascii_lowercase(),
        [vendor, service, ..] => format!("{vendor}_{service}").to_ascii_lowercase(),
        _ => type_name.to_ascii_lowercase(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(convert: impl Fn(&str) -> String, cases: &[(&str, &str)]) {
        for (name, expected) in cases {
            assert_eq!(convert(name), *expected, "{name}");
        }
    }

    #[test]
    fn properties_are_in_snake_case() {
        check(
            snake,
            &[
                ("Name", "name"),
                ("VPCId", "vpc_id"),
                ("DBInstanceARN", "db_instance_arn"),
                ("KMSKeyID", "kms_key_id"),
                ("SseKMSKeyId", "sse_kms_key_id"),
                ("GroupIDs", "group_ids"),
                ("SizeInGBsPerHost", "size_in_gbs_per_host"),
                ("AsIs", "as_is"),
                ("AWSService", "aws_service"),
                ("EC2InstanceType", "ec2_instance_type"),
                ("S3Bucket", "s3_bucket"),
                ("Mpeg2Settings", "mpeg2_settings"),
                ("IPv6Address", "ipv6_address"),
                ("Ipv6Address", "ipv6_address"),
                ("EnableIoTLogging", "enable_iot_logging"),
                ("AllowedOAuthFlows", "allowed_oauth_flows"),
                ("MemoryMiB", "memory_mib"),
                ("VCpuCount", "v_cpu_count"),
                ("redrivePermission", "redrive_permission"),
                ("kebab-case.And_more", "kebab_case_and_more"),
                ("RatioIoTopic", "ratio_io_topic"),
            ],
        );
    }

    #[test]
    fn keywords_are_raw() {
        check(ident, &[("type", "r#type"), ("self", "self_"), ("union", "union"), ("3d", "_3d")]);
    }

    #[test]
    fn types_keep_the_name_of_cloudformation() {
        check(type_name, &[("VPCConfig", "VPCConfig"), ("tag", "Tag"), ("AWS::S3.Thing", "AWSS3Thing")]);
    }

    #[test]
    fn variants_are_in_pascal_case() {
        check(
            |value| variant(value).unwrap_or_default(),
            &[
                ("NO_CACHE", "NoCache"),
                ("AuthenticatedRead", "AuthenticatedRead"),
                ("aws:kms:dsse", "AwsKmsDsse"),
                ("aws/apigateway", "AwsApigateway"),
                ("S3", "S3"),
                ("SHA-256", "Sha256"),
                ("TLSv1.2_2021", "TLSv1_2_2021"),
                ("2012-10-17", "V2012_10_17"),
                ("self", "Self_"),
                ("*", ""),
            ],
        );
    }
}
