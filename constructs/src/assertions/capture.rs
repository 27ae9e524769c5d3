//! [`Capture`]: what stands in a place, for assertions of one's own.

use std::cell::RefCell;
use std::rc::Rc;

use cfn_model::Value;

/// Keeps what stands where it stands in a pattern. Its clones share what they keep.
///
/// Only what matches as a whole is kept.
#[derive(Clone, Debug, Default)]
pub struct Capture(Rc<RefCell<Vec<Value>>>);

impl Capture {
    /// One that has kept nothing yet.
    pub fn new() -> Self {
        Capture::default()
    }

    /// What was kept last.
    ///
    /// # Panics
    ///
    /// Nothing was.
    #[track_caller]
    pub fn value(&self) -> Value {
        self.0.borrow().last().cloned().expect("nothing was captured: no assertion with this capture has matched")
    }

    /// All that was kept, in the order of the assertions and of the template.
    pub fn values(&self) -> Vec<Value> {
        self.0.borrow().clone()
    }

    pub(super) fn keep(&self, value: Value) {
        self.0.borrow_mut().push(value);
    }
}
