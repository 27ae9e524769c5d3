//! Reading the files of a folder.

use std::fs;
use std::path::{Path, PathBuf};

use super::Asset;
use super::pattern::matches;

/// Adds the files below `root`. The order in which the system lists them does not matter: the asset sorts them.
pub(super) fn read(root: &Path, patterns: &[&str], asset: &mut Asset) {
    match fs::metadata(root) {
        Ok(found) if found.is_dir() => visit(root, "", patterns, &mut Vec::new(), asset),
        Ok(_) => asset.report(format!("`{}` is a file", root.display()), "use `Asset::file`, or give its folder"),
        Err(error) => asset.report(
            format!("the folder `{}` cannot be read: {error}", root.display()),
            "give the path of a folder, absolute or from where the program runs",
        ),
    }
}

/// `above` are the real paths of the folders that are open, by which a link that leads back up is known.
fn visit(folder: &Path, prefix: &str, patterns: &[&str], above: &mut Vec<PathBuf>, asset: &mut Asset) {
    let entries = fs::canonicalize(folder).and_then(|real| Ok((real, fs::read_dir(folder)?)));
    let (real, entries) = match entries {
        Ok(found) => found,
        Err(error) => return unreadable(folder, &error, asset),
    };
    if above.contains(&real) {
        return asset.report(
            format!("the link `{}` leads back to a folder above it", folder.display()),
            "remove the link, or leave it out with a pattern",
        );
    }
    above.push(real);
    for entry in entries {
        let path = match entry {
            Ok(entry) => entry.path(),
            Err(error) => {
                unreadable(folder, &error, asset);
                continue;
            }
        };
        let Some(name) = path.file_name().and_then(|name| name.to_str()) else {
            asset.report(format!("the name of `{}` is not UTF-8", path.display()), "rename the file");
            continue;
        };
        let inside = format!("{prefix}{name}");
        if patterns.iter().any(|pattern| matches(pattern, &inside)) {
            continue;
        }
        // Links are followed: an archive that has them means something else on another system.
        match fs::metadata(&path) {
            Ok(found) if found.is_dir() => visit(&path, &format!("{inside}/"), patterns, above, asset),
            Ok(_) => match fs::read(&path) {
                Ok(contents) => asset.add(inside, contents),
                Err(error) => unreadable(&path, &error, asset),
            },
            Err(error) => unreadable(&path, &error, asset),
        }
    }
    above.pop();
}

fn unreadable(path: &Path, error: &std::io::Error, asset: &mut Asset) {
    let help = "give the right to read it, or leave it out with a pattern";
    asset.report(format!("`{}` cannot be read: {error}", path.display()), help);
}
