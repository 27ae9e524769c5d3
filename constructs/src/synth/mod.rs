//! Synthesis: construct trees in, templates or problems out.
//!
//! Four steps: logical ids from paths, references to functions, templates from elements, and what
//! only the finished templates show (the order of deployment, checks).

mod assembly;
mod checks;
mod constructs;
mod cross_stack;
mod deployment_order;
mod fingerprint;
mod logical_ids;
mod measure;
mod policies;
mod resolve;
mod template;

use cfn_checks::in_parallel;
use cfn_model::template::Template;
use cfn_model::{Diagnostic, Severity};
use cross_stack::Links;
use resolve::Resolver;

pub use assembly::{Assembly, AssemblyFile, AssemblyPart, AssetLocation, FileAsset, StackArtifact};
#[cfg(feature = "cloudformation")]
pub(crate) use checks::is_large_template;
pub use constructs::Constructs;
pub use cross_stack::ParameterSource;
#[cfg(feature = "cloudformation")]
pub(crate) use logical_ids::logical_id;
pub(crate) use logical_ids::{LogicalIds, pascal_case};

use crate::app::App;
use crate::stack::Stack;
use crate::tree::NodeId;

/// Turns the app into templates, or into everything that is wrong with it.
pub(crate) fn synth(mut app: App) -> Result<Assembly, Vec<Diagnostic>> {
    let mut problems = std::mem::take(&mut app.diagnostics);
    finish(&mut app.stacks);
    let named = in_parallel(&mut app.stacks, |stack| {
        policies::split(stack);
        LogicalIds::new(stack)
    });
    let (ids, wrong): (Vec<LogicalIds>, Vec<_>) = named.into_iter().unzip();
    for stack in &mut app.stacks {
        problems.append(&mut stack.diagnostics);
    }
    check_app(&app, &mut problems);

    problems.extend(wrong.into_iter().flatten());
    let (mut templates, links) = templates(&mut app.stacks, &ids, &mut problems);
    links.add_to(&app.stacks, &mut templates, &mut problems);
    let order = deployment_order::of(&app.stacks, &links, &mut problems);
    checks::check(&mut app.stacks, &ids, &mut templates, &mut problems);

    problems.sort_by_key(|problem| std::cmp::Reverse(problem.severity));
    if problems.iter().any(|problem| problem.severity == Severity::Error) {
        return Err(problems);
    }
    Ok(assembly::assemble(app, templates, ids, &links, &order, problems))
}

/// The template of each stack, and what they take from each other.
fn templates(stacks: &mut [Stack], ids: &[LogicalIds], problems: &mut Vec<Diagnostic>) -> (Vec<Template>, Links) {
    let elements: Vec<_> = stacks.iter_mut().map(|stack| std::mem::take(&mut stack.elements)).enumerate().collect();
    let stacks = &*stacks;
    let built = in_parallel(elements, |(index, elements)| {
        let mut resolver = Resolver::new(stacks, ids, index);
        let template = template::build(&mut resolver, elements);
        (template, resolver.taken, resolver.problems)
    });
    let (mut templates, mut taken) = (Vec::new(), Vec::new());
    for (template, from_others, wrong) in built {
        templates.push(template);
        taken.push(from_others);
        problems.extend(wrong);
    }
    (templates, Links::new(taken))
}

/// Lets constructs finish what they held back, and stacks do what others ask of them.
fn finish(stacks: &mut [Stack]) {
    in_parallel(&mut *stacks, Stack::finish);
    let errands: Vec<_> = stacks.iter_mut().flat_map(|stack| std::mem::take(&mut stack.errands)).collect();
    for errand in errands {
        // Where the stack is not in the app, the references to it are reported.
        if let Some(stack) = stacks.iter_mut().find(|stack| stack.uid == errand.tree) {
            (errand.work)(stack);
        }
    }
}

/// What can be wrong only with all stacks together.
fn check_app(app: &App, problems: &mut Vec<Diagnostic>) {
    for (index, stack) in app.stacks.iter().enumerate() {
        for other in &app.stacks[..index] {
            if other.name() == stack.name() && other.environment == stack.environment {
                let first = other.tree.location(NodeId::ROOT);
                problems.push(
                    Diagnostic::error("duplicate-stack", format!("two stacks are named `{}`", stack.name()))
                        .help(format!("the first is made at {first}; give one of them another name or environment"))
                        .construct(stack.name())
                        .at(stack.tree.location(NodeId::ROOT)),
                );
            }
        }
    }
    let claims: Vec<_> =
        app.stacks.iter().flat_map(|stack| stack.claims.iter().map(move |claim| (stack, claim))).collect();
    for (index, (stack, (what, node))) in claims.iter().enumerate() {
        let first = claims[..index]
            .iter()
            .find(|(other, (claimed, _))| claimed == what && other.environment == stack.environment);
        if let Some((other, (_, claimant))) = first {
            problems.push(
                Diagnostic::error("claimed-twice", format!("an account has only one {what} in a region"))
                    .help(format!(
                        "`{}`, added at {}, has it already: keep one of the two and share it",
                        other.tree.path(*claimant),
                        other.tree.location(*claimant)
                    ))
                    .construct(stack.tree.path(*node))
                    .at(stack.tree.location(*node)),
            );
        }
    }
}
