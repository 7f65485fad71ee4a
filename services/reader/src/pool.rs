use std::{
    collections::BTreeMap,
    sync::{
        Arc, Condvar, Mutex, PoisonError,
        atomic::{AtomicU64, AtomicUsize, Ordering},
    },
};

use nix::sys::{
    resource::{UsageWho, getrusage},
    time::TimeValLike as _,
};

/// How far ahead of the last one given threads may work, in items for each thread.
const AHEAD: usize = 3;

/// Works on items with several threads and gives the results in the order of the items. Results wait in memory only
/// a few at a time. Ends early when `give` says so by an error. A thread that finds no more items is `spare`.
pub fn in_order<I, W, R, E>(
    items: &[I],
    spare: &Spare,
    workers: Vec<W>,
    work: impl Fn(&mut W, &I) -> R + Sync,
    mut give: impl FnMut(R) -> Result<(), E>,
) -> Result<(), E>
where
    I: Sync,
    W: Send,
    R: Send,
{
    let ahead = AHEAD * workers.len();
    let (next, board) = (AtomicUsize::new(0), Board::default());
    std::thread::scope(|scope| {
        for mut worker in workers {
            let (next, board, work) = (&next, &board, &work);
            scope.spawn(move || {
                while let Some(item) = board.take(next, items, ahead) {
                    board.put(item, work(&mut worker, &items[item]));
                }
                spare.put_back();
            });
        }
        for item in 0..items.len() {
            if let Err(error) = give(board.get(item)) {
                board.stop();
                return Err(error);
            }
        }
        Ok(())
    })
}

/// Threads that have no item left: they take parts of the last items, which others work on.
#[derive(Clone, Default)]
pub struct Spare(Arc<AtomicUsize>);

impl Spare {
    fn take(&self) -> bool {
        self.0.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |count| count.checked_sub(1)).is_ok()
    }

    fn put_back(&self) {
        self.0.fetch_add(1, Ordering::Relaxed);
    }
}

/// What a worker has for the parts of an item: its own thread, and those that are spare at the moment.
#[derive(Default)]
pub struct Hands {
    spare: Spare,
    lent_ms: AtomicU64,
}

impl Hands {
    /// Those of a worker among others.
    pub fn new(spare: Spare) -> Self {
        Self { spare, lent_ms: AtomicU64::new(0) }
    }

    /// Works on the parts of an item, results in their order. Threads that become spare meanwhile take part from then on.
    pub fn share<P, R>(&self, parts: &[P], work: impl Fn(&P) -> R + Sync) -> Vec<R>
    where
        P: Sync,
        R: Send,
    {
        let (next, done) = (AtomicUsize::new(0), Mutex::new(BTreeMap::new()));
        let step = || {
            let at = next.fetch_add(1, Ordering::Relaxed);
            let result = work(parts.get(at)?);
            done.lock().unwrap_or_else(PoisonError::into_inner).insert(at, result);
            Some(())
        };
        std::thread::scope(|scope| {
            loop {
                if next.load(Ordering::Relaxed) + 1 < parts.len() && self.spare.take() {
                    scope.spawn(|| {
                        while step().is_some() {}
                        self.lent_ms.fetch_add(thread_cpu_ms(), Ordering::Relaxed);
                        self.spare.put_back();
                    });
                }
                if step().is_none() {
                    break;
                }
            }
        });
        done.into_inner().unwrap_or_else(PoisonError::into_inner).into_values().collect()
    }

    /// Processor time of this thread and of those that took part in its work so far, in milliseconds.
    pub fn cpu_ms(&self) -> u64 {
        thread_cpu_ms() + self.lent_ms.load(Ordering::Relaxed)
    }
}

fn thread_cpu_ms() -> u64 {
    let usage = getrusage(UsageWho::RUSAGE_THREAD);
    usage.map_or(0, |usage| (usage.user_time() + usage.system_time()).num_milliseconds().unsigned_abs())
}

struct Board<R> {
    state: Mutex<State<R>>,
    changed: Condvar,
}

struct State<R> {
    done: BTreeMap<usize, R>,
    given: usize,
    stopped: bool,
}

