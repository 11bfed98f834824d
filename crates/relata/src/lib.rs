//! Who did what to whom, when, where, and who says so?
