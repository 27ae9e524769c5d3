//! Checks of the permissions of copied files.

use cfn_model::Severity;

use super::Check;
use crate::appspec::{Mode, Os, ServerAppspec};

pub(super) static ON_WINDOWS: Check<ServerAppspec> = Check {
    code: "appspec-permissions-on-windows",
    severity: Severity::Error,
    summary: "Permissions are given for Windows, which makes the deployment fail.",
    run: |spec, findings| {
        if spec.os == Os::Windows && !spec.permissions.is_empty() {
            let message = "permissions are given, which only Linux knows";
            findings.add("permissions", message, "take them out; a script can set those of Windows");
        }
    },
};

pub(super) static OBJECT: Check<ServerAppspec> = Check {
    code: "appspec-permission-object",
    severity: Severity::Error,
    summary: "Permissions do not say of which file or directory they are.",
    run: |spec, findings| {
        for (index, permission) in spec.permissions.iter().enumerate() {
            if permission.object.trim().is_empty() {
                findings.add(format!("permissions.{index}.object"), "the object is empty", "give an absolute path");
            }
        }
    },
};

pub(super) static MODE: Check<ServerAppspec> = Check {
    code: "appspec-permission-mode",
    severity: Severity::Error,
    summary: "A mode has more than four octal digits.",
    run: |spec, findings| {
        for (index, permission) in spec.permissions.iter().enumerate() {
            if let Some(Mode(mode)) = permission.mode.filter(|mode| mode.0 > Mode::MAX.0) {
                let message = format!("{mode:o} is no mode, 0 to {:o} are", Mode::MAX.0);
                findings.add(format!("permissions.{index}.mode"), message, "write it in octal, such as `0o644`");
            }
        }
    },
};

pub(super) static ACL: Check<ServerAppspec> = Check {
    code: "appspec-acl",
    severity: Severity::Error,
    summary: "An entry of an access control list is none that the agent takes.",
    run: |spec, findings| {
        for (index, permission) in spec.permissions.iter().enumerate() {
            for (entry, text) in permission.acls.iter().enumerate() {
                if let Some((problem, help)) = acl_problem(text) {
                    findings.add(format!("permissions.{index}.acls.{entry}"), format!("`{text}` {problem}"), help);
                }
            }
        }
    },
};

/// What is wrong with an entry, and what to do about it.
fn acl_problem(entry: &str) -> Option<(&'static str, &'static str)> {
    const FORM: (&str, &str) = ("is no entry of an access control list", "write one such as `u:mary:rw` or `m::rw`");
    let mut parts: Vec<&str> = entry.split(':').collect();
    let by_default = parts.len() > 2 && matches!(parts[0], "d" | "default");
    if by_default {
        parts.remove(0);
    }
    let (kind, name, permissions) = match parts.as_slice() {
        [kind @ ("m" | "mask" | "o" | "other"), permissions] => (*kind, "", *permissions),
        [name, permissions] => ("user", *name, *permissions),
        [kind, name, permissions] => (*kind, *name, *permissions),
        _ => return Some(FORM),
    };
    let permissions_known = matches!(permissions.as_bytes(), [b'0'..=b'7'])
        || permissions.bytes().all(|letter| matches!(letter, b'r' | b'w' | b'x' | b'-'));
    if !permissions_known {
        return Some(("allows what is not known", "write letters of `rwx-`, or a digit from 0 to 7"));
    }
    match (kind, name.is_empty()) {
        ("m" | "mask" | "o" | "other", false) => Some(("names somebody, which this kind does not", FORM.1)),
        ("m" | "mask", true) => None,
        ("u" | "user" | "g" | "group" | "o" | "other", true) if !by_default => {
            Some(("names nobody", "set the permissions of the owner, the group and others with `mode`"))
        }
        ("u" | "user" | "g" | "group" | "o" | "other", _) => None,
        _ => Some(FORM),
    }
}

#[cfg(test)]
mod tests {
    use super::super::expect;
    use super::*;
    use crate::appspec::Permission;

    fn spec(permission: Permission) -> ServerAppspec {
        ServerAppspec::new(Os::Linux).permission(permission)
    }

    #[test]
    fn windows_has_no_permissions() {
        let linux = spec(Permission::new("/srv"));
        expect(&ON_WINDOWS, &linux, &[]);
        let windows = ServerAppspec { os: Os::Windows, ..linux };
        expect(&ON_WINDOWS, &windows, &["permissions: permissions are given, which only Linux knows"]);
    }

    #[test]
    fn permissions_have_an_object() {
        expect(&OBJECT, &spec(Permission::new("")), &["permissions.0.object: the object is empty"]);
        expect(&OBJECT, &spec(Permission::new("/srv")), &[]);
    }

    #[test]
    fn modes_have_four_digits() {
        expect(&MODE, &spec(Permission::new("/srv").mode(0o7777)), &[]);
        let found = ["permissions.0.mode: 10000 is no mode, 0 to 7777 are"];
        expect(&MODE, &spec(Permission::new("/srv").mode(0o10000)), &found);
    }

    #[test]
    fn entries_name_somebody() {
        let of = |entry: &str| spec(Permission::new("/srv").acls([entry]));
        for entry in ["u:mary:rw", "mary:r-x", "m::rw", "mask:7", "d:u:mary:rwx", "default:g::rx", "group:dev:0"] {
            expect(&ACL, &of(entry), &[]);
        }
        for (entry, problem) in [
            ("u::rw", "names nobody"),
            ("o::r", "names nobody"),
            ("m:mary:rw", "names somebody, which this kind does not"),
            ("u:mary:read", "allows what is not known"),
            ("u:mary:8", "allows what is not known"),
            ("mary", "is no entry of an access control list"),
            ("z:mary:r", "is no entry of an access control list"),
            ("d:u:mary:r:x", "is no entry of an access control list"),
        ] {
            expect(&ACL, &of(entry), &[&format!("permissions.0.acls.0: `{entry}` {problem}")]);
        }
    }
}
