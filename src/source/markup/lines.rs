//! Elements become lines: paragraphs, headings, points of lists, rows of tables, each a block with its kind.

use super::tree::{Node, NodeId, Tree};
use crate::source::BlockKind;
use crate::source::page::Page;
use crate::value::fold::ToLower;
use std::collections::HashSet;

/// Elements that hold nothing for readers.
const SILENT: [&str; 13] = [
    "script", "style", "noscript", "template", "head", "svg", "button", "select", "textarea",
    "iframe", "object", "audio", "video",
];

/// Elements that begin and end a paragraph.
const BLOCKS: [&str; 26] = [
    "address",
    "article",
    "aside",
    "blockquote",
    "body",
    "caption",
    "center",
    "dd",
    "details",
    "div",
    "dl",
    "dt",
    "fieldset",
    "figure",
    "footer",
    "form",
    "header",
    "legend",
    "main",
    "nav",
    "p",
    "pre",
    "section",
    "summary",
    "hr",
    "html",
];

/// Columns of a table at most; a wider span is a slip or an attack.
const MOST_COLUMNS: usize = 64;

/// Writes `root` and what is below it to `page`, without the nodes in `left_out`.
pub fn write(tree: &Tree, root: NodeId, left_out: &HashSet<NodeId>, page: &mut Page) {
    let mut writer = Writer {
        tree,
        left_out,
        page,
        line: Line::default(),
        gap: 1,
        kind: None,
        mark: String::new(),
        bold: 0,
        lists: 0,
        neighbours: (None, None),
    };
    writer.walk(root);
    writer.flush(1);
}

/// The words of a line as far as they are read.
#[derive(Debug, Default)]
struct Line {
    words: String,
    visible: usize,
    bold: usize,
}

impl Line {
    /// Adds text: white space becomes one space, invisible characters go.
    fn push(&mut self, text: &str, bold: bool) {
        for char in text.chars() {
            match char {
                '!'..='~' => {
                    self.words.push(char);
                    self.visible += 1;
                    self.bold += usize::from(bold);
                }
                '\u{ad}' | '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{feff}' => {}
                _ if char.is_whitespace() => {
                    if !self.words.is_empty() && !self.words.ends_with(' ') {
                        self.words.push(' ');
                    }
                }
                _ => {
                    self.words.push(char);
                    self.visible += 1;
                    self.bold += usize::from(bold);
                }
            }
        }
    }
}

struct Writer<'w> {
    tree: &'w Tree,
    left_out: &'w HashSet<NodeId>,
    page: &'w mut Page,
    line: Line,
    /// Blank lines before the next line.
    gap: u8,
    /// Kind of the next line, where its element says so.
    kind: Option<BlockKind>,
    /// Mark of the next line ("- ").
    mark: String,
    /// Elements open that make text bold.
    bold: usize,
    /// Lists open.
    lists: usize,
    /// The nodes before and after the one that is walked, below the same parent.
    neighbours: (Option<NodeId>, Option<NodeId>),
}

