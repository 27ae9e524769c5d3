//! Snapshots of templates, in one line of a test.

use crate::App;

/// The templates of an app as one text. The hashes of assets do not show, so that code can change without the snapshot.
///
/// # Panics
///
/// The app has errors, which are shown.
#[doc(hidden)]
#[track_caller]
pub fn snapshot_of(app: impl Into<App>) -> String {
    let synthesized = super::synth(app);
    let stacks = synthesized.assembly().stacks.iter().map(|stack| {
        let template = stack.template.to_yaml();
        let template = stack.assets.iter().fold(template, |text, asset| text.replace(&asset.hash, "<hash>"));
        format!("# {}\n{template}", stack.artifact_id)
    });
    stacks.collect::<Vec<_>>().join("\n")
}

/// Asserts that a stack or an app makes just the templates that were accepted, with `insta`.
///
/// ```no_run
/// # use cfn_constructs::{Stack, assert_template_snapshot};
/// assert_template_snapshot!(Stack::new("Ci"));
/// ```
///
/// The hashes of assets are left out. `cargo insta review` shows and accepts what has changed; see <https://insta.rs>.
#[macro_export]
macro_rules! assert_template_snapshot {
    ($app:expr) => {
        $crate::assertions::insta::assert_snapshot!($crate::assertions::snapshot_of($app))
    };
}
