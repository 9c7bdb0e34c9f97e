//! Machinery that knows nothing of negotiation: variables with finitely many values, functions of
//! a few variables each, and exact answers about them.

pub mod best;
pub mod bounds;
pub mod budget;
pub mod count;
pub mod diagram;
pub mod eliminate;
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
pub mod subsets;
pub mod support;

pub use budget::{Budget, Exhausted};
pub use diagram::{Additive, Diagram};
pub use eliminate::{Found, Goal, Problem};
pub use factor::{Factor, Variable};
pub use least::Tables;
pub use plan::Plan;
