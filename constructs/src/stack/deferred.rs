//! What constructs hold back until synthesis, when everything has been said.

use std::any::Any;
use std::fmt;

use cfn_model::{Handle, Target};

use super::Stack;

/// The part of a construct that depends on everything that is said until synthesis.
///
/// It is data that can be changed, see [`Stack::deferred`], until synthesis finishes it. What it adds
/// so is derived from its last state: what was taken out of it leaves nothing behind.
pub(crate) trait Deferred: Any + Send + Sync {
    /// Adds what is left to add. The scope is the construct's own.
    fn finish(self: Box<Self>, stack: &mut Stack);
}

/// Something deferred, and the resource it belongs to.
pub(crate) struct Waiting {
    owner: Target,
    work: Box<dyn Deferred>,
}

/// Work for another stack, which it does when synthesis begins.
pub(crate) struct Errand {
    pub(crate) tree: u32,
    pub(crate) work: Box<dyn FnOnce(&mut Stack) + Send + Sync>,
}

impl Stack {
    /// Holds `work` back until synthesis. `owner` is the construct's main resource, by which it is found again.
    pub(crate) fn defer<T>(&mut self, owner: Handle<T>, work: impl Deferred) {
        self.waiting.push(Waiting { owner: owner.target(), work: Box::new(work) });
    }

    /// What the construct of that resource holds back; nothing where it is another stack's, which is reported.
    pub(crate) fn deferred<T, D: Deferred>(&mut self, owner: Handle<T>) -> Option<&mut D> {
        let owner = owner.target();
        self.own(owner)?;
        let waiting = self.waiting.iter_mut().find(|waiting| waiting.owner == owner)?;
        let work: &mut dyn Any = &mut *waiting.work;
        work.downcast_mut()
    }

    /// Runs `work` on the stack that holds `target`: at once where that is this one, otherwise when synthesis begins.
    pub(crate) fn at_home_of(&mut self, target: Target, work: impl FnOnce(&mut Stack) + Send + Sync + 'static) {
        if target.tree == self.uid {
            work(self);
        } else {
            self.errands.push(Errand { tree: target.tree, work: Box::new(work) });
        }
    }

    /// Finishes what is held back, also what is held back meanwhile.
    pub(crate) fn finish(&mut self) {
        while !self.waiting.is_empty() {
            for Waiting { owner, work } in std::mem::take(&mut self.waiting) {
                self.beside(Handle::<()>::from_target(owner), |stack| work.finish(stack));
            }
        }
    }
}

impl fmt::Debug for Waiting {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Waiting").field("owner", &self.owner).finish_non_exhaustive()
    }
}
