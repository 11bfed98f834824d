//! Which day is meant, when was this written, and does the page hold together?
