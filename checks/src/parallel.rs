//! [`in_parallel`]: the same work on several things at a time.

use std::sync::{LazyLock, Mutex, PoisonError};
use std::{panic, thread};

/// How much stack a thread has, in bytes: as much as a program's first one has on most systems.
const STACK: usize = 8 << 20;

/// What `work` makes of each of the items, in their order. As many are worked on at the same time as there are
/// processors.
///
/// ```
/// let lengths = cfn_checks::in_parallel(["one", "three"], str::len);
/// assert_eq!(lengths, [3, 5]);
/// ```
pub fn in_parallel<T, R, I>(items: I, work: impl Fn(T) -> R + Sync) -> Vec<R>
where
    I: IntoIterator<Item = T>,
    I::IntoIter: ExactSizeIterator + Send,
    R: Send,
{
    static PROCESSORS: LazyLock<usize> = LazyLock::new(|| thread::available_parallelism().map_or(1, usize::from));
    let items = items.into_iter();
    if items.len() < 2 || *PROCESSORS < 2 {
        return items.map(work).collect();
    }
    let threads = items.len().min(*PROCESSORS);
    let mut made = Vec::with_capacity(items.len());
    // Each thread takes the next item that nobody has taken, as some are much more work than others.
    let items = Mutex::new(items.enumerate());
    let take = || items.lock().unwrap_or_else(PoisonError::into_inner).next();
    let work = || -> Vec<(usize, R)> { std::iter::from_fn(take).map(|(index, item)| (index, work(item))).collect() };
    thread::scope(|scope| {
        // Where no thread is to be had, this one does the work.
        let start = |_| thread::Builder::new().stack_size(STACK).spawn_scoped(scope, work).ok();
        let others: Vec<_> = (1..threads).filter_map(start).collect();
        made.extend(work());
        for other in others {
            made.extend(other.join().unwrap_or_else(|cause| panic::resume_unwind(cause)));
        }
    });
    made.sort_unstable_by_key(|(index, _)| *index);
    made.into_iter().map(|(_, made)| made).collect()
}
