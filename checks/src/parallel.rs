//! [`in_parallel`]: the same work on several things at a time.

use std::sync::{LazyLock, Mutex, MutexGuard, PoisonError};
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
    let count = items.len();
    if count < 2 || *PROCESSORS < 2 {
        return items.map(work).collect();
    }
    // Each thread takes the next item that nobody has taken, as some are much more work than others.
    let places: Vec<Option<R>> = (0..count).map(|_| None).collect();
    let (items, made) = (Mutex::new(items.enumerate()), Mutex::new(places));
    let work_on_next = || {
        let Some((index, item)) = lock(&items).next() else { return false };
        let one = work(item);
        lock(&made)[index] = Some(one);
        true
    };
    on_threads(count.min(*PROCESSORS), &work_on_next);
    made.into_inner().unwrap_or_else(PoisonError::into_inner).into_iter().flatten().collect()
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Calls `work` on so many threads, of which this is one, on each until there is none left.
fn on_threads(count: usize, work: &(dyn Fn() -> bool + Sync)) {
    let work = || while work() {};
    thread::scope(|scope| {
        // Where no thread is to be had, this one does the work.
        let start = |_| thread::Builder::new().stack_size(STACK).spawn_scoped(scope, work).ok();
        let others: Vec<_> = (1..count).filter_map(start).collect();
        work();
        for other in others {
            other.join().unwrap_or_else(|cause| panic::resume_unwind(cause));
        }
    });
}

#[cfg(test)]
mod tests {
    use super::in_parallel;

    #[test]
    fn results_are_in_the_order_of_the_items() {
        for count in [0, 1, 2, 1000] {
            let items: Vec<usize> = (0..count).collect();
            let mut taken = items.clone();
            assert_eq!(in_parallel(&items, |item| *item), items);
            assert_eq!(in_parallel(&mut taken, |item| std::mem::replace(item, 0)), items);
            assert_eq!(taken, vec![0; count]);
        }
    }

    #[test]
    #[should_panic(expected = "of one")]
    fn what_goes_wrong_with_one_reaches_the_caller() {
        in_parallel(0..100, |item| assert_ne!(item, 50, "of one"));
    }
}
