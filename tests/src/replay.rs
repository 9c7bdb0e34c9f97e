//! Running a check on many random scenarios, so that a failure can be replayed.

use std::ops::Range;

use super::generate::{Size, scenario};
use super::oracle::World;
use super::parse;
use super::spec::Spec;

/// The seeds to run: `IMPASSE_SEEDS=FROM..TO` if set, else the first `count`.
pub fn seeds(count: u64) -> Range<u64> {
    let Ok(text) = std::env::var("IMPASSE_SEEDS") else { return 0..count };
    let (from, to) = text.split_once("..").expect("IMPASSE_SEEDS is FROM..TO");
    from.parse().unwrap()..to.parse().unwrap()
}

/// Prints what is needed to replay a check that panics.
struct Replay<'a>(u64, &'a Size, &'a str);

impl Drop for Replay<'_> {
    fn drop(&mut self) {
        if std::thread::panicking() {
            eprintln!("seed {}: IMPASSE_SEEDS={}..{}", self.0, self.0, self.0 + 1);
            eprintln!("{:?}\n{}", self.1, self.2);
        }
    }
}

/// Runs a check on the scenarios of the seeds; those whose rules exclude everything are left out.
pub fn each(size: &Size, count: u64, check: impl Fn(&World<'_>)) {
    for seed in seeds(count) {
        let text = scenario(seed, size).text();
        let replay = Replay(seed, size, &text);
        let scenario = parse(&text);
        let world = World::new(&scenario);
        if !world.packages.is_empty() {
            check(&world);
        }
        drop(replay);
    }
}

/// Runs a check on what the seeds draw, moves included; those whose rules exclude everything are
/// left out.
pub fn each_spec(size: &Size, count: u64, check: impl Fn(&Spec)) {
    for seed in seeds(count) {
        let spec = scenario(seed, size);
        let text = spec.text();
        let replay = Replay(seed, size, &text);
        if !World::new(&parse(&spec.with_moves(|_| false).text())).packages.is_empty() {
            check(&spec);
        }
        drop(replay);
    }
}
