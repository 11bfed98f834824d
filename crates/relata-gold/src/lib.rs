//! Is it right?
