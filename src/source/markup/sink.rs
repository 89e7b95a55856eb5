//! What html5ever's parser builds the tree through: its orders become nodes of [`Tree`].

use super::TooMuch;
use super::tree::{Node, NodeId, Tree};
use crate::source::limits::Limits;
use crate::value::fold::ToLower;
use html5ever::Attribute;
use html5ever::interface::{
    ElementFlags, ExpandedName, NodeOrText, QualName, QuirksMode, TreeSink,
};
use html5ever::tendril::StrTendril;
use std::borrow::Cow;
use std::cell::{Cell, RefCell};
use std::rc::Rc;

/// What the parser holds of a node.
#[derive(Debug)]
pub struct Handle {
    id: NodeId,
    name: QualName,
}

/// Takes the parser's orders.
pub struct Sink {
    tree: RefCell<Tree>,
    document: Rc<Handle>,
    /// The depth of the deepest node so far.
    deepest: Cell<usize>,
}

impl Sink {
    pub fn new() -> Self {
        Self {
            tree: RefCell::new(Tree::empty()),
            document: Rc::new(Handle {
                id: 0,
                name: QualName::new(None, html5ever::ns!(), html5ever::local_name!("")),
            }),
            deepest: Cell::new(0),
        }
    }

    /// Holds what was built so far against `limits`.
    ///
    /// # Errors
    /// The limit that is passed.
    pub fn check(&self, limits: &Limits) -> Result<(), TooMuch> {
        if self.deepest.get() > limits.depth {
            return Err(TooMuch::Depth(limits.depth));
        }
        if self.tree.borrow().size() > limits.elements {
            return Err(TooMuch::Elements(limits.elements));
        }
        Ok(())
    }

    /// Notes the depth of what was put below or beside `id`.
    fn note(&self, tree: &Tree, id: NodeId) {
        self.deepest
            .set(self.deepest.get().max(tree.depth_at_first(id) + 1));
    }

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
        let mut tree = self.tree.borrow_mut();
        match child {
            NodeOrText::AppendNode(node) => tree.append(parent.id, node.id),
            NodeOrText::AppendText(words) => tree.append_text(parent.id, &words),
        }
        self.note(&tree, parent.id);
    }

    fn append_based_on_parent_node(
        &self,
        element: &Rc<Handle>,
        before: &Rc<Handle>,
        child: NodeOrText<Rc<Handle>>,
    ) {
        if self.tree.borrow().parent(element.id).is_some() {
            self.append_before_sibling(element, child);
        } else {
            self.append(before, child);
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
        let mut tree = self.tree.borrow_mut();
        let id = match child {
            NodeOrText::AppendNode(node) => node.id,
            NodeOrText::AppendText(words) => tree.add(Node::Text(words.to_string())),
        };
        tree.insert_before(sibling.id, id);
        self.note(&tree, sibling.id);
    }

    fn add_attrs_if_missing(&self, target: &Rc<Handle>, added: Vec<Attribute>) {
        let added = added.into_iter().map(pair).collect();
        self.tree.borrow_mut().add_attributes(target.id, added);
    }

    fn remove_from_parent(&self, target: &Rc<Handle>) {
        self.tree.borrow_mut().detach(target.id);
    }

    fn reparent_children(&self, node: &Rc<Handle>, new_parent: &Rc<Handle>) {
        self.tree.borrow_mut().move_children(node.id, new_parent.id);
    }
}

fn pair(attribute: Attribute) -> (String, String) {
    (attribute.name.local.to_lower(), attribute.value.to_string())
}
