//! Fetching packages through the package managers, and unpacking them.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use serde_json::{Map, Value, json};

use crate::files;

const CFN_LINT: &str = "1.58.0";
const SERVICE_SPEC: &str = "0.1.216";

/// cfn-lint's schemas.
pub(crate) struct CfnLint {
    pub(crate) package: Value,
    pub(crate) schemas: Vec<Value>,
    /// The types of the region that gets them first.
    pub(crate) first_region: Map<String, Value>,
    /// The folder of its data.
    pub(crate) data: PathBuf,
}

/// The CDK's database of services.
pub(crate) struct ServiceSpec {
    pub(crate) package: Value,
    pub(crate) database: Value,
}

pub(crate) fn cfn_lint(folder: &Path) -> Result<CfnLint> {
    let (data, package) = cfn_lint_data(folder)?;
    let resources = data.join("schemas/resources");
    let schemas = files::list(&resources)?
        .iter()
        .filter(|path| path.extension().is_some_and(|extension| extension == "json"))
        .map(|path| read(&resources.join(path)))
        .collect::<Result<_>>()?;
    let first_region = match read(&data.join("schemas/providers/us-east-1.json"))? {
        Value::Object(types) => types,
        _ => bail!("the types of us-east-1 are no map"),
    };
    Ok(CfnLint { package, schemas, first_region, data })
}

/// The folder of cfn-lint's data, and what is to be said of the package.
pub(crate) fn cfn_lint_data(folder: &Path) -> Result<(PathBuf, Value)> {
    let wanted = format!("cfn-lint=={CFN_LINT}");
    files::output(folder, "pip", &["download", "--quiet", "--no-deps", "--dest", ".", &wanted])?;
    let wheel = only(folder, "whl")?;
    files::output(folder, "python3", &["-m", "zipfile", "-e", &wheel, "cfn-lint"])?;
    let data = folder.join("cfn-lint/cfnlint/data");
    let package = json!({
        "registry": "PyPI",
        "name": "cfn-lint",
        "version": CFN_LINT,
        "schemasOf": read(&data.join("schemas/version.json"))?["schema_date"],
        "licence": "MIT-0",
        "archive": wheel,
        "sha256": sha256(folder, &wheel)?,
    });
    Ok((data, package))
}

pub(crate) fn service_spec(folder: &Path) -> Result<ServiceSpec> {
    let package = npm(folder, "@aws-cdk/aws-service-spec", SERVICE_SPEC, "Apache-2.0")?;
    let database = files::output(folder, "gzip", &["-dc", "package/db.json.gz"])?;
    Ok(ServiceSpec { package, database: serde_json::from_slice(&database)? })
}

/// Unpacks a package of npm into `folder/package`; returns what is to be said of it.
pub(crate) fn npm(folder: &Path, name: &str, version: &str, licence: &str) -> Result<Value> {
    files::output(folder, "npm", &["pack", "--silent", &format!("{name}@{version}")])?;
    let archive = only(folder, "tgz")?;
    files::output(folder, "tar", &["-xzf", &archive])?;
    Ok(json!({
        "registry": "npm",
        "name": name,
        "version": version,
        "licence": licence,
        "archive": archive,
        "sha256": sha256(folder, &archive)?,
    }))
}

pub(crate) fn read(path: &Path) -> Result<Value> {
    let text = fs::read(path).with_context(|| format!("cannot read {}", path.display()))?;
    serde_json::from_slice(&text).with_context(|| format!("{} is not JSON", path.display()))
}

/// The name of the one file of a folder with that extension.
fn only(folder: &Path, extension: &str) -> Result<String> {
    let is_wanted = |path: &PathBuf| path.extension().is_some_and(|found| found == extension);
    let entries = fs::read_dir(folder)?.map(|entry| Ok(entry?.path())).collect::<Result<Vec<_>>>()?;
    let path = entries.into_iter().find(is_wanted).with_context(|| format!("no .{extension} file was fetched"))?;
    Ok(path.file_name().unwrap_or_default().to_string_lossy().into_owned())
}

fn sha256(folder: &Path, file: &str) -> Result<String> {
    let script = "import hashlib,sys;print(hashlib.sha256(open(sys.argv[1],'rb').read()).hexdigest())";
    let printed = files::output(folder, "python3", &["-c", script, file])?;
    Ok(String::from_utf8(printed)?.trim().to_owned())
}
