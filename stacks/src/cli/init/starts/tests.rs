#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::Path;

    /// The folder `templates` has the templates as somebody has read them. `UPDATE=1 cargo test` writes those of now.
    #[test]
    fn templates_are_as_they_were_read() {
        let assembly = super::app().synth().expect("nothing is wrong with the app");
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("templates");
        for stack in &assembly.stacks {
            let (file, template) = (folder.join(format!("{}.yaml", stack.artifact_id)), stack.template.to_yaml());
            if std::env::var_os("UPDATE").is_some() {
                fs::create_dir_all(&folder).and_then(|()| fs::write(&file, &template)).expect("it can be written");
            }
            let read = fs::read_to_string(&file).unwrap_or_default();
            assert_eq!(read, template, "{} has changed; `UPDATE=1 cargo test` accepts it", file.display());
        }
    }
}
