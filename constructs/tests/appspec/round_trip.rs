//! What is written reads as the same document, whatever it holds.

use std::collections::BTreeMap;

use cfn_constructs::appspec::{
    Appspec, AwsVpc, CapacityProvider, EcsAppspec, EcsHook, FileExistsBehavior, FileMapping, Hook, LambdaAppspec,
    LambdaHook, Mode, ObjectType, Os, Permission, Script, SeLinuxContext, ServerAppspec, ServerHook,
};
use cfn_constructs::services::Seconds;
use proptest::collection::{btree_map, vec};
use proptest::option::of;
use proptest::prelude::*;
use proptest::sample::{select, subsequence};

/// Text, and often the kind that YAML takes for something else.
fn text() -> impl Strategy<Value = String> {
    const TRICKY: &[&str] = &[
        "",
        "~",
        "yes",
        "0.0",
        "0644",
        "22:30",
        "a: b",
        "- a",
        "# a",
        "!Ref a",
        "*a",
        "<X>",
        "\\",
        "é\u{1f980}",
        "a\nb",
    ];
    prop_oneof![select(TRICKY).prop_map(str::to_owned), "[a-zA-Z0-9 /._:-]{0,12}"]
}

fn hook<H: Hook + std::fmt::Debug>() -> impl Strategy<Value = H> {
    select(H::ALL)
}

prop_compose! {
    fn context()(user in of(text()), kind in text(), range in of(text())) -> SeLinuxContext {
        SeLinuxContext { user, kind, range }
    }
}

prop_compose! {
    fn permission()(
        texts in (text(), of(text()), vec(text(), 0..3), of(text()), of(text())),
        mode in of(0..=0o7777_u16),
        acls in vec(text(), 0..3),
        context in of(context()),
        types in subsequence(ObjectType::ALL, 0..=2),
    ) -> Permission {
        let (object, pattern, except, owner, group) = texts;
        Permission { object, pattern, except, owner, group, mode: mode.map(Mode), acls, context, types }
    }
}

prop_compose! {
    fn script()(location in text(), timeout in of(any::<u32>()), run_as in of(text())) -> Script {
        Script { location, timeout: timeout.map(Seconds), run_as }
    }
}

prop_compose! {
    fn server()(
        os in select(Os::ALL),
        files in vec((text(), text()), 0..3),
        file_exists_behavior in of(select(FileExistsBehavior::ALL)),
        permissions in vec(permission(), 0..3),
        hooks in btree_map(hook::<ServerHook>(), vec(script(), 0..3), 0..4),
    ) -> Appspec {
        let files = files.into_iter().map(|(source, destination)| FileMapping { source, destination }).collect();
        ServerAppspec { os, files, file_exists_behavior, permissions, hooks }.into()
    }
}

/// A name of a resource: a key may not be empty.
fn name() -> impl Strategy<Value = String> {
    "[a-zA-Z][a-zA-Z0-9-]{0,8}"
}

prop_compose! {
    fn lambda()(
        resource in name(),
        [name, alias, current_version, target_version] in [text(), text(), text(), text()],
        hooks in btree_map(hook::<LambdaHook>(), text(), 0..3),
    ) -> Appspec {
        LambdaAppspec { resource, name, alias, current_version, target_version, hooks }.into()
    }
}

prop_compose! {
    fn vpc()(subnets in vec(text(), 0..3), security_groups in vec(text(), 0..3), assign_public_ip: bool) -> AwsVpc {
        AwsVpc { subnets, security_groups, assign_public_ip }
    }
}

prop_compose! {
    fn provider()(capacity_provider in text(), base in of(any::<u32>()), weight in of(any::<u32>()))
        -> CapacityProvider
    {
        CapacityProvider { capacity_provider, base, weight }
    }
}

prop_compose! {
    fn ecs()(
        resource in name(),
        task_definition in text(),
        container in (text(), any::<u16>()),
        platform_version in of(text()),
        network in of(vpc()),
        capacity_provider_strategy in vec(provider(), 0..3),
        hooks in btree_map(hook::<EcsHook>(), text(), 0..3),
    ) -> Appspec {
        let (container_name, container_port) = container;
        EcsAppspec {
            resource,
            task_definition,
            container_name,
            container_port,
            platform_version,
            network,
            capacity_provider_strategy,
            hooks,
        }
        .into()
    }
}

proptest! {
    #[test]
    fn what_is_written_reads_as_the_same(spec in prop_oneof![server(), lambda(), ecs()]) {
        let read = |text: String| Appspec::parse(&text, "").map_err(|problems| (text, problems));
        prop_assert_eq!(read(spec.to_yaml()), Ok(spec.clone()));
        prop_assert_eq!(read(spec.to_json()), Ok(spec.clone()));
        prop_assert_eq!(Appspec::from_value(&spec.to_value()), Ok(spec));
    }

    #[test]
    fn no_text_is_too_bad_to_be_judged(text in "(version|os|hooks|Resources|Hooks|[-:{}\\[\\], \n'0.]|a){0,30}") {
        let parsed = Appspec::parse(&text, "");
        prop_assert_eq!(parsed.is_err(), parsed.err().is_some_and(|problems| !problems.is_empty()));
        Appspec::check_text(&text, "");
    }
}

#[test]
fn hooks_are_written_in_the_order_in_which_they_run() {
    let hooks =
        BTreeMap::from([(EcsHook::AfterAllowTraffic, "b".to_owned()), (EcsHook::BeforeInstall, "a".to_owned())]);
    let text = EcsAppspec { hooks, ..EcsAppspec::new("<T>", "web", 80) }.to_yaml();
    assert!(text.ends_with("Hooks:\n  - BeforeInstall: a\n  - AfterAllowTraffic: b\n"), "{text}");
}
