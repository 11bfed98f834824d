//! Here is a name and a day: who is it? Here is a word: what can it report?
