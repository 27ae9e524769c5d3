//! [`check_account`]: account ids have 12 digits.

use cfn_model::Diagnostic;

use crate::Stack;

/// Reports an account id that is none.
pub(crate) fn check_account(stack: &mut Stack, property: &str, account: &str) {
    if account.len() != 12 || !account.bytes().all(|digit| digit.is_ascii_digit()) {
        stack.report(
            Diagnostic::error("account-id", format!("`{account}` is no account id"))
                .property(property)
                .help("write the 12 digits of the account, with leading zeros"),
        );
    }
}
