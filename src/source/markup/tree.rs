//! A tree of elements and text, built by html5ever's parser.

use crate::value::fold::ToLower;
use html5ever::interface::{
    ElementFlags, ExpandedName, NodeOrText, QualName, QuirksMode, TreeSink,
};
use html5ever::tendril::{StrTendril, TendrilSink};
use html5ever::{Attribute, ParseOpts, parse_document};
use std::borrow::Cow;
use std::cell::RefCell;
use std::rc::Rc;

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
}

/// A parsed document. Node 0 is the document.
#[derive(Debug)]
pub struct Tree {
    entries: Vec<Entry>,
}

impl Tree {
    /// Parses `html`. Parsing never fails: browsers define what broken HTML means.
    #[must_use]
    pub fn parse(html: &str) -> Self {
        let sink = Sink {
            tree: RefCell::new(Self {
                entries: vec![Entry::new(Node::Other)],
            }),
            document: Rc::new(Handle {
                id: 0,
                name: QualName::new(None, html5ever::ns!(), html5ever::local_name!("")),
            }),
        };
        parse_document(sink, ParseOpts::default()).one(html)
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

    fn add(&mut self, node: Node) -> NodeId {
        self.entries.push(Entry::new(node));
        self.entries.len() - 1
    }

    fn append(&mut self, parent: NodeId, child: NodeOrText<Rc<Handle>>) {
        match child {
            NodeOrText::AppendNode(node) => {
                self.detach(node.id);
                self.entries[node.id].parent = Some(parent);
                self.entries[parent].children.push(node.id);
            }
            NodeOrText::AppendText(words) => {
                let last = self.entries[parent].children.last().copied();
                if let Some(last) = last
                    && let Node::Text(text) = &mut self.entries[last].node
                {
                    text.push_str(&words);
                    return;
                }
                let id = self.add(Node::Text(words.to_string()));
                self.entries[id].parent = Some(parent);
                self.entries[parent].children.push(id);
            }
        }
    }

    fn insert_before(&mut self, sibling: NodeId, child: NodeOrText<Rc<Handle>>) {
        let Some(parent) = self.entries[sibling].parent else {
            return;
        };
        let id = match child {
            NodeOrText::AppendNode(node) => {
                self.detach(node.id);
                node.id
            }
            NodeOrText::AppendText(words) => self.add(Node::Text(words.to_string())),
        };
        let siblings = &self.entries[parent].children;
        let at = siblings
            .iter()
            .rposition(|known| *known == sibling)
            .unwrap_or(siblings.len());
        self.entries[id].parent = Some(parent);
        self.entries[parent].children.insert(at, id);
    }

    fn detach(&mut self, id: NodeId) {
        if let Some(parent) = self.entries[id].parent.take() {
            self.entries[parent].children.retain(|child| *child != id);
        }
    }
}

impl Entry {
    fn new(node: Node) -> Self {
        Self {
            node,
            parent: None,
            children: Vec::new(),
        }
    }
}

/// What the parser holds of a node.
#[derive(Debug)]
struct Handle {
    id: NodeId,
    name: QualName,
}

/// Takes the parser's orders.
struct Sink {
    tree: RefCell<Tree>,
    document: Rc<Handle>,
}

impl Sink {
    fn handle(&self, node: Node, name: QualName) -> Rc<Handle> {
        let id = self.tree.borrow_mut().add(node);
        Rc::new(Handle { id, name })
    }

    fn nameless(&self) -> Rc<Handle> {
        self.handle(Node::Other, self.document.name.clone())
    }
}

impl TreeSink for Sink {
    type Handle = Rc<Handle>;
    type Output = Tree;
    type ElemName<'a> = ExpandedName<'a>;

    fn finish(self) -> Tree {
        self.tree.into_inner()
    }

    fn parse_error(&self, _: Cow<'static, str>) {}

    fn get_document(&self) -> Rc<Handle> {
        self.document.clone()
    }

    fn elem_name<'a>(&'a self, target: &'a Rc<Handle>) -> ExpandedName<'a> {
        target.name.expanded()
    }

    fn create_element(
        &self,
        name: QualName,
        attributes: Vec<Attribute>,
        _: ElementFlags,
    ) -> Rc<Handle> {
        let node = Node::Element {
            name: name.local.to_lower(),
            attributes: attributes.into_iter().map(pair).collect(),
        };
        self.handle(node, name)
    }

    fn create_comment(&self, _: StrTendril) -> Rc<Handle> {
        self.nameless()
    }

    fn create_pi(&self, _: StrTendril, _: StrTendril) -> Rc<Handle> {
        self.nameless()
    }

    fn append(&self, parent: &Rc<Handle>, child: NodeOrText<Rc<Handle>>) {
        self.tree.borrow_mut().append(parent.id, child);
    }

    fn append_based_on_parent_node(
        &self,
        element: &Rc<Handle>,
        before: &Rc<Handle>,
        child: NodeOrText<Rc<Handle>>,
    ) {
        let mut tree = self.tree.borrow_mut();
        if tree.parent(element.id).is_some() {
            tree.insert_before(element.id, child);
        } else {
            tree.append(before.id, child);
        }
    }

    fn append_doctype_to_document(&self, _: StrTendril, _: StrTendril, _: StrTendril) {}

    fn get_template_contents(&self, target: &Rc<Handle>) -> Rc<Handle> {
        target.clone()
    }

    fn same_node(&self, left: &Rc<Handle>, right: &Rc<Handle>) -> bool {
        left.id == right.id
    }

    fn set_quirks_mode(&self, _: QuirksMode) {}

    fn append_before_sibling(&self, sibling: &Rc<Handle>, child: NodeOrText<Rc<Handle>>) {
        self.tree.borrow_mut().insert_before(sibling.id, child);
    }

    fn add_attrs_if_missing(&self, target: &Rc<Handle>, added: Vec<Attribute>) {
        if let Node::Element { attributes, .. } =
            &mut self.tree.borrow_mut().entries[target.id].node
        {
            for (key, value) in added.into_iter().map(pair) {
                if !attributes.iter().any(|(known, _)| *known == key) {
                    attributes.push((key, value));
                }
            }
        }
    }

    fn remove_from_parent(&self, target: &Rc<Handle>) {
        self.tree.borrow_mut().detach(target.id);
    }

    fn reparent_children(&self, node: &Rc<Handle>, new_parent: &Rc<Handle>) {
        let mut tree = self.tree.borrow_mut();
        let children = std::mem::take(&mut tree.entries[node.id].children);
        for child in &children {
            tree.entries[*child].parent = Some(new_parent.id);
        }
        tree.entries[new_parent.id].children.extend(children);
    }
}

fn pair(attribute: Attribute) -> (String, String) {
    (attribute.name.local.to_lower(), attribute.value.to_string())
}
