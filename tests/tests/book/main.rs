//! The book: its links lead somewhere, and what it says of files is what the reader does.

mod faults;
mod format;
mod howto;
mod links;
mod method;
mod tutorial;
