//! Machinery that knows nothing of negotiation: variables with finitely many values, functions of
//! a few variables each, and exact answers about them.

pub mod best;
mod bounds;
pub mod budget;
pub mod count;
pub mod diagram;
pub mod eliminate;
pub mod factor;
pub mod frontier;
pub mod hitting;
pub mod nogoods;
mod order;
pub mod pareto;
pub mod subsets;

pub use budget::{Budget, Exhausted};
pub use diagram::{Additive, Diagram};
pub use eliminate::{Found, Goal, Problem};
pub use factor::{Factor, Variable};
