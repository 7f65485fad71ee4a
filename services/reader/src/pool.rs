use std::{
    collections::BTreeMap,
    sync::{
        Condvar, Mutex, PoisonError,
        atomic::{AtomicUsize, Ordering},
    },
};

/// How far ahead of the last one given threads may work, in items for each thread.
const AHEAD: usize = 3;

/// Works on items with several threads and gives the results in the order of the items. Results wait in memory only
/// a few at a time. Ends early when `give` says so by an error.
pub fn in_order<I, W, R, E>(
    items: &[I],
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
        let outcome: Result<(), ()> = in_order(&items, vec![(); 4], slow_first, |item| {
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
        let outcome = in_order(&items, vec![(); 2], count, |item| if item == 3 { Err("full") } else { Ok(()) });
        assert_eq!(outcome, Err("full"));
        assert!(worked.load(Ordering::Relaxed) < 20);
    }
}
