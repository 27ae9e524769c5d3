//! [`Buckets`]: where the releases of an app are, and their manifests there.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Component, Path};

use cfn_constructs::patterns::ReleaseChannels;
use cfn_model::Value;

use super::super::command::Call;
use super::super::{Failure, aws};
use super::Manifest;

/// The buckets of an app that hold releases.
pub(super) struct Buckets(Vec<Channels>);

/// The channels in one bucket.
struct Channels {
    stack: String,
    region: Option<String>,
    /// The logical id of the bucket.
    bucket: String,
    product: String,
    channels: Vec<String>,
}

impl Buckets {
    /// Those of the stacks that the call is about, as they are found in the templates.
    pub(super) fn of(call: &mut Call<'_>) -> Result<Self, Failure> {
        let assembly = call.assembly()?;
        let mut found = Vec::new();
        for stack in call.selected(&assembly)? {
            for (bucket, resource) in stack.template.resources() {
                let told = resource.attribute("Metadata").and_then(Value::as_map);
                let Some(told) = told.and_then(|metadata| metadata.get(ReleaseChannels::METADATA)) else { continue };
                let channels = told.at("channels").and_then(Value::as_list).unwrap_or_default();
                found.push(Channels {
                    stack: stack.name.clone(),
                    region: stack.environment.region.clone(),
                    bucket: bucket.to_owned(),
                    product: told.at("product").and_then(Value::as_str).unwrap_or_default().to_owned(),
                    channels: channels.iter().filter_map(Value::as_str).map(str::to_owned).collect(),
                });
            }
        }
        if found.is_empty() { Err(Failure::Usage("no stack here has channels".into())) } else { Ok(Buckets(found)) }
    }

    /// The names of the channels, as they are declared.
    pub(super) fn channels(&self) -> Vec<String> {
        self.0.iter().flat_map(|bucket| bucket.channels.iter().cloned()).collect()
    }

    /// Refuses a channel that there is not.
    pub(super) fn check(&self, channel: Option<&str>) -> Result<(), Failure> {
        let channels = self.channels();
        match channel.filter(|channel| !channels.iter().any(|known| known == channel)) {
            None => Ok(()),
            Some(channel) => Err(Failure::Usage(format!(
                "there is no channel `{channel}`; the channels are {}",
                channels.join(", ")
            ))),
        }
    }

    /// The releases in the buckets: in all, or in the one of that channel.
    pub(super) fn releases(&self, channel: Option<&str>) -> Result<Vec<Manifest>, Failure> {
        let mut found = Vec::new();
        for bucket in &self.0 {
            if channel.is_none_or(|channel| bucket.channels.iter().any(|known| known == channel)) {
                found.extend(bucket.releases()?);
            }
        }
        Ok(found)
    }
}

impl Channels {
    /// Calls the AWS CLI in the region of the stack.
    fn aws(&self, words: &[&str]) -> Result<Value, Failure> {
        let region = self.region.as_deref().map(|region| ["--region", region]);
        aws::call(&words.iter().copied().chain(region.into_iter().flatten()).collect::<Vec<_>>())
    }

    /// The name of the bucket, which only AWS knows.
    fn name(&self) -> Result<String, Failure> {
        let words = ["cloudformation", "describe-stack-resource", "--stack-name", &self.stack];
        let answer = self.aws(&[&words[..], &["--logical-resource-id", &self.bucket]].concat())?;
        let name = answer.at("StackResourceDetail.PhysicalResourceId").and_then(Value::as_str).map(str::to_owned);
        name.ok_or_else(|| Failure::Io(format!("AWS answered without the name of the bucket `{}`", self.bucket)))
    }

    /// The releases in the bucket, with when they were finished.
    fn releases(&self) -> Result<Vec<Manifest>, Failure> {
        let name = self.name()?;
        let end = format!("/{}/manifest.json", self.product);
        let query = format!("Contents[?ends_with(Key, '{end}')].[Key, LastModified]");
        let listed = self.aws(&["s3api", "list-objects-v2", "--bucket", &name, "--query", &query])?;
        let text = |value: Option<&Value>| value.and_then(Value::as_str).map(str::to_owned);
        let times = listed.as_list().unwrap_or_default().iter();
        let times: BTreeMap<String, Option<String>> =
            times.filter_map(|pair| Some((text(pair.at("0"))?, text(pair.at("1"))))).collect();
        if times.is_empty() {
            return Ok(Vec::new());
        }
        let unwritable = |error: std::io::Error| Failure::Io(format!("a temporary folder cannot be used: {error}"));
        let folder = tempfile::tempdir().map_err(unwritable)?;
        let (from, to) = (format!("s3://{name}/"), folder.path().display().to_string());
        // One call for all of them.
        let copy = ["s3", "cp", "--recursive", "--only-show-errors", "--exclude", "*", "--include"];
        self.aws(&[&copy[..], &[&format!("*{end}"), &from, &to]].concat())?;
        let mut found = Vec::new();
        let inside = |key: &String| Path::new(key).components().all(|step| matches!(step, Component::Normal(_)));
        for (key, released) in times.into_iter().filter(|(key, _)| inside(key)) {
            // One that came between the two calls is listed the next time.
            let Ok(text) = fs::read_to_string(folder.path().join(&key)) else { continue };
            let manifest = Manifest::parse(&text, &format!("{from}{key}")).map_err(Failure::Io)?;
            found.push(Manifest { released, ..manifest });
        }
        Ok(found)
    }
}
