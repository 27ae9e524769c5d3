//! The text of a definition, with `${…}` where only the deployment knows what stands there.

use cfn_model::{Function, Value};

/// The text that a value is, or will be as far as it is known; `None` where nothing can be told.
pub(super) fn of(value: &Value) -> Option<String> {
    if let Some(text) = value.as_str() {
        return Some(text.to_owned());
    }
    let call = value.as_intrinsic()?;
    match (call.function, &call.argument) {
        (Function::Sub, Value::String(text)) => Some(text.clone()),
        (Function::Sub, Value::List(parts)) => parts.first()?.as_str().map(str::to_owned),
        (Function::Join, Value::List(parts)) => {
            let [delimiter, items] = parts.as_slice() else { return None };
            let items = items.as_list()?.iter();
            let items: Vec<String> = items.map(|item| item.as_str().unwrap_or("${Value}").to_owned()).collect();
            Some(items.join(delimiter.as_str()?))
        }
        _ => None,
    }
}
