//! The order in which stacks are deployed, or the cycle that leaves none.

use std::slice;

use cfn_model::Diagnostic;

use super::cross_stack::Links;
use crate::stack::Stack;
use crate::tree::NodeId;

/// An order in which every stack comes after those it needs.
pub(crate) fn of(stacks: &[Stack], links: &Links, problems: &mut Vec<Diagnostic>) -> Vec<usize> {
    let mut edges: Vec<Vec<usize>> = vec![Vec::new(); stacks.len()];
    for (consumer, producer, _) in &links.edges {
        edges[*consumer].push(*producer);
    }
    for (consumer, stack) in stacks.iter().enumerate() {
        let named = stack.dependencies.iter();
        edges[consumer].extend(named.filter_map(|uid| stacks.iter().position(|other| other.uid == *uid)));
        edges[consumer].sort_unstable();
        edges[consumer].dedup();
    }
    match order(&edges) {
        Ok(order) => order,
        Err(cycle) => {
            let path: Vec<&str> = cycle.iter().map(|index| stacks[*index].name()).collect();
            let first = links
                .edges
                .iter()
                .find(|(consumer, producer, _)| cycle.windows(2).any(|pair| pair == [*consumer, *producer].as_slice()));
            let (stack, node) = match first {
                Some((consumer, _, node)) => (&stacks[*consumer], *node),
                None => (&stacks[cycle[0]], NodeId::ROOT),
            };
            problems.push(
                Diagnostic::error("stack-cycle", format!("stacks need each other: {}", path.join(" -> ")))
                    .help("move what both need into a stack of its own, or name one side instead of referring to it")
                    .construct(stack.tree.path(node))
                    .at(stack.tree.location(node)),
            );
            (0..stacks.len()).collect()
        }
    }
}

/// Each node after those it needs, the lowest numbers first; or a cycle that begins and ends with the same node. What a
/// node needs is sorted.
fn order(edges: &[Vec<usize>]) -> Result<Vec<usize>, Vec<usize>> {
    #[derive(Clone, Copy, PartialEq)]
    enum State {
        New,
        Open,
        Done,
    }
    let mut state = vec![State::New; edges.len()];
    let mut done = Vec::with_capacity(edges.len());
    for start in 0..edges.len() {
        // Not recursive: a chain of resources may be longer than the stack of a thread.
        let mut open: Vec<(usize, slice::Iter<'_, usize>)> = Vec::new();
        if state[start] == State::New {
            state[start] = State::Open;
            open.push((start, edges[start].iter()));
        }
        while let Some((node, needs)) = open.last_mut() {
            let node = *node;
            match needs.next().copied() {
                None => {
                    state[node] = State::Done;
                    done.push(node);
                    open.pop();
                }
                Some(next) => match state[next] {
                    State::Done => {}
                    State::New => {
                        state[next] = State::Open;
                        open.push((next, edges[next].iter()));
                    }
                    State::Open => {
                        let mut cycle: Vec<usize> =
                            open.iter().map(|(node, _)| *node).skip_while(|node| *node != next).collect();
                        cycle.push(next);
                        return Err(cycle);
                    }
                },
            }
        }
    }
    Ok(done)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(edges: &[&[usize]], expected: Result<Vec<usize>, Vec<usize>>) {
        let edges: Vec<Vec<usize>> = edges.iter().map(|needs| needs.to_vec()).collect();
        assert_eq!(order(&edges), expected);
    }

    #[test]
    fn what_is_needed_comes_first() {
        check(&[&[1, 2], &[2], &[]], Ok(vec![2, 1, 0]));
        check(&[&[], &[], &[]], Ok(vec![0, 1, 2]));
    }

    #[test]
    fn a_cycle_is_shown_from_where_it_closes() {
        check(&[&[1], &[2], &[1]], Err(vec![1, 2, 1]));
        check(&[&[0]], Err(vec![0, 0]));
    }
}
