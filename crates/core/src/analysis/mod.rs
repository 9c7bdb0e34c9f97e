//! One question a file: each analysis takes a scenario and gives an answer with its evidence.

pub mod agreement;
pub mod ask;
pub mod case;
pub mod closable;
pub mod coherence;
pub mod compare;
pub mod conflict;
mod consequences;
pub mod coverage;
pub mod disputed;
pub mod distance;
pub mod extremes;
pub mod floor_test;
pub mod hands;
pub mod involvement;
pub mod nearest;
pub mod network;
pub mod overlap;
pub mod settle;
pub mod settlement;
pub mod shift;
pub mod standing;
pub mod trade;
pub mod treatment;
pub mod verdict;
pub mod way_out;
pub mod worth;
