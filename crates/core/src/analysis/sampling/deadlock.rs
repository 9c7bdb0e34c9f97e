//! How likely is a deadlock, when floors, weights and worths are drawn?
