//! The sections of a page.

use std::fmt::Write;

use cfn_graph::Format;
use cfn_model::{Diagnostic, Section, Severity};

use super::super::diff::{html_body, summary};
use super::super::graph::{Of, Picture, pictures};
use super::super::html::escaped;
use super::super::permissions::Permission;
use super::super::subjects::{Origin, Subject};
use super::super::words;
use super::Page;

/// The sections, by id and title, in their order.
pub(super) fn all(page: &Page<'_>) -> Vec<(&'static str, &'static str, String)> {
    let mut drawn = Drawn(0);
    vec![
        ("summary", "Summary", overview(page)),
        ("pictures", "Pictures", drawn.whole(page)),
        ("stacks", "Stacks", stacks(page, &mut drawn)),
        ("checks", "Checks", checks(&page.problems)),
        ("differences", "Differences", differences(page)),
        ("permissions", "Permissions", permissions(page)),
    ]
}

fn overview(page: &Page<'_>) -> String {
    let resources: usize = page.subjects.iter().map(resources).sum();
    let pipelines = pictures(page.subjects, Some(Of::Pipelines), "").len();
    let of = |severity| page.problems.iter().filter(|problem| problem.severity == severity).count();
    let all = || page.permissions.iter().flatten();
    let facts = [
        ("Stacks", page.subjects.len()),
        ("Resources", resources),
        ("Pipelines", pipelines),
        ("Errors", of(Severity::Error)),
        ("Warnings", of(Severity::Warning)),
        ("Permissions", all().count()),
        ("Wide permissions", all().filter(|permission| permission.wide.is_some()).count()),
    ];
    let facts: String = facts.iter().map(|(what, count)| format!("<div><dt>{what}<dd>{count}</div>\n")).collect();
    let changes = match &page.changes {
        Some((against, entries)) => {
            format!("<p>Compared with <code>{}</code>: {}</p>\n", escaped(against), escaped(&change(entries)))
        }
        None => String::new(),
    };
    format!("<dl class=\"facts\">\n{facts}</dl>\n{changes}")
}

fn change(entries: &[super::Entry]) -> String {
    if entries.iter().all(|entry| entry.diff.is_empty()) { "no differences.".into() } else { summary(entries) }
}

fn resources(subject: &Subject) -> usize {
    subject.template.resources().count()
}

/// How many pictures there are so far. What an SVG calls its parts is the page's to keep apart.
struct Drawn(usize);

impl Drawn {
    /// The pictures of all: the stacks, where there are several, and the pipelines.
    fn whole(&mut self, page: &Page<'_>) -> String {
        let stacks = if page.subjects.len() > 1 { Some(Of::Stacks) } else { None };
        let all = stacks.into_iter().chain([Of::Pipelines]);
        let all: Vec<Picture> = all.flat_map(|of| pictures(page.subjects, Some(of), &page.title)).collect();
        let shown: String = all
            .iter()
            .map(|picture| {
                let name = if picture.name == "stacks" { "Stacks" } else { &picture.name };
                format!("<h3>{}</h3>\n{}", escaped(name), self.picture(picture))
            })
            .collect();
        if shown.is_empty() { "<p>There is no pipeline.</p>\n".into() } else { shown }
    }

    fn picture(&mut self, picture: &Picture) -> String {
        self.0 += 1;
        let svg = picture.draw(Format::Svg).replace("cfn-head", &format!("cfn-head-{}", self.0));
        scroll(&format!("Picture of {}", picture.name), "scroll picture", &svg)
    }
}

fn stacks(page: &Page<'_>, drawn: &mut Drawn) -> String {
    let mut text = String::new();
    let rows = page.subjects.iter().enumerate().map(|(index, subject)| {
        let link = |index: usize| format!("<a href=\"#stack-{index}\">{}</a>", escaped(&page.subjects[index].name));
        let needs: Vec<String> = subject.needs.iter().map(|other| link(*other)).collect();
        let environment: Vec<&str> =
            [&subject.account, &subject.region].into_iter().flatten().map(|it| &**it).collect();
        vec![link(index), escaped(&environment.join(" ")), resources(subject).to_string(), needs.join(", ")]
    });
    text.push_str(&table("All stacks", &["Stack", "Environment", "Resources", "Comes after"], rows.collect()));
    for (index, subject) in page.subjects.iter().enumerate() {
        let count = words(resources(subject), "resource");
        let _ = writeln!(
            text,
            "<details>\n<summary><h3>{}</h3> <span class=\"soft\">{count}</span></summary>\n\
             <div id=\"stack-{index}\">",
            escaped(&subject.name)
        );
        let description = subject.template.description().unwrap_or_default();
        if !description.is_empty() {
            let _ = writeln!(text, "<p>{}</p>", escaped(description));
        }
        text.push_str(&table(&format!("Resources of {}", subject.name), HEADS, rows_of(subject)));
        for picture in pictures(std::slice::from_ref(subject), Some(Of::Resources), "") {
            text.push_str(&drawn.picture(&picture));
        }
        // A link to what is inside opens it.
        text.push_str("</div>\n</details>\n");
    }
    text
}