impl<R> Default for Board<R> {
    fn default() -> Self {
        let state = State { done: BTreeMap::new(), given: 0, stopped: false };
        Self { state: Mutex::new(state), changed: Condvar::new() }
    }
}

impl<R> Board<R> {
    /// The next item to work on, once it is not too far ahead.
    fn take<I>(&self, next: &AtomicUsize, items: &[I], ahead: usize) -> Option<usize> {
        let item = next.fetch_add(1, Ordering::Relaxed);
        let state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        let too_far = |state: &mut State<R>| !state.stopped && item >= state.given + ahead;
        let state = self.changed.wait_while(state, too_far).unwrap_or_else(PoisonError::into_inner);
        (item < items.len() && !state.stopped).then_some(item)
    }

    fn put(&self, item: usize, result: R) {
        self.state.lock().unwrap_or_else(PoisonError::into_inner).done.insert(item, result);
        self.changed.notify_all();
    }

    fn get(&self, item: usize) -> R {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        loop {
            if let Some(result) = state.done.remove(&item) {
                state.given = item + 1;
                self.changed.notify_all();
                return result;
            }
            state = self.changed.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
    }

    fn stop(&self) {
        self.state.lock().unwrap_or_else(PoisonError::into_inner).stopped = true;
        self.changed.notify_all();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_come_in_order_whoever_finishes_first() {
        let items: Vec<u64> = (0..50).collect();
        let mut given = Vec::new();
        let slow_first = |(): &mut (), item: &u64| {
            std::thread::sleep(std::time::Duration::from_millis(if item.is_multiple_of(7) { 5 } else { 0 }));
            *item
        };
        let outcome: Result<(), ()> = in_order(&items, &Spare::default(), vec![(); 4], slow_first, |item| {
            given.push(item);
            Ok(())
        });
        assert_eq!((outcome, given), (Ok(()), items));
    }

    #[test]
    fn an_error_of_the_taker_ends_the_work() {
        let items: Vec<u64> = (0..1_000).collect();
        let worked = AtomicUsize::new(0);
        let count = |(): &mut (), item: &u64| {
            worked.fetch_add(1, Ordering::Relaxed);
            *item
        };
        let give = |item| if item == 3 { Err("full") } else { Ok(()) };
        let outcome = in_order(&items, &Spare::default(), vec![(); 2], count, give);
        assert_eq!(outcome, Err("full"));
        assert!(worked.load(Ordering::Relaxed) < 20);
    }

    #[test]
    fn parts_come_in_order_and_a_thread_without_items_takes_some_of_them() {
        let spare = Spare::default();
        let threads = Mutex::new(BTreeMap::<u64, std::collections::HashSet<std::thread::ThreadId>>::new());
        let read = |hands: &mut Hands, item: &u64| {
            let parts: Vec<u64> = (0..40).map(|part| item * 100 + part).collect();
            let shared = hands.share(&parts, |part| {
                let mut threads = threads.lock().expect("threads");
                threads.entry(*item).or_default().insert(std::thread::current().id());
                drop(threads);
                std::thread::sleep(std::time::Duration::from_millis(u64::from(*item == 2)));
                *part
            });
            assert_eq!(shared, parts);
        };
        let workers = || (0..2).map(|_| Hands::new(spare.clone())).collect();
        let outcome: Result<(), ()> = in_order(&[0, 1, 2], &spare, workers(), read, |()| Ok(()));
        assert_eq!(outcome, Ok(()));
        assert_eq!(threads.lock().expect("threads")[&2].len(), 2, "the last item is worked on by both threads");
        assert!(spare.take() && spare.take() && !spare.take(), "as many are spare as there were");
    }

    #[test]
    fn a_fault_in_a_part_is_one_of_the_item() {
        let spare = Spare::default();
        spare.put_back();
        let hands = Hands::new(spare);
        let fails = |part: &u32| assert_ne!(*part, 7, "a part that fails");
        let parts: Vec<u32> = (0..20).collect();
        let outcome = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| hands.share(&parts, fails)));
        assert!(outcome.is_err());
    }
}
