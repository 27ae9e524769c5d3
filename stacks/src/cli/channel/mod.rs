//! `channel list`: what was released through which channel, as the manifests of the releases tell.

mod bucket;
mod manifest;
mod show;

use std::cmp::Reverse;
use std::path::Path;

use cfn_model::{Value, emit};

use super::Failure;
use super::command::{Call, Command, JSON, Opt, STACK};
use bucket::Buckets;
use manifest::Manifest;

pub(super) static COMMAND: Command = Command {
    name: "channel",
    about: "list what was released through channels: commits, templates with hashes, images of each region",
    words: ("list [CHANNEL]", 2),
    options: &[
        Opt::path(
            "from",
            "PATH",
            "read a manifest, or all below a folder, instead of the buckets of the app; `-` for one on standard input",
        ),
        STACK,
        JSON,
    ],
    details: "\
Reads the manifests of the releases in the buckets of the deployed stack through the AWS CLI, with your credentials. The
newest comes first. CHANNEL is the name of a channel; without it, all of them are listed.",
    run,
};

fn run(mut call: Call<'_>) -> Result<(), Failure> {
    let words: Vec<String> = call.options.words().iter().map(|word| word.to_string_lossy().into_owned()).collect();
    let channel = match words.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["list"] => None,
        ["list", channel] => Some(channel.to_owned()),
        _ => {
            let name = call.program.name.as_str();
            return Err(Failure::Usage(format!("say what to do with channels: {name} channel list [CHANNEL]")));
        }
    };
    let (mut releases, channels) = match call.options.path("from") {
        Some(path) => {
            let releases = manifest::read(Path::new(&path))?;
            let mut channels: Vec<String> = releases.iter().map(|release| release.channel.clone()).collect();
            channels.sort();
            channels.dedup();
            (releases, channels)
        }
        None => {
            let buckets = Buckets::of(&mut call)?;
            buckets.check(channel.as_deref())?;
            (buckets.releases(channel.as_deref())?, buckets.channels())
        }
    };
    if let Some(channel) = &channel {
        releases.retain(|release| release.channel == *channel);
    }
    // Channels as they are declared, the newest release first.
    let place = |release: &Manifest| channels.iter().position(|channel| *channel == release.channel);
    releases.sort_by_key(|release| (place(release), Reverse((release.released.clone(), release.name.clone()))));
    let told = if call.options.has("json") {
        emit::to_json(&Value::List(releases.iter().map(Manifest::to_value).collect()))
    } else {
        show::text(&releases)
    };
    call.print(&told)
}
