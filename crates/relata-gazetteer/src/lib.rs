//! Here is a place name: where may it be?
//!
//! A gazetteer is one block of bytes: an automaton of names ([`fst`], Gallant 2015), lists of places for each name with the
//! most prominent first, and a table of places. It is looked up where it lies, in the program or in a file mapped into
//! memory, so that a hundred thousand places cost nothing to load, and twelve million little.
//!
//! Names are found however they are typed ([`key`]). Coordinates are kept as they are given, to a hundred-thousandth of a
//! degree, which is about a metre.

mod gather;
mod key;
mod place;
mod read;
mod write;

pub use gather::{Alias, Gatherer, TableFault};
pub use key::{Spelling, key};
pub use place::{Kind, NewPlace, Place, kilometres};
pub use read::{Gazetteer, GazetteerError};
pub use write::Writer;
