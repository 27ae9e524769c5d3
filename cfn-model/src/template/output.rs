//! [`Output`]: a value that a stack gives.

use super::part;
use crate::{Expr, IntoProp, Map, Prop, Value};

part! {
    /// A value that a stack gives to people, to its parent, and, where it is exported, to other stacks.
    ///
    /// See <https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/outputs-section-structure.html>.
    Output
}

impl Output {
    /// An output of that value, which is a string or becomes one.
    pub fn new(value: impl Into<Value>) -> Self {
        Output::with("Value", value)
    }

    /// What the value is, in up to 1,024 bytes.
    pub fn description(mut self, text: impl Into<String>) -> Self {
        self.0.insert_at(0, "Description", text.into());
        self
    }

    /// The name under which `Fn::ImportValue` of other stacks finds it: one of a kind in account and
    /// region. It cannot change as long as another stack imports it.
    pub fn export(self, name: impl IntoProp<String>) -> Self {
        self.put("Export", Map::from([("Name", name.into_prop().into_value())]))
    }

    /// The condition without which there is no such output.
    pub fn condition(self, name: impl Into<Value>) -> Self {
        self.put("Condition", name)
    }
}

impl<T> From<Prop<T>> for Output {
    fn from(value: Prop<T>) -> Self {
        Output::new(value)
    }
}

impl From<Expr> for Output {
    fn from(value: Expr) -> Self {
        Output::new(value)
    }
}

impl From<&str> for Output {
    fn from(value: &str) -> Self {
        Output::new(value)
    }
}

impl From<String> for Output {
    fn from(value: String) -> Self {
        Output::new(value)
    }
}

#[cfg(test)]
mod tests {
    use super::Output;
    use crate::functions;

    #[test]
    fn an_output_says_what_was_asked_for() {
        let output = Output::from(functions::reference("B")).export("b-name").description("d").condition("C");
        assert_eq!(
            serde_json::to_string(&output).unwrap(),
            r#"{"Description":"d","Value":{"Ref":"B"},"Export":{"Name":"b-name"},"Condition":"C"}"#
        );
    }
}
