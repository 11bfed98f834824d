//! Here are bytes from the web: what does the article say, and what is furniture?
