//! Here are bytes from the web: what does the article say, and what is furniture?
//!
//! [`pages`] reads an input and yields [`Page`]s; [`article`] reads a page and finds its text, the kind of each paragraph, the
//! datelines and what the page says of itself. Both are told what words mean by [`Rules`], which are data.
//!
//! Plain text is kept whole, its furniture as sections of their own; of a web page, the article is extracted first.
//! This crate knows no actor, no event and no model, and opens no file.

mod article;
mod charset;
mod dateline;
mod day;
mod html;
mod input;
mod markup;
mod metadata;
mod page;
mod plain;
mod rules;
mod sections;

pub use article::{Article, Link, ParagraphKind, article};
pub use input::{InputError, LARGEST_DOCUMENT, Pages, pages};
pub use page::{Content, Page};
pub use rules::Rules;

#[cfg(test)]
mod tests {
    use std::sync::LazyLock;

    use crate::Rules;

    /// The product's rules, with a news agency and buttons of our own.
    pub(crate) fn rules() -> &'static Rules {
        static RULES: LazyLock<Rules> = LazyLock::new(|| {
            let invented = r#"
                [[agency]]
                name = "Example Wire"
                also = ["EXN"]
                [[furniture]]
                line = ["Advertisement", "Share", "Follow us"]
                [[furniture]]
                pattern = "read more\\b.*"
            "#;
            let layout = include_str!("../../../data/page/layout.toml");
            Rules::from_toml(&[("data/page/layout.toml", layout), ("test.toml", invented)]).unwrap()
        });
        &RULES
    }
}
