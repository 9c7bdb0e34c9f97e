//! The instances that other tools are given, as JSON.

use std::path::Path;
use std::{fs, io};

use crate::demands::{Demands, Tightness};
use crate::domain::Domain;

/// Points of a party's best package: whole numbers that every tool computes with exactly.
pub const POINTS: i64 = 1_000_000;

/// Additive domains by name: 2 and 3 parties, ten options an issue, 10^3 to 10^7 packages; and five
/// parties with 240,000 packages.
pub fn domains() -> Vec<(String, Domain)> {
    let mut all = Vec::new();
    for parties in [2, 3] {
        for issues in 3..=7 {
            let seed = (parties * 1000 + issues) as u64;
            let options = vec![10; issues];
            let random = Domain::random(parties, &options, seed, POINTS);
            all.push((format!("random_p{parties}_1e{issues}"), random));
            let opposed = Domain::opposed(parties, &options, seed, POINTS);
            all.push((format!("opposed_p{parties}_1e{issues}"), opposed));
        }
    }
    let five = Domain::random(5, &[5, 10, 8, 6, 10, 10], 5006, POINTS);
    all.push(("random_p5_240000".to_owned(), five));
    all
}

/// Demands by name.
pub fn demands() -> Vec<(String, Demands)> {
    let mut all = Vec::new();
    for count in crate::case::CONFLICT_COUNTS {
        for (word, tightness) in [("loose", Tightness::Loose), ("mid", Tightness::Mid)] {
            for seed in 1..=3 {
                let drawn = Demands::random(count, tightness, seed);
                all.push((format!("n{count}_{word}_s{seed}"), drawn));
            }
        }
    }
    all
}

/// Writes them all, one file each.
pub fn all(folder: &Path) -> io::Result<()> {
    fs::create_dir_all(folder)?;
    for (name, domain) in domains() {
        fs::write(folder.join(name + ".json"), serde_json::to_vec(&domain)?)?;
    }
    for (name, demands) in demands() {
        fs::write(folder.join(name + ".json"), serde_json::to_vec(&demands)?)?;
    }
    Ok(())
}
