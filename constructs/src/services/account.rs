//! [`check_account`]: account ids have 12 digits.

use cfn_model::Diagnostic;

use crate::{Environment, Stack};

/// Reports an account id that is none.
pub(crate) fn check_account(stack: &mut Stack, property: &str, account: &str) {
    if !Environment::is_account(account) {
        stack.report(
            Diagnostic::error("account-id", format!("`{account}` is no account id"))
                .property(property)
                .help("write the 12 digits of the account, with leading zeros"),
        );
    }
}