impl Writer<'_> {
    /// Ends the line; the next stands `gap` blank lines below it.
    fn flush(&mut self, gap: u8) {
        let line = std::mem::take(&mut self.line);
        let words = line.words.trim();
        if words.is_empty() {
            self.gap = self.gap.max(gap);
            return;
        }
        let all_bold = line.bold == line.visible;
        let kind = match self.kind {
            Some(kind) => kind,
            None if all_bold => BlockKind::Bold,
            None => BlockKind::Paragraph,
        };
        let mark = std::mem::take(&mut self.mark);
        self.page.line(kind, &mark, words, self.gap);
        // What follows in a point of a list is a paragraph of its own.
        if self.kind == Some(BlockKind::ListPoint) {
            self.kind = None;
        }
        self.gap = gap;
    }

    fn walk_children(&mut self, id: NodeId) {
        let tree = self.tree;
        let children = tree.children(id);
        for (at, child) in children.iter().enumerate() {
            self.neighbours = (
                at.checked_sub(1).map(|before| children[before]),
                children.get(at + 1).copied(),
            );
            self.walk(*child);
        }
    }

    fn walk(&mut self, id: NodeId) {
        if self.left_out.contains(&id) {
            return;
        }
        let tree = self.tree;
        match tree.node(id) {
            Node::Text(text) if in_pre(tree, id) => self.preformatted(text),
            Node::Text(text) => self.line.push(text, self.bold > 0),
            Node::Other => self.walk_children(id),
            Node::Element { name, .. } => match name.as_str() {
                name if SILENT.contains(&name) => {}
                "br" => self.flush(if self.line.words.trim().is_empty() {
                    1
                } else {
                    0
                }),
                "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => self.heading(id, name),
                "ul" | "ol" | "menu" => self.list(id, name == "ol"),
                "li" => self.point(id, "- ".to_owned(), BlockKind::ListPoint),
                "table" => self.table(id),
                "b" | "strong" | "u" => self.emphasised(id),
                name if BLOCKS.contains(&name) => {
                    self.flush(1);
                    if is_bold(tree, id) {
                        self.emphasised(id);
                    } else {
                        self.walk_children(id);
                    }
                    self.flush(1);
                }
                _ if is_bold(tree, id) => self.emphasised(id),
                _ => self.walk_children(id),
            },
        }
    }

    fn emphasised(&mut self, id: NodeId) {
        if self.is_lead() {
            self.flush(1);
        }
        self.bold += 1;
        self.walk_children(id);
        self.bold -= 1;
    }

    /// Whether emphasised words are a line of their own although nothing in the markup ends the line before: they
    /// begin a line in the source and a `<br>` follows them.
    fn is_lead(&self) -> bool {
        let (before, after) = self.neighbours;
        let begins = before.is_some_and(|before| {
            matches!(self.tree.node(before), Node::Text(text)
                if text.trim_end_matches([' ', '\t']).ends_with('\n'))
        });
        begins && after.is_some_and(|after| self.tree.name(after) == "br")
    }

    fn preformatted(&mut self, text: &str) {
        for (at, line) in text.lines().enumerate() {
            if at > 0 {
                self.flush(u8::from(self.line.words.trim().is_empty()));
            }
            self.line.push(line, self.bold > 0);
        }
    }

    fn heading(&mut self, id: NodeId, name: &str) {
        self.flush(1);
        let level = name[1..].parse().unwrap_or(6);
        self.kind = Some(BlockKind::Heading(level));
        self.walk_children(id);
        self.flush(1);
        self.kind = None;
    }

    fn list(&mut self, id: NodeId, numbered: bool) {
        self.flush(u8::from(self.lists == 0));
        self.lists += 1;
        let tree = self.tree;
        let mut number = integer(tree, id, "start").unwrap_or(1);
        let style = tree.attribute(id, "type").unwrap_or("1");
        for child in tree.children(id) {
            if tree.name(*child) != "li" {
                self.walk(*child);
                continue;
            }
            if numbered {
                number = integer(tree, *child, "value").unwrap_or(number);
                let mark = ordinal(number, style);
                self.point(*child, mark, BlockKind::Paragraph);
                number = number.saturating_add(1);
            } else {
                self.point(*child, "- ".to_owned(), BlockKind::ListPoint);
            }
        }
        self.lists -= 1;
        self.flush(u8::from(self.lists == 0));
        self.gap = self.gap.max(u8::from(self.lists == 0));
    }

    /// A point of a list. The number of a numbered list is content: decided points may have it there alone.
    fn point(&mut self, id: NodeId, mark: String, kind: BlockKind) {
        if self.left_out.contains(&id) {
            return;
        }
        self.flush(0);
        self.gap = if self.lists > 1 { 0 } else { self.gap };
        if kind == BlockKind::ListPoint {
            self.mark = mark;
            self.kind = Some(kind);
        } else if !self.is_silent(id) {
            self.line.push(&mark, self.bold > 0);
        }
        let first = self.page.blocks.len();
        self.walk_first_paragraph(id);
        self.flush(0);
        self.kind = None;
        self.mark.clear();
        if self.page.blocks.len() > first {
            self.gap = 0;
        }
    }

    /// Walks a point's children; a paragraph at its beginning stays on the line of its mark.
    fn walk_first_paragraph(&mut self, id: NodeId) {
        let tree = self.tree;
        let mut begun = false;
        for child in tree.children(id) {
            let blank = matches!(tree.node(*child), Node::Text(text) if text.trim().is_empty());
            self.neighbours = (None, None);
            if !begun && matches!(tree.name(*child), "p" | "div") {
                self.walk_first_paragraph(*child);
            } else {
                self.walk(*child);
            }
            begun |= !blank;
        }
    }

    fn is_silent(&self, id: NodeId) -> bool {
        !self.tree.descendants(id).into_iter().any(
            |below| matches!(self.tree.node(below), Node::Text(text) if !text.trim().is_empty()),
        )
    }

    fn table(&mut self, id: NodeId) {
        self.flush(1);
        let rows = rows(self.tree, id);
        let grid = if is_data(self.tree, id, &rows) {
            grid(self.tree, &rows)
        } else {
            Vec::new()
        };
        if grid.is_empty() {
            self.walk_children(id);
            self.flush(1);
            return;
        }
        for child in self.tree.children(id) {
            if self.tree.name(*child) == "caption" {
                self.walk(*child);
            }
        }
        let mut gap = 1;
        for row in grid {
            let cells = row.join("\t");
            self.page.line(BlockKind::TableRow, "", &cells, gap);
            gap = 0;
        }
        self.gap = 1;
    }
}

