//! Accounts and regions, and what their stacks know of each other by name.

use cfn_constructs::Stack;
use cfn_constructs::pipeline::BucketRef;
use cfn_constructs::services::{Bucket, BucketEncryption, BucketProps, Key, KeyProps};

/// The account of the tools, which has the pipeline and what it tries the shop out with.
pub(crate) const TOOLS: &str = "111111111111";
/// The account of production.
pub(crate) const PRODUCTION: &str = "222222222222";
/// The region of almost everything.
pub(crate) const HOME: &str = "eu-central-1";
/// The region of certificates and of what else serves the whole world.
pub(crate) const VIRGINIA: &str = "us-east-1";

/// The bucket of the pipeline's artifacts. It has a name, so that production can allow its roles to read it
/// before it exists: neither account has to be deployed first.
pub(crate) const ARTIFACTS: &str = "acme-shop-artifacts";

/// A stack of the tools' account.
pub(crate) fn tools(name: &str) -> Stack {
    stack(name, TOOLS, HOME)
}

/// A stack of that account and region. What it holds is tagged, so that its costs find their team.
pub(crate) fn stack(name: &str, account: &str, region: &str) -> Stack {
    let mut stack = Stack::new(name).account(account).region(region);
    stack.tag("team", "shop");
    stack.tag("cost-centre", "4711");
    stack
}

/// What an action in another region takes: a bucket for artifacts over there, with a key of its own.
pub(crate) fn virginia() -> (Stack, BucketRef) {
    let mut virginia =
        stack("ShopVirginia", TOOLS, VIRGINIA).description("The artifacts of actions in another region.");
    let key = Key::new(&mut virginia, "Key", KeyProps::default());
    let encryption = BucketEncryption::Key(key);
    let bucket = Bucket::new(&mut virginia, "Artifacts", BucketProps { encryption, ..BucketProps::default() });
    (virginia, bucket.into())
}
