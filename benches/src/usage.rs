//! What a measurement costs: processor seconds and the greatest memory held.

use std::hint::black_box;
use std::time::Duration;

use nix::time::{ClockId, clock_gettime};
use serde::Serialize;

/// Processor time of a call.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct Cost {
    /// Seconds of the processor, the median of all runs.
    pub seconds: f64,
    /// How many runs.
    pub runs: usize,
}

/// Processor time that this process has used: user and system.
pub fn processor() -> Duration {
    clock_gettime(ClockId::CLOCK_PROCESS_CPUTIME_ID).expect("every Linux has this clock").into()
}

/// The greatest memory this process has held, in KiB. Not `getrusage`, whose peak counts what the
/// process that started this one held.
pub fn peak() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").expect("measured on Linux");
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let number = line.and_then(|line| line.split_whitespace().next()?.parse().ok());
    number.expect("a process has a peak")
}

/// Repeats a call in batches, for a process with a limit on its processor time has a clock of a few
/// milliseconds: the median of five batches of at least a twentieth of a second each, or one run
/// if that already takes half a second.
#[expect(clippy::cast_precision_loss, reason = "counts are small")]
pub fn measured<T>(mut call: impl FnMut() -> T) -> (Cost, T) {
    let mut batch = |runs: usize| {
        let before = processor();
        let values = (0..runs).map(|_| black_box(call())).last();
        let spent = processor().saturating_sub(before).as_secs_f64();
        (spent, values.expect("a batch has a run"))
    };
    let mut runs = 1;
    let (mut spent, mut value) = batch(runs);
    while spent < 0.05 {
        runs *= 2;
        (spent, value) = batch(runs);
    }
    if spent > 0.5 {
        return (Cost { seconds: spent, runs }, value);
    }
    let mut batches = [spent, 0.0, 0.0, 0.0, 0.0];
    batches[1..].fill_with(|| batch(runs).0);
    batches.sort_by(f64::total_cmp);
    (Cost { seconds: batches[2] / runs as f64, runs: 5 * runs }, value)
}
