//! Instances and measurements: what `impasse` costs, alone and beside other tools.
//!
//! Instances are drawn from a seed by [`lcg::Lcg`], so that nothing has to be stored and any
//! language can draw the same ones. Times are processor seconds, memory is the process's peak, and
//! each case runs in a process of its own.

pub mod case;
pub mod demands;
pub mod domain;
pub mod lcg;
pub mod negotiation;
pub mod usage;
pub mod write;