/// Whether an element's style makes its text bold.
fn is_bold(tree: &Tree, id: NodeId) -> bool {
    tree.attribute(id, "style").is_some_and(|style| {
        let style: String = style.to_lower().split_whitespace().collect();
        ["font-weight:bold", "font-weight:600", "font-weight:700"]
            .iter()
            .any(|rule| style.contains(rule))
    })
}

fn in_pre(tree: &Tree, id: NodeId) -> bool {
    tree.parent(id)
        .is_some_and(|parent| tree.name(parent) == "pre")
}

fn integer(tree: &Tree, id: NodeId, key: &str) -> Option<u32> {
    tree.attribute(id, key)?.trim().parse().ok()
}

/// The mark of a numbered list's point: "1. ", "a. ".
fn ordinal(number: u32, style: &str) -> String {
    let letter = |first: char| {
        (1..=26)
            .contains(&number)
            .then(|| char::from_u32(u32::from(first) + number - 1))
            .flatten()
    };
    match style {
        "a" => letter('a'),
        "A" => letter('A'),
        _ => None,
    }
    .map_or_else(|| format!("{number}. "), |letter| format!("{letter}. "))
}

/// The rows of a table, without those of tables inside it; each with its cells.
fn rows(tree: &Tree, table: NodeId) -> Vec<Vec<NodeId>> {
    let mut out = Vec::new();
    let mut open: Vec<NodeId> = tree.children(table).iter().rev().copied().collect();
    while let Some(id) = open.pop() {
        match tree.name(id) {
            "tr" => out.push(
                tree.children(id)
                    .iter()
                    .copied()
                    .filter(|cell| matches!(tree.name(*cell), "td" | "th"))
                    .collect(),
            ),
            "thead" | "tbody" | "tfoot" => open.extend(tree.children(id).iter().rev()),
            _ => {}
        }
    }
    out
}

/// Whether a table holds data; one with headings, lists or tables inside, or with one column, lays out a page.
fn is_data(tree: &Tree, table: NodeId, rows: &[Vec<NodeId>]) -> bool {
    let columns = rows.iter().map(Vec::len).max().unwrap_or(0);
    let structured = tree
        .descendants(table)
        .into_iter()
        .skip(1)
        .any(|id| matches!(tree.name(id), "table" | "h1" | "h2" | "h3" | "h4"));
    columns >= 2 && !structured
}

/// The words of each cell in its column: a cell over several columns fills the first, one over several rows the
/// uppermost; the others are empty, so that columns line up. Rows without words are left out.
fn grid(tree: &Tree, rows: &[Vec<NodeId>]) -> Vec<Vec<String>> {
    let mut out = Vec::new();
    // For each column: rows below that a cell from above still covers.
    let mut covered = [0usize; MOST_COLUMNS];
    for (at, row) in rows.iter().enumerate() {
        let mut cells: Vec<String> = Vec::new();
        let skip = |cells: &mut Vec<String>, covered: &mut [usize; MOST_COLUMNS]| {
            while cells.len() < MOST_COLUMNS && covered[cells.len()] > 0 {
                covered[cells.len()] -= 1;
                cells.push(String::new());
            }
        };
        for cell in row {
            skip(&mut cells, &mut covered);
            if cells.len() >= MOST_COLUMNS {
                break;
            }
            let span = |key| integer(tree, *cell, key).unwrap_or(1).max(1) as usize;
            let wide = span("colspan").min(MOST_COLUMNS - cells.len());
            let high = match integer(tree, *cell, "rowspan") {
                Some(0) => rows.len() - at,
                _ => span("rowspan").min(rows.len() - at),
            };
            for column in 0..wide {
                covered[cells.len()] = high - 1;
                cells.push(if column == 0 {
                    words(tree, *cell)
                } else {
                    String::new()
                });
            }
        }
        skip(&mut cells, &mut covered);
        if cells.iter().any(|cell| !cell.is_empty()) {
            out.push(cells);
        }
    }
    let filled = |row: &Vec<String>| row.iter().rposition(|cell| !cell.is_empty()).unwrap_or(0) + 1;
    let columns = out.iter().map(filled).max().unwrap_or(0);
    for row in &mut out {
        row.resize(columns, String::new());
    }
    out
}

