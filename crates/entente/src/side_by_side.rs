//! Work on many items at once, one plain thread a core.
//!
//! Not in rayon's pool: a worker of it that waits for the encoder's own pool takes up the next
//! document meanwhile, and the next, until dozens are half read and memory is full of them.

use std::sync::{Mutex, PoisonError};
use std::thread;

/// How many threads work side by side.
pub(crate) fn cores() -> usize {
    thread::available_parallelism().map_or(1, usize::from)
}

/// Applies `work` to every item and gives the results in the items' order.
pub(crate) fn map<T: Send, R: Send>(items: Vec<T>, work: impl Fn(T) -> R + Sync) -> Vec<R> {
    let threads = cores().min(items.len());
    let waiting = Mutex::new(items.into_iter().enumerate());
    let next = || {
        let mut waiting = waiting.lock().unwrap_or_else(PoisonError::into_inner);
        waiting.next()
    };
    let worker = || {
        let mut done = Vec::new();
        while let Some((index, item)) = next() {
            done.push((index, work(item)));
        }
        done
    };
    let mut results: Vec<(usize, R)> = thread::scope(|scope| {
        let workers: Vec<_> = (0..threads).map(|_| scope.spawn(worker)).collect();
        let results = workers.into_iter().map(|worker| match worker.join() {
            Ok(done) => done,
            Err(panic) => std::panic::resume_unwind(panic),
        });
        results.flatten().collect()
    });
    results.sort_by_key(|(index, _)| *index);
    results.into_iter().map(|(_, result)| result).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_come_in_order() {
        let squares = map((0..1000).collect(), |number: u64| number * number);
        assert!(
            squares
                .iter()
                .zip(0..)
                .all(|(square, number)| *square == number * number)
        );
        assert!(map(Vec::<u8>::new(), |item| item).is_empty());
    }
}
