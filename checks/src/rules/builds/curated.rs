//! The images that CodeBuild provides.

/// The images that AWS keeps up to date.
///
/// See <https://docs.aws.amazon.com/codebuild/latest/userguide/build-env-ref-available.html>.
pub(super) const CURRENT: &[&str] = &[
    "aws/codebuild/amazonlinux-aarch64-standard:3.0",
    "aws/codebuild/amazonlinux-aarch64-standard:4.0",
    "aws/codebuild/amazonlinux-x86_64-standard:5.0",
    "aws/codebuild/amazonlinux-x86_64-standard:6.0",
    "aws/codebuild/amazonlinux-x86_64-standard:corretto11",
    "aws/codebuild/amazonlinux-x86_64-standard:corretto8",
    "aws/codebuild/macos-arm-base:15",
    "aws/codebuild/macos-arm-base:26",
    "aws/codebuild/standard:7.0",
    "aws/codebuild/standard:8.0",
    "aws/codebuild/windows-base:2019-3.0",
    "aws/codebuild/windows-base:2022-1.0",
];

/// Images that still work, some under names that others have taken the place of.
pub(super) const OLDER: &[&str] = &[
    "aws/codebuild/amazonlinux-aarch64-standard:2.0",
    "aws/codebuild/amazonlinux-x86_64-standard:4.0",
    "aws/codebuild/amazonlinux2-aarch64-standard:2.0",
    "aws/codebuild/amazonlinux2-aarch64-standard:3.0",
    "aws/codebuild/amazonlinux2-x86_64-standard:4.0",
    "aws/codebuild/amazonlinux2-x86_64-standard:5.0",
    "aws/codebuild/amazonlinux2-x86_64-standard:corretto11",
    "aws/codebuild/amazonlinux2-x86_64-standard:corretto8",
    "aws/codebuild/macos-arm-base:14",
    "aws/codebuild/standard:5.0",
    "aws/codebuild/standard:6.0",
    "aws/codebuild/windows-base:2019-1.0",
    "aws/codebuild/windows-base:2019-2.0",
];

/// What the names of images begin with that AWS no longer updates, and what to take in their place.
pub(super) const RETIRED: &[(&str, &str)] = &[
    ("aws/codebuild/standard:1.0", "aws/codebuild/standard:7.0"),
    ("aws/codebuild/standard:2.0", "aws/codebuild/standard:7.0"),
    ("aws/codebuild/standard:3.0", "aws/codebuild/standard:7.0"),
    ("aws/codebuild/standard:4.0", "aws/codebuild/standard:7.0"),
    ("aws/codebuild/amazonlinux2-x86_64-standard:1.0", "aws/codebuild/amazonlinux-x86_64-standard:5.0"),
    ("aws/codebuild/amazonlinux2-x86_64-standard:2.0", "aws/codebuild/amazonlinux-x86_64-standard:5.0"),
    ("aws/codebuild/amazonlinux2-x86_64-standard:3.0", "aws/codebuild/amazonlinux-x86_64-standard:5.0"),
    ("aws/codebuild/amazonlinux2-aarch64-standard:1.0", "aws/codebuild/amazonlinux-aarch64-standard:3.0"),
    ("aws/codebuild/windows-base:1.0", "aws/codebuild/windows-base:2022-1.0"),
    ("aws/codebuild/windows-base:2.0", "aws/codebuild/windows-base:2022-1.0"),
    ("aws/codebuild/android-java-", "aws/codebuild/standard:7.0"),
    ("aws/codebuild/docker:", "aws/codebuild/standard:7.0"),
    ("aws/codebuild/dot-net:", "aws/codebuild/standard:7.0"),
    ("aws/codebuild/eb-", "aws/codebuild/standard:7.0"),
    ("aws/codebuild/golang:", "aws/codebuild/standard:7.0"),
    ("aws/codebuild/java:", "aws/codebuild/standard:7.0"),
    ("aws/codebuild/nodejs:", "aws/codebuild/standard:7.0"),
    ("aws/codebuild/php:", "aws/codebuild/standard:7.0"),
    ("aws/codebuild/python:", "aws/codebuild/standard:7.0"),
    ("aws/codebuild/ruby:", "aws/codebuild/standard:7.0"),
    ("aws/codebuild/ubuntu-base:", "aws/codebuild/standard:7.0"),
];

/// What the names of images begin with, and the kinds of environments that they run in.
pub(super) const ENVIRONMENTS: &[(&str, &[&str])] = &[
    ("aws/codebuild/amazonlinux-aarch64-lambda-standard:", &["ARM_LAMBDA_CONTAINER"]),
    ("aws/codebuild/amazonlinux-x86_64-lambda-standard:", &["LINUX_LAMBDA_CONTAINER"]),
    ("aws/codebuild/amazonlinux-aarch64-standard:", &["ARM_CONTAINER"]),
    ("aws/codebuild/amazonlinux2-aarch64-standard:", &["ARM_CONTAINER"]),
    ("aws/codebuild/amazonlinux-x86_64-standard:", &["LINUX_CONTAINER", "LINUX_GPU_CONTAINER"]),
    ("aws/codebuild/amazonlinux2-x86_64-standard:", &["LINUX_CONTAINER", "LINUX_GPU_CONTAINER"]),
    ("aws/codebuild/standard:", &["LINUX_CONTAINER", "LINUX_GPU_CONTAINER"]),
    ("aws/codebuild/windows-base:2019-", &["WINDOWS_SERVER_2019_CONTAINER"]),
    ("aws/codebuild/windows-base:2022-", &["WINDOWS_SERVER_2022_CONTAINER"]),
    ("aws/codebuild/windows-base:", &["WINDOWS_CONTAINER"]),
    ("aws/codebuild/macos-arm-base:", &["MAC_ARM"]),
];

/// The image without the patch level that may follow its tag: `aws/codebuild/standard:7.0-24.10.29`.
pub(super) fn without_patch(image: &str) -> &str {
    let Some((name, tag)) = image.split_once(':') else { return image };
    // The tags of Windows images have a hyphen of their own.
    let hyphens = if name == "aws/codebuild/windows-base" { 2 } else { 1 };
    match tag.match_indices('-').nth(hyphens - 1) {
        Some((at, _)) => &image[..name.len() + 1 + at],
        None => image,
    }
}
