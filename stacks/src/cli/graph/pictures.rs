//! What there is to draw.

use cfn_graph::{Diagram, Format, Pipeline, StackNode};

use super::super::subjects::Subject;

/// What pictures are of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::cli) enum Of {
    Stacks,
    Pipelines,
    Resources,
}

impl Of {
    /// What the command line calls so.
    pub(super) fn named(word: &str) -> Option<Of> {
        match word {
            "stacks" => Some(Of::Stacks),
            "pipeline" | "pipelines" => Some(Of::Pipelines),
            "resources" => Some(Of::Resources),
            _ => None,
        }
    }

    pub(super) fn name(self) -> &'static str {
        match self {
            Of::Stacks => "stack",
            Of::Pipelines => "pipeline",
            Of::Resources => "resource",
        }
    }
}

/// A picture, and the name of its file without ending.
pub(in crate::cli) struct Picture {
    pub(in crate::cli) name: String,
    pub(in crate::cli) what: What,
}

/// What a picture shows.
pub(in crate::cli) enum What {
    Pipeline(Pipeline),
    Diagram(Diagram),
}

impl Picture {
    pub(in crate::cli) fn draw(&self, format: Format) -> String {
        match &self.what {
            What::Pipeline(pipeline) => pipeline.draw(format),
            What::Diagram(diagram) => diagram.draw(format),
        }
    }
}

/// The pictures of the subjects. Where nothing is said of what they shall be of, of what tells most.
pub(in crate::cli) fn pictures(subjects: &[Subject], of: Option<Of>, title: &str) -> Vec<Picture> {
    match of {
        Some(Of::Pipelines) => pipelines(subjects),
        Some(Of::Stacks) => stacks(subjects, title),
        Some(Of::Resources) => resources(subjects),
        None => match (pipelines(subjects), subjects) {
            (pipelines, _) if !pipelines.is_empty() => pipelines,
            (_, [_]) => resources(subjects),
            _ => stacks(subjects, title),
        },
    }
}

fn pipelines(subjects: &[Subject]) -> Vec<Picture> {
    let all = subjects.iter().flat_map(|subject| {
        Pipeline::all(&subject.template).into_iter().map(move |pipeline| Picture {
            name: format!("{}-{}", subject.name, pipeline.id),
            what: What::Pipeline(pipeline),
        })
    });
    all.collect()
}

fn stacks(subjects: &[Subject], title: &str) -> Vec<Picture> {
    let nodes: Vec<StackNode> = subjects
        .iter()
        .map(|subject| StackNode {
            name: subject.name.clone(),
            account: subject.account.clone(),
            region: subject.region.clone(),
            needs: subject.needs.clone(),
        })
        .collect();
    drawn("stacks".into(), Diagram::stacks(title, &nodes)).into_iter().collect()
}

fn resources(subjects: &[Subject]) -> Vec<Picture> {
    let diagrams = subjects.iter().map(|subject| {
        drawn(format!("{}-resources", subject.name), Diagram::resources(&subject.name, &subject.template))
    });
    diagrams.flatten().collect()
}

fn drawn(name: String, diagram: Diagram) -> Option<Picture> {
    (!diagram.is_empty()).then_some(Picture { name, what: What::Diagram(diagram) })
}