/// All words of a cell in one line.
fn words(tree: &Tree, cell: NodeId) -> String {
    let mut line = Line::default();
    let mut open = vec![cell];
    while let Some(id) = open.pop() {
        match tree.node(id) {
            Node::Text(text) => line.push(text, false),
            Node::Element { name, .. } if SILENT.contains(&name.as_str()) => {}
            Node::Element { name, .. } => {
                if name == "br" || name == "li" || BLOCKS.contains(&name.as_str()) {
                    line.push(" ", false);
                }
                open.extend(tree.children(id).iter().rev());
            }
            Node::Other => {}
        }
    }
    line.words.trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(html: &str, want: &str) {
        let tree = Tree::parse(html);
        let mut page = Page::default();
        write(&tree, 0, &HashSet::new(), &mut page);
        let marked: Vec<String> = page
            .blocks
            .iter()
            .map(|block| {
                let kind = match block.kind {
                    BlockKind::Heading(level) => format!("h{level}"),
                    BlockKind::Bold => "b".to_owned(),
                    BlockKind::Paragraph => "p".to_owned(),
                    BlockKind::ListPoint => "li".to_owned(),
                    BlockKind::TableRow => "tr".to_owned(),
                    _ => "?".to_owned(),
                };
                let gap = if block.gap == 0 { "+" } else { "" };
                format!("{gap}{kind} {}", block.span.of(&page.text))
            })
            .collect();
        assert_eq!(marked.join(" | "), want, "{html}");
    }

    #[test]
    fn elements_become_lines() {
        for (html, want) in [
            (
                "<h3>Beslutning</h3>\r\n<span>Godkendt.<br></span>\r\n<p>Fraværende:\n Bo</p>",
                "h3 Beslutning | p Godkendt. | p Fraværende: Bo",
            ),
            (
                "<p><strong>Indstilling</strong><br>Det&nbsp;indstilles, at skole&shy;vejen &aelig;ndres",
                "b Indstilling | +p Det indstilles, at skolevejen ændres",
            ),
            (
                "<ol><li>Anbefales</li><li><p>Godkendt</p><p>med tak</p></li></ol><ol start=4 type=a><li>x</ol>",
                "p 1. Anbefales | +p 2. Godkendt | p med tak | p d. x",
            ),
            (
                "<p>Der er:</p><ul><li>en<ul><li>to</li></ul></li><li><b>tre</b></li></ul><p>slut",
                "p Der er: | li - en | +li - to | +li - tre | p slut",
            ),
            (
                "a<br><br>b<div>c<div>d</div></div>e",
                "p a | p b | p c | p d | p e",
            ),
            (
                "<div style='font-weight: bold'>Økonomi</div><pre>x  y\n\nz</pre>",
                "b Økonomi | p x y | p z",
            ),
            (
                "<u>14-11-2022 Socialudvalget</u><br>Godkendt<br>\n<br>Afbud: Bo Berg\n\n<u>15-11-2022 Byrådet</u><br>\nGodkendt af <u>alle</u>",
                "b 14-11-2022 Socialudvalget | +p Godkendt | p Afbud: Bo Berg | b 15-11-2022 Byrådet | +p Godkendt af alle",
            ),
            ("<b></b><h2> </h2><p>&nbsp;</p><script>x</script>", ""),
        ] {
            check(html, want);
        }
    }

    #[test]
    fn tables_become_rows() {
        for (html, want) in [
            (
                "<table><thead><tr><th>Mio. kr.</th><th>2024</th></tr></thead><tr><td>Dag<br>tilbud</td><td><p>1,5</p></td></tr></table>",
                "tr Mio. kr.\t2024 | +tr Dag tilbud\t1,5",
            ),
            (
                "<table><tr><td></td><td colspan=2>Budget</td></tr><tr><td rowspan=2>A</td><td>1</td><td>2</td></tr><tr><td>3</td><td>4</td></tr><tr><td></td></tr></table>",
                "tr Budget | +tr A\t1\t2 | +tr 3\t4",
            ),
            (
                "<table><tr><td>Kun en spalte</td></tr></table>",
                "p Kun en spalte",
            ),
            (
                "<table><tr><td><h2>Menu</h2></td><td><p>Tekst</p></td></tr></table>",
                "h2 Menu | p Tekst",
            ),
            (
                "<table><caption>Tabel 1</caption><tr><td colspan=999>a</td></tr><tr><td>b</td><td rowspan=0>c</td></tr></table>",
                "p Tabel 1 | tr a | +tr b\tc",
            ),
        ] {
            check(html, want);
        }
    }
}
