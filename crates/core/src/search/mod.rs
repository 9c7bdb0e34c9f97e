//! Machinery that knows nothing of negotiation: variables with finitely many values, functions of
//! a few variables each, and exact answers about them.

pub mod acceptability;
pub mod best;
mod bits;
pub mod bounds;
pub mod budget;
pub mod count;
pub mod diagram;
mod domains;
#[cfg(test)]
mod draw;
pub mod factor;
pub mod frontier;
pub mod hitting;
mod lagrange;
pub mod layers;
pub mod least;
pub mod nogoods;
mod order;
pub mod pareto;
pub mod plan;
pub mod problem;
pub mod random;
pub mod satisfy;
pub mod simplex;
pub mod subsets;
pub mod support;
mod tables;
mod thresholds;
mod violations;

pub use budget::{Budget, Exhausted};
pub use diagram::{Additive, Diagram};
pub use factor::{Factor, Variable};
pub use least::{Least, Tables};
pub use plan::Plan;
pub use problem::Problem;
