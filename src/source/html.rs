//! A saved web page: the part of it that holds the minutes becomes blocks; menus, headers and footers do not.

use super::Form;
use super::firstagenda::too_deep;
use super::markup::lines::write;
use super::markup::tree::{Node, NodeId, Tree};
use super::markup::{MAX_DEPTH, depth};
use super::page::Page;
use crate::problem::Problem;
use crate::value::fold::ToLower;
use std::collections::HashSet;

/// Elements that belong to the site, not to the page.
const OF_THE_SITE: [&str; 5] = ["nav", "header", "footer", "aside", "dialog"];
/// The same as roles.
const ROLES_OF_THE_SITE: [&str; 6] = [
    "navigation",
    "banner",
    "contentinfo",
    "search",
    "complementary",
    "dialog",
];
/// Words in classes and ids of the parts of a site.
const NAMES_OF_THE_SITE: [&str; 12] = [
    "cookie",
    "breadcrumb",
    "menu",
    "navbar",
    "navigation",
    "sidebar",
    "footer",
    "skip-link",
    "skiplink",
    "share",
    "print-button",
    "newsletter",
];
/// A part of the site that holds more than this share of the page's letters is no menu, whatever it is called.
const MOST_OF_THE_PAGE: f64 = 0.5;

/// Reads the text of a page.
///
/// # Errors
/// A problem of code `too_deep` where elements are nested deeper than the limit.
pub fn read(html: &str) -> Result<Form, Problem> {
    let deep = depth(html);
    if deep > MAX_DEPTH {
        return Err(too_deep(deep));
    }
    let tree = Tree::parse(html);
    if tree.depth() > 2 * MAX_DEPTH {
        return Err(too_deep(tree.depth()));
    }
    let letters = letters(&tree);
    let root = content(&tree, &letters);
    let left_out = of_the_site(&tree, root, &letters);
    let mut page = Page::default();
    write(&tree, root, &left_out, &mut page);
    Ok(Form {
        page,
        stated: None,
        address: address(html, &tree),
    })
}

/// The page's own address, as browsers note it when they save ("saved from url=") or as the page links to itself.
fn address(html: &str, tree: &Tree) -> Option<String> {
    let web = |address: &str| {
        let address = address.trim();
        let is_web = address.starts_with("https://") || address.starts_with("http://");
        (is_web && !address.contains(char::is_whitespace)).then(|| address.to_owned())
    };
    let saved = html.split_once("saved from url=(").and_then(|(_, rest)| {
        let (_, rest) = rest.split_once(')')?;
        web(rest.split("-->").next()?)
    });
    saved.or_else(|| {
        tree.descendants(0)
            .into_iter()
            .filter(|id| tree.attribute(*id, "rel") == Some("canonical"))
            .find_map(|id| web(tree.attribute(id, "href")?))
    })
}

/// Letters and digits at and below each node, without scripts and styles.
fn letters(tree: &Tree) -> Vec<usize> {
    let order = tree.descendants(0);
    let size = order.iter().max().map_or(0, |last| last + 1);
    let mut counts = vec![0; size];
    // Children come after their parents, so that backwards each is complete before it is added.
    for id in order.into_iter().rev() {
        match tree.node(id) {
            Node::Text(text) => {
                counts[id] = text.chars().filter(|char| char.is_alphanumeric()).count()
            }
            _ if matches!(tree.name(id), "script" | "style" | "head" | "noscript") => {
                counts[id] = 0
            }
            _ => {}
        }
        if let Some(parent) = tree.parent(id) {
            counts[parent] += counts[id];
        }
    }
    counts
}

/// The element that holds the page's own text: `main`, else what is marked as such, else the whole body.
fn content(tree: &Tree, letters: &[usize]) -> NodeId {
    let all = letters.first().copied().unwrap_or(0);
    let order = tree.descendants(0);
    let marked: [&dyn Fn(NodeId) -> bool; 3] = [
        &|id| tree.name(id) == "main" || tree.attribute(id, "role") == Some("main"),
        &|id| tree.name(id) == "article" || tree.attribute(id, "itemprop") == Some("articleBody"),
        &|id| {
            tree.attribute(id, "id").is_some_and(|name| {
                matches!(
                    name.to_lower().as_str(),
                    "content" | "main" | "main-content" | "maincontent"
                )
            })
        },
    ];
    for is_content in marked {
        let fullest = order
            .iter()
            .copied()
            .filter(|id| is_content(*id))
            .max_by_key(|id| (letters[*id], std::cmp::Reverse(*id)));
        // Several articles of which none holds most of the text are a list of pages.
        if let Some(id) = fullest.filter(|id| letters[*id] * 3 >= all) {
            return id;
        }
    }
    order
        .iter()
        .copied()
        .find(|id| tree.name(*id) == "body")
        .unwrap_or(0)
}

/// Parts below `root` that belong to the site.
fn of_the_site(tree: &Tree, root: NodeId, letters: &[usize]) -> HashSet<NodeId> {
    let limit = letters[root] as f64 * MOST_OF_THE_PAGE;
    let is_outer = tree.name(root) == "body" || root == 0;
    tree.descendants(root)
        .into_iter()
        .filter(|id| *id != root && (letters[*id] as f64) <= limit)
        .filter(|id| {
            let name = tree.name(*id);
            // Inside the content a header holds the meeting's own title.
            let element = OF_THE_SITE.contains(&name) && (is_outer || !matches!(name, "header"));
            let role = tree
                .attribute(*id, "role")
                .is_some_and(|role| ROLES_OF_THE_SITE.contains(&role));
            let named = [tree.attribute(*id, "class"), tree.attribute(*id, "id")]
                .into_iter()
                .flatten()
                .flat_map(str::split_whitespace)
                .any(|word| {
                    let word = word.to_lower();
                    NAMES_OF_THE_SITE.iter().any(|name| word.contains(name))
                });
            element || role || named
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn content_without_the_site() {
        for (html, want) in [
            (
                "<body><nav>Forside</nav><header>Kommunen</header><main><header><h1>Referat</h1></header><p>Indhold</p></main><footer>CVR</footer>",
                "Referat\n\nIndhold\n",
            ),
            (
                "<div class='top-menu'>Forside Borger Erhverv</div><div id=content><h1>Referat</h1><p>En sag om meget mere end menuen</p></div><div class='cookie-bar'>Ja tak</div>",
                "Referat\n\nEn sag om meget mere end menuen\n",
            ),
            (
                "<div class='menu-wrapper'><p>Alt på siden ligger i en boks med et underligt navn</p></div>",
                "Alt på siden ligger i en boks med et underligt navn\n",
            ),
            (
                "<title>x</title><body><h2>1. Budget</h2><script>var x;</script><form><p>Søg</p></form>",
                "1. Budget\n\nSøg\n",
            ),
        ] {
            let form = read(html).unwrap();
            assert_eq!(form.page.text, want, "{html}");
        }
    }

    #[test]
    fn addresses_of_pages() {
        for (html, want) in [
            (
                "<!-- saved from url=(0024)https://example.dk/moede -->\n<p>x",
                Some("https://example.dk/moede"),
            ),
            (
                "<link rel=canonical href='https://example.dk/a'><p>x",
                Some("https://example.dk/a"),
            ),
            ("<link rel=canonical href='/a'><p>x", None),
        ] {
            assert_eq!(read(html).unwrap().address.as_deref(), want, "{html}");
        }
    }

    #[test]
    fn depth_has_a_limit() {
        assert!(read(&"<div>".repeat(MAX_DEPTH + 1)).is_err());
    }
}
