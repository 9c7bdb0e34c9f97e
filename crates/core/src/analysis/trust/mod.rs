//! What is a package worth to a party that does not take every promise for kept?
//!
//! On paper every promise counts as kept. As trusted an option that obliges others is worth
//!
//! > min(paper, b × paper + (1 − b) × breach)
//!
//! to a party, b its least belief in any obliged party other than itself after the strongest
//! single enforcement in the package. Its own duties count as kept. A broken promise is worth what
//! the option says by `if_broken`; where it says nothing, anything from nothing to the lesser of
//! the status quo and the worth on paper. A belief that no one stated may be anything from 0 to
//! 100 percent.
//!
//! The rule is ours: an expectation over two outcomes, kept and broken, cut at the worth on paper,
//! so that nobody gains by a breach. Why promises are not taken for kept without somebody who
//! makes them good is the commitment problem of Fearon (1995), and what third parties do about it
//! is the subject of Walter (1997).

mod belief;
mod demands;
mod floor;
mod least_belief;
mod losses;
mod promise;
mod remedy;
mod settings;
mod state;
mod verdict;
mod worth;

pub use belief::{Beliefs, Credence, Enforced};
pub use demands::{Kept, conditioned, kept};
pub use losses::{Loss, Obliged, losses};
pub use promise::{Promise, Trusted};
pub use remedy::{Obstacle, Remedy, remedy};
pub use settings::{Setting, Settings};
pub use verdict::Doubts;
pub use worth::of_package;
