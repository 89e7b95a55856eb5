//! A tree of elements and text. What browsers build of broken HTML is what [`super::feed`] builds here.

use super::TooMuch;
use super::feed::feed;
use crate::source::limits::Limits;

/// Attributes that `<html>` and `<body>` may gather from tags that come again; none of them is read.
const MOST_ADDED: usize = 64;

/// Place of a node in its tree.
pub type NodeId = usize;

/// What a node is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Node {
    /// An element with its name in lower case and its attributes.
    Element {
        /// Name.
        name: String,
        /// Attributes.
        attributes: Vec<(String, String)>,
    },
    /// Text.
    Text(String),
    /// The document itself, comments, declarations.
    Other,
}

#[derive(Debug)]
struct Entry {
    node: Node,
    parent: Option<NodeId>,
    children: Vec<NodeId>,
    /// Levels from the document, counted when the node was put in its place.
    depth: usize,
}

/// A parsed document. Node 0 is the document.
#[derive(Debug)]
pub struct Tree {
    entries: Vec<Entry>,
    attributes: usize,
}

impl Tree {
    /// Parses `html`. What is broken is read as browsers read it.
    ///
    /// # Errors
    /// The limit that it passes.
    pub fn parse(html: &str, limits: &Limits) -> Result<Self, TooMuch> {
        feed(html, limits)
    }

    /// A document without anything in it.
    pub(super) fn empty() -> Self {
        Self {
            entries: vec![Entry::new(Node::Other)],
            attributes: 0,
        }
    }

    /// The node at `id`.
    #[must_use]
    pub fn node(&self, id: NodeId) -> &Node {
        &self.entries[id].node
    }

    /// Children of `id`, in order.
    #[must_use]
    pub fn children(&self, id: NodeId) -> &[NodeId] {
        &self.entries[id].children
    }

    /// Parent of `id`.
    #[must_use]
    pub fn parent(&self, id: NodeId) -> Option<NodeId> {
        self.entries[id].parent
    }

    /// The element's name; "" for what is no element.
    #[must_use]
    pub fn name(&self, id: NodeId) -> &str {
        match self.node(id) {
            Node::Element { name, .. } => name,
            _ => "",
        }
    }

    /// The element's attribute called `key`.
    #[must_use]
    pub fn attribute(&self, id: NodeId, key: &str) -> Option<&str> {
        match self.node(id) {
            Node::Element { attributes, .. } => attributes
                .iter()
                .find(|(name, _)| name == key)
                .map(|(_, value)| value.as_str()),
            _ => None,
        }
    }

    /// `root` and all below it, each before its children.
    #[must_use]
    pub fn descendants(&self, root: NodeId) -> Vec<NodeId> {
        let mut out = Vec::new();
        let mut open = vec![root];
        while let Some(id) = open.pop() {
            out.push(id);
            open.extend(self.children(id).iter().rev());
        }
        out
    }

    /// Levels from the document to its deepest node.
    #[must_use]
    pub fn depth(&self) -> usize {
        let mut deepest = 0;
        let mut open = vec![(0, 0)];
        while let Some((id, depth)) = open.pop() {
            deepest = deepest.max(depth);
            open.extend(self.children(id).iter().map(|child| (*child, depth + 1)));
        }
        deepest
    }

    /// Nodes and attributes.
    pub(super) fn size(&self) -> usize {
        self.entries.len() + self.attributes
    }

    /// The depth of `id` when it was put where it is. Moving what lies above it does not change this.
    pub(super) fn depth_at_first(&self, id: NodeId) -> usize {
        self.entries[id].depth
    }

    pub(super) fn add(&mut self, node: Node) -> NodeId {
        if let Node::Element { attributes, .. } = &node {
            self.attributes += attributes.len();
        }
        self.entries.push(Entry::new(node));
        self.entries.len() - 1
    }

    /// Puts `child` behind the last child of `parent`.
    pub(super) fn append(&mut self, parent: NodeId, child: NodeId) {
        self.detach(child);
        self.entries[child].depth = self.entries[parent].depth + 1;
        self.entries[child].parent = Some(parent);
        self.entries[parent].children.push(child);
    }

    /// Adds `words` behind the last child of `parent`, to its words where it is a text.
    pub(super) fn append_text(&mut self, parent: NodeId, words: &str) {
        let last = self.entries[parent].children.last().copied();
        if let Some(last) = last
            && let Node::Text(text) = &mut self.entries[last].node
        {
            text.push_str(words);
            return;
        }
        let id = self.add(Node::Text(words.to_owned()));
        self.append(parent, id);
    }

    /// Puts `id` before `sibling`.
    pub(super) fn insert_before(&mut self, sibling: NodeId, id: NodeId) {
        let Some(parent) = self.entries[sibling].parent else {
            return;
        };
        self.detach(id);
        let siblings = &self.entries[parent].children;
        let at = siblings
            .iter()
            .rposition(|known| *known == sibling)
            .unwrap_or(siblings.len());
        self.entries[id].depth = self.entries[parent].depth + 1;
        self.entries[id].parent = Some(parent);
        self.entries[parent].children.insert(at, id);
    }

    pub(super) fn detach(&mut self, id: NodeId) {
        if let Some(parent) = self.entries[id].parent.take() {
            // What is moved was put there last, nearly always.
            let children = &mut self.entries[parent].children;
            if let Some(at) = children.iter().rposition(|child| *child == id) {
                children.remove(at);
            }
        }
    }

    /// Moves all children of `from` behind those of `to`.
    pub(super) fn move_children(&mut self, from: NodeId, to: NodeId) {
        let children = std::mem::take(&mut self.entries[from].children);
        for child in &children {
            self.entries[*child].parent = Some(to);
        }
        self.entries[to].children.extend(children);
    }

    /// Adds the attributes that the element does not have yet.
    pub(super) fn add_attributes(&mut self, id: NodeId, added: Vec<(String, String)>) {
        let Node::Element { attributes, .. } = &mut self.entries[id].node else {
            return;
        };
        for (key, value) in added {
            if attributes.len() < MOST_ADDED && !attributes.iter().any(|(known, _)| *known == key) {
                attributes.push((key, value));
            }
        }
    }
}

impl Entry {
    fn new(node: Node) -> Self {
        Self {
            node,
            parent: None,
            children: Vec::new(),
            depth: 0,
        }
    }
}
