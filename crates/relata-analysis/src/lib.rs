//! Here is text: who, where, when, and how do the words hang together?
