//! Channels: buckets, who may read them, and what may be overwritten.

use cfn_constructs::Stack;
use cfn_constructs::patterns::{
    Readers, ReleaseChannel, ReleaseChannels, ReleaseChannelsProps, ReleaseLocation, ReleasePrefix,
};
use cfn_model::{Template, Value};

use super::{problems, template};

fn stack(change: impl FnOnce(&mut ReleaseChannelsProps)) -> Stack {
    let mut stack = Stack::new("Channels");
    let mut props = ReleaseChannelsProps::new("readyset");
    change(&mut props);
    ReleaseChannels::new(&mut stack, "Channels", props);
    stack
}

fn property(template: &Template, id: &str, path: &str) -> Option<Value> {
    let (property, rest) = path.split_once('.').unwrap_or((path, ""));
    let value = template.get_resource(id).expect("the resource is there").property(property)?;
    if rest.is_empty() { Some(value.clone()) } else { value.at(rest).cloned() }
}

#[test]
fn the_usual_channels_have_a_private_and_a_public_bucket() {
    let template = template(stack(|_| {}));
    let buckets: Vec<&str> =
        template.resources().filter(|(_, one)| one.type_name() == Some("AWS::S3::Bucket")).map(|(id, _)| id).collect();
    assert_eq!(buckets, ["ChannelsInternal", "ChannelsPublic"]);
    for (bucket, private) in [("ChannelsInternal", true), ("ChannelsPublic", false)] {
        let blocked = |name: &str| property(&template, bucket, &format!("PublicAccessBlockConfiguration.{name}"));
        assert_eq!(blocked("BlockPublicAcls"), Some(Value::from(true)), "never access control lists");
        assert_eq!(blocked("IgnorePublicAcls"), Some(Value::from(true)));
        assert_eq!(blocked("BlockPublicPolicy"), Some(Value::from(private)));
        assert_eq!(blocked("RestrictPublicBuckets"), Some(Value::from(private)));
    }
    let internal = property(&template, "ChannelsInternalPolicy", "PolicyDocument").expect("it is there");
    let public = template.get_resource("ChannelsPublicPolicy").expect("it is there");
    let yaml = Value::Map(public.as_map().clone());
    let text = cfn_model::emit::to_yaml(&yaml);
    assert!(!cfn_model::emit::to_yaml(&internal).contains("s3:GetObject"), "nobody else reads it");
    assert!(text.contains("${ChannelsPublic.Arn}/alpha/*/readyset/*"), "{text}");
    assert!(text.contains("s3:if-none-match"), "{text}");
    assert!(!text.contains("s3:ListBucket"), "nobody is told the keys: {text}");
}

#[test]
fn a_channel_whose_releases_may_be_overwritten_says_so() {
    let text = template(stack(|props| {
        let nightly = ReleaseChannel::new("nightly", ReleasePrefix::CommitBelow("nightly".into()));
        props.channels = vec![ReleaseChannel { overwrite: true, ..nightly }];
    }))
    .to_yaml();
    assert!(!text.contains("if-none-match"), "{text}");
}

#[test]
fn a_team_may_have_channels_for_partners() {
    let text = template(stack(|props| {
        let partners = Readers::Accounts(vec!["444455556666".into()]);
        props.channels.push(ReleaseChannel::new("partners", ReleasePrefix::Release).readers(partners));
    }))
    .to_yaml();
    assert!(text.contains("arn:${AWS::Partition}:iam::444455556666:root"), "{text}");
}

#[test]
fn what_is_wrong_with_channels_is_told() {
    let told = |change: fn(&mut ReleaseChannelsProps)| problems(stack(change));
    assert_eq!(told(|props| props.product = "../x".into()), ["`../x` is no name of a product"]);
    assert_eq!(
        told(|props| props.channels[1].readers = Readers::Account),
        ["the channels `alpha` and `release` share a bucket, and not their readers"]
    );
    assert_eq!(
        told(|props| props.channels[1].prefix = ReleasePrefix::Release),
        ["the channels `alpha` and `release` have the same place"]
    );
    assert_eq!(
        told(|props| {
            let twice = Readers::Accounts(vec!["12".into(), "444455556666".into(), "444455556666".into()]);
            props.channels.push(ReleaseChannel::new("partners", ReleasePrefix::Release).readers(twice));
        }),
        ["the account `444455556666` is there twice", "`12` is no account id"]
    );
    assert_eq!(told(|props| props.channels.clear())[0], "there is no channel");
}

#[test]
fn urls_follow_channel_and_release() {
    let commit = "3f2a9c0e5b7d4a618293f0e1d2c3b4a596877869";
    let url = |channel: ReleaseChannel, bucket: &str| {
        let prefix = channel.prefix.of(commit, "1.4.0");
        ReleaseLocation::in_bucket(bucket, "us-east-2", &prefix, "readyset").template_url("network")
    };
    let below = |path: &str| format!("https://acme-{path}/readyset/templates/network.yaml");
    let domain = "s3.us-east-2.amazonaws.com";
    assert_eq!(url(ReleaseChannel::internal(), "acme-internal"), below(&format!("internal.{domain}/{commit}")));
    assert_eq!(url(ReleaseChannel::alpha(), "acme-public"), below(&format!("public.{domain}/alpha/{commit}")));
    assert_eq!(url(ReleaseChannel::release(), "acme-public"), below(&format!("public.{domain}/1.4.0")));
}