const HEADS: &[&str] = &["Logical id", "Type", "Construct", "Added at"];

fn rows_of(subject: &Subject) -> Vec<Vec<String>> {
    let rows = subject.template.resources().map(|(id, resource)| {
        let (construct, place) = match &subject.origin {
            Origin::App { constructs, configured } => {
                let node = constructs.find(Section::Resources, id);
                let place = node.filter(|_| !configured).map(|node| constructs.location(node).to_string());
                (node.map(|node| constructs.tree().path(node)), place)
            }
            Origin::File(places) => (None, Some(places.nearest([Section::Resources.name(), id]).to_string())),
        };
        vec![code(id), code(resource.type_name().unwrap_or_default()), optional(construct), optional(place)]
    });
    rows.collect()
}

fn checks(problems: &[Diagnostic]) -> String {
    if problems.is_empty() {
        return "<p>Nothing was found.</p>\n".into();
    }
    let rows = problems.iter().map(|problem| {
        let severity = problem.severity.to_string();
        let place: Vec<String> = [
            problem.construct.as_deref().map(code),
            problem.property.as_deref().map(code),
            problem.location.as_ref().map(|location| code(&location.to_string())),
        ]
        .into_iter()
        .flatten()
        .collect();
        let help = problem
            .help
            .as_ref()
            .map_or(String::new(), |help| format!("<br><span class=\"soft\">{}</span>", escaped(help)));
        vec![
            format!("<span class=\"{severity}\">{severity}</span><br>{}", code(problem.code)),
            format!("<div class=\"long\">{}{help}</div>", escaped(&problem.message)),
            place.join("<br>"),
        ]
    });
    table("What was found", &["Check", "What is wrong", "Where"], rows.collect())
}

fn differences(page: &Page<'_>) -> String {
    match &page.changes {
        None => "<p>There was nothing to compare with; <code>--against</code> names it.</p>\n".into(),
        Some((against, entries)) => {
            let said = change(entries);
            format!("<p>To <code>{}</code>: {}</p>\n{}", escaped(against), escaped(said.trim()), html_body(entries, 3))
        }
    }
}

fn permissions(page: &Page<'_>) -> String {
    let mut text = String::new();
    for (subject, permissions) in page.subjects.iter().zip(&page.permissions) {
        if permissions.is_empty() {
            continue;
        }
        let wide = permissions.iter().filter(|permission| permission.wide.is_some()).count();
        let note = if wide == 0 { String::new() } else { format!(", <span class=\"wide\">{wide} wide</span>") };
        let count = words(permissions.len(), "statement");
        let _ = writeln!(
            text,
            "<details{}>\n<summary><h3>{}</h3> <span class=\"soft\">{count}</span>{note}</summary>",
            if wide > 0 { " open" } else { "" },
            escaped(&subject.name)
        );
        let rows = permissions.iter().map(row).collect();
        text.push_str(&table(&format!("Permissions in {}", subject.name), &["Who", "May", "On", "Policy of"], rows));
        text.push_str("</details>\n");
    }
    if text.is_empty() { "<p>There is no policy.</p>\n".into() } else { text }
}

fn row(permission: &Permission) -> Vec<String> {
    let lines = |texts: &[String]| texts.iter().map(|text| code(text)).collect::<Vec<_>>().join("<br>");
    let denied = if permission.allows { "" } else { "<strong>not</strong> " };
    let condition = if permission.conditional { "<br><span class=\"soft\">under a condition</span>" } else { "" };
    let wide = permission
        .wide
        .as_ref()
        .map_or(String::new(), |why| format!("<br><span class=\"wide\">wide: {}</span>", escaped(why)));
    vec![
        lines(&permission.who),
        format!("{denied}{}{condition}{wide}", lines(&permission.actions)),
        format!("<div class=\"long\">{}</div>", lines(&permission.resources)),
        code(&permission.holder),
    ]
}

/// A table with a heading for each column. The first cell of a row is its heading; cells are HTML.
fn table(name: &str, heads: &[&str], rows: Vec<Vec<String>>) -> String {
    let heads: String = heads.iter().map(|head| format!("<th scope=\"col\">{head}")).collect();
    let mut body = String::new();
    for row in rows {
        let cells = row.iter().enumerate().map(|(column, cell)| match column {
            0 => format!("<th scope=\"row\">{cell}"),
            _ => format!("<td>{cell}"),
        });
        let _ = writeln!(body, "<tr>{}", cells.collect::<String>());
    }
    scroll(name, "scroll", &format!("<table>\n<thead>\n<tr>{heads}\n<tbody>\n{body}</table>\n"))
}

/// What may be wider than the page, and is then moved with the keys too.
fn scroll(name: &str, classes: &str, inside: &str) -> String {
    let name = escaped(name);
    format!("<div class=\"{classes}\" tabindex=\"0\" role=\"region\" aria-label=\"{name}\">\n{inside}</div>\n")
}

fn code(text: &str) -> String {
    if text.is_empty() { String::new() } else { format!("<code>{}</code>", escaped(text)) }
}

fn optional(text: Option<String>) -> String {
    text.map_or(String::new(), |text| code(&text))
}
