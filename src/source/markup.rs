//! HTML becomes lines: [`tree`] parses it, [`lines`] writes its elements into a [`super::page::Page`].
//!
//! Shared by saved web pages and by the HTML inside the publishing system's JSON.

pub mod lines;
pub mod tree;

/// Elements may lie this deep in each other. Real pages stay below 60; beyond this a parser's time grows with the
/// square of the depth.
pub const MAX_DEPTH: usize = 256;

/// Elements without an end tag.
const VOID: [&str; 14] = [
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source",
    "track", "wbr",
];

/// Elements whose end tag is often left out, because the next one ends them.
const ENDED_BY_NEXT: [&str; 13] = [
    "p", "li", "td", "th", "tr", "dd", "dt", "option", "thead", "tbody", "tfoot", "colgroup", "rt",
];

/// How deep elements of `html` lie in each other at most, counted on the tags alone, before anything is parsed.
#[must_use]
pub fn depth(html: &str) -> usize {
    let (mut depth, mut deepest) = (0usize, 0usize);
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        rest = &rest[at + 1..];
        if let Some(comment) = rest.strip_prefix("!--") {
            rest = comment.find("-->").map_or("", |end| &comment[end..]);
            continue;
        }
        let (ends, tag) = match rest.strip_prefix('/') {
            Some(tag) => (true, tag),
            None => (false, rest),
        };
        let length = tag
            .bytes()
            .take_while(|byte| byte.is_ascii_alphanumeric())
            .count();
        if length == 0 {
            continue;
        }
        let name = tag[..length].to_ascii_lowercase();
        let name = name.as_str();
        if VOID.contains(&name) || ENDED_BY_NEXT.contains(&name) {
            continue;
        }
        if ends {
            depth = depth.saturating_sub(1);
        } else {
            depth += 1;
            deepest = deepest.max(depth);
            if matches!(name, "script" | "style") {
                rest = tag.find("</").map_or("", |end| &tag[end..]);
            }
        }
    }
    deepest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn depth_of_tags() {
        for (html, want) in [
            ("<p>a<p>b<p>c", 0),
            ("<div><ul><li>a<li>b</ul></div><div></div>", 2),
            ("<script>if (a < b) '<div><div>'</script><b>x</b>", 1),
            ("<!-- <div><div> --><br>1 < 2", 0),
            (&"<div>".repeat(300), 300),
        ] {
            assert_eq!(depth(html), want, "{html}");
        }
    }
}
