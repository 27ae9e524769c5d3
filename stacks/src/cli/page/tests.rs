//! What a page holds.

use cfn_constructs::{App, Stack};
use cfn_model::sns::Topic;

use super::super::tests::{app, run};

/// The page about an app.
fn page(app: App, words: &[&str]) -> String {
    let folder = tempfile::tempdir().expect("a folder can be made");
    let file = folder.path().join("page.html");
    let words: Vec<&str> = std::iter::once("report").chain(words.iter().copied()).collect();
    assert_eq!(run(app, &file, &words).expect("it can be written"), "OUT\n");
    std::fs::read_to_string(file).expect("it was written")
}

#[test]
fn whatever_is_written_in_an_app_is_text_in_the_page() {
    const EVIL: &str = "<script>alert(\"1\")</script>";
    let mut stack = Stack::new("One").description(EVIL);
    stack.add("News", Topic::new().display_name(EVIL));
    let page = page(App::new().with(stack), &[]);
    assert!(!page.contains("<script"), "{page}");
    assert!(page.contains("&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt;"), "{page}");
}

#[test]
fn the_page_asks_for_nothing_outside_itself() {
    let page = page(app(&["One", "Two"]), &[]);
    let elsewhere = ["src=", "@import", "url(http", "<link", "href=\"http", "<script"];
    elsewhere.iter().for_each(|what| assert!(!page.contains(what), "{what}"));
    assert!(page.matches("<svg ").count() == 3, "the stacks, and the resources of each");
}

#[test]
fn every_link_leads_somewhere_and_every_id_is_there_once() {
    let page = page(app(&["One", "Two"]), &[]);
    let after = |what: &str| -> Vec<String> {
        page.split(what).skip(1).filter_map(|rest| Some(rest.split_once('"')?.0.to_owned())).collect()
    };
    let ids = after(" id=\"");
    let links = after("href=\"#");
    assert!(!links.is_empty());
    links.iter().for_each(|link| assert!(ids.contains(link), "{link}"));
    let mut once = ids.clone();
    once.sort();
    once.dedup();
    assert_eq!(once.len(), ids.len(), "{ids:?}");
}

#[test]
fn the_same_app_gives_the_same_page() {
    assert_eq!(page(app(&["One", "Two"]), &[]), page(app(&["One", "Two"]), &[]));
}

#[test]
fn differences_are_to_what_against_names() {
    let old = tempfile::tempdir().expect("a folder can be made");
    run(app(&["One"]), old.path(), &[]).expect("it can be written");
    let against = old.path().to_string_lossy().into_owned();
    let mut one = app(&["One"]);
    assert!(page(one, &["--against", &against]).contains("no differences."));
    one = app(&["One", "Two"]);
    assert!(page(one, &["--against", &against]).contains("Resources: 2 added, 0 changed, 0 removed."));
}
