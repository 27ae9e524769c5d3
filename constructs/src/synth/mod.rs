//! Synthesis: construct trees in, templates or problems out.
//!
//! Four steps: logical ids from paths, references to functions, templates from elements, and what
//! only the finished templates show (cycles, checks).

mod assembly;
mod checks;
mod constructs;
mod cross_stack;
mod cycles;
mod fingerprint;
mod logical_ids;
mod measure;
mod policies;
mod resolve;
mod template;

use cfn_model::{Diagnostic, Severity};

pub use assembly::{Assembly, AssemblyFile, AssemblyPart, AssetLocation, FileAsset, StackArtifact};
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
    for stack in &mut app.stacks {
        problems.append(&mut stack.diagnostics);
    }
    check_app(&app, &mut problems);

    let ids: Vec<LogicalIds> = app.stacks.iter().map(|stack| LogicalIds::new(stack, &mut problems)).collect();
    let mut links = cross_stack::Links::new(&app.stacks);
    let mut templates = Vec::with_capacity(app.stacks.len());
    for consumer in 0..app.stacks.len() {
        let mut resolver = resolve::Resolver::new(&app.stacks, &ids, consumer, &mut links, &mut problems);
        templates.push(template::build(&mut resolver));
    }
    links.add_to(&mut templates, &mut problems);
    let order = cycles::deployment_order(&app.stacks, &links, &mut problems);

    for (stack, (template, ids)) in app.stacks.iter().zip(templates.iter().zip(&ids)) {
        cycles::check_resources(stack, ids, template, &mut problems);
    }
    checks::check(&mut app.stacks, &ids, &mut templates, &mut problems);

    problems.sort_by_key(|problem| std::cmp::Reverse(problem.severity));
    if problems.iter().any(|problem| problem.severity == Severity::Error) {
        return Err(problems);
    }
    Ok(assembly::assemble(app, templates, ids, &links, &order, problems))
}

/// Lets constructs finish what they held back, and stacks do what others ask of them.
fn finish(stacks: &mut [Stack]) {
    stacks.iter_mut().for_each(Stack::finish);
    let errands: Vec<_> = stacks.iter_mut().flat_map(|stack| std::mem::take(&mut stack.errands)).collect();
    for errand in errands {
        // Where the stack is not in the app, the references to it are reported.
        if let Some(stack) = stacks.iter_mut().find(|stack| stack.uid == errand.tree) {
            (errand.work)(stack);
        }
    }
    stacks.iter_mut().for_each(policies::split);
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
