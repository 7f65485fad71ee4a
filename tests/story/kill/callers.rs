//! People call: to file a request, to leave a message, or to hang up at once. Whatever answers them, or nobody.

use std::sync::Arc;

use phone::emulator::{Caller, Dialled, tone};
use rand::{Rng, SeedableRng, rngs::StdRng};
use tokio_util::sync::CancellationToken;

use super::{outside::Outside, stream::pause};

pub(super) async fn call(outside: Arc<Outside>, seed: u64, stop: CancellationToken) -> Vec<Dialled> {
    let mut rng = StdRng::seed_from_u64(seed);
    let mut calls = Vec::new();
    for number in 0_u64.. {
        let presses = match number % 3 {
            0 => vec!["1".to_owned()],
            1 => vec!["3".to_owned()],
            _ => Vec::new(),
        };
        let caller = Caller {
            from: format!("+336399{:05}", number % 100_000),
            presses,
            says_wav: (number % 2 == 0).then(|| tone(1)),
            patience: (number % 5 == 4).then_some(1),
            ..Caller::default()
        };
        calls.push(outside.operator.dial(caller).await);
        if !pause(rng.random_range(1000..4000), &stop).await {
            break;
        }
    }
    calls
}
