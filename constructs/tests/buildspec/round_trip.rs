//! What is written reads as the same document, whatever it holds.

use std::collections::BTreeMap;

use cfn_constructs::buildspec::{
    Artifacts, Batch, BuildEnv, Builds, Buildspec, Cache, CacheAction, Commands, Env, Fanout, GraphEntry, Identifier,
    ListEntry, Matrix, MatrixEnv, OnFailure, Phase, Proxy, Report, ReportFormat, Retry, Shell, Version,
};
use cfn_model::Map;
use indexmap::IndexMap;
use proptest::collection::{btree_map, vec};
use proptest::option::of;
use proptest::prelude::*;
use proptest::sample::select;

/// Any text, and often the kind that YAML takes for something else.
fn text() -> impl Strategy<Value = String> {
    const TRICKY: &[&str] = &[
        "",
        " ",
        "~",
        "null",
        "yes",
        "NO",
        "0.2",
        "1_000",
        "0x1F",
        "22:30",
        "2010-09-09",
        "a: b",
        "- a",
        "# a",
        "a # b",
        "!Ref a",
        "*a",
        "&a",
        "{a}",
        "[a]",
        "%a",
        "@a",
        "`a`",
        "\"a\"",
        "'a'",
        "|",
        ">",
        "?",
        ":",
        "a:",
        "\\n",
        "\t",
        "é\u{1f980}",
        "a\nb",
        "a\n",
        "\na",
        "\n",
        "a\n\n",
        "  a\nb",
        "a\n  b\n",
        "a\n\tb",
        "a \nb",
        "a\r\nb",
        "---",
        "...\n",
    ];
    prop_oneof![select(TRICKY).prop_map(str::to_owned), "[ -~]{0,20}", "\\PC{0,10}", "[ -~\n]{0,30}"]
}

fn name() -> impl Strategy<Value = String> {
    const TRICKY: &[&str] = &["", "yes", "Ref", "Fn::Sub", "1", "0.2", "a b", "a: b", "<<", "=", "é", "a.b"];
    prop_oneof!["[A-Z_][A-Z0-9_]{0,8}", select(TRICKY).prop_map(str::to_owned)]
}

fn texts() -> impl Strategy<Value = Vec<String>> {
    vec(text(), 0..4)
}

fn text_map() -> impl Strategy<Value = IndexMap<String, String>> {
    vec((name(), text()), 0..4).prop_map(IndexMap::from_iter)
}

fn env() -> impl Strategy<Value = Env> {
    (of(select(Shell::ALL)), text_map(), text_map(), text_map(), texts(), any::<Option<bool>>()).prop_map(
        |(shell, variables, parameter_store, secrets_manager, exported_variables, git_credential_helper)| Env {
            shell,
            variables,
            parameter_store,
            secrets_manager,
            exported_variables,
            git_credential_helper,
        },
    )
}

fn on_failure() -> impl Strategy<Value = OnFailure> {
    let retry = (of(0..=100_u32), of("[a-z.*+-][a-z0-9.*+ -]{0,8}"))
        .prop_map(|(count, pattern)| OnFailure::Retry(Retry { count, pattern }));
    prop_oneof![Just(OnFailure::Abort), Just(OnFailure::Continue), retry]
}

fn commands(phase: Phase) -> impl Strategy<Value = Commands> {
    (of(text()), of(on_failure()), text_map(), texts(), texts()).prop_map(
        move |(run_as, on_failure, runtimes, commands, finally)| Commands {
            run_as,
            on_failure,
            runtime_versions: if phase == Phase::Install { runtimes } else { IndexMap::new() },
            commands,
            finally,
        },
    )
}

fn phases() -> impl Strategy<Value = BTreeMap<Phase, Commands>> {
    let one = select(Phase::ALL).prop_flat_map(|phase| (Just(phase), commands(phase)));
    vec(one, 0..4).prop_map(BTreeMap::from_iter)
}

fn report() -> impl Strategy<Value = Report> {
    (texts(), of(select(ReportFormat::ALL)), of(text()), any::<Option<bool>>()).prop_map(
        |(files, file_format, base_directory, discard_paths)| Report {
            files,
            file_format,
            base_directory,
            discard_paths,
        },
    )
}

fn artifacts(secondary: impl Strategy<Value = IndexMap<String, Artifacts>>) -> impl Strategy<Value = Artifacts> {
    let flags = any::<(Option<bool>, Option<bool>)>();
    (texts(), of(text()), flags, of(text()), texts(), of(text()), secondary).prop_map(
        |(files, name, (discard_paths, enable_symlinks), base_directory, exclude_paths, s3_prefix, secondary)| {
            Artifacts {
                files,
                name,
                discard_paths,
                base_directory,
                exclude_paths,
                enable_symlinks,
                s3_prefix,
                secondary,
            }
        },
    )
}

fn all_artifacts() -> impl Strategy<Value = Artifacts> {
    let secondary = vec((name(), artifacts(Just(IndexMap::new()))), 0..3);
    artifacts(secondary.prop_map(IndexMap::from_iter))
}

fn cache() -> impl Strategy<Value = Cache> {
    (of(text()), texts(), of(select(CacheAction::ALL)), texts()).prop_map(|(key, fallback_keys, action, paths)| Cache {
        key,
        fallback_keys,
        action,
        paths,
    })
}

fn build_env() -> impl Strategy<Value = BuildEnv> {
    (of(text()), of(text()), of(text()), any::<Option<bool>>(), of(text()), text_map()).prop_map(
        |(compute_type, fleet, image, privileged_mode, environment_type, variables)| BuildEnv {
            compute_type,
            fleet,
            image,
            privileged_mode,
            environment_type,
            variables,
        },
    )
}

fn identifier() -> impl Strategy<Value = Identifier> {
    text().prop_map(Identifier::from)
}

fn list_entry() -> impl Strategy<Value = ListEntry> {
    (identifier(), of(text()), build_env(), any::<(Option<bool>, Option<bool>)>()).prop_map(
        |(identifier, buildspec, env, (debug_session, ignore_failure))| ListEntry {
            identifier,
            buildspec,
            debug_session,
            env,
            ignore_failure,
        },
    )
}

fn matrix() -> impl Strategy<Value = Matrix> {
    let variables = vec((name(), texts()), 0..3).prop_map(IndexMap::from_iter);
    let env = (texts(), texts(), variables).prop_map(|(compute_types, images, variables)| MatrixEnv {
        compute_types,
        images,
        variables,
    });
    (any::<Option<bool>>(), build_env(), texts(), env).prop_map(|(ignore_failure, shared, buildspecs, env)| Matrix {
        ignore_failure,
        shared,
        buildspecs,
        env,
    })
}

fn batch() -> impl Strategy<Value = Batch> {
    let graph_entry =
        (list_entry(), vec(identifier(), 0..3)).prop_map(|(build, depend_on)| GraphEntry { build, depend_on });
    let builds = prop_oneof![
        vec(graph_entry, 0..3).prop_map(Builds::Graph),
        vec(list_entry(), 0..3).prop_map(Builds::List),
        matrix().prop_map(|matrix| Builds::Matrix(Box::new(matrix))),
        (any::<u32>(), any::<Option<bool>>())
            .prop_map(|(parallelism, ignore_failure)| Builds::Fanout(Fanout { parallelism, ignore_failure })),
    ];
    (any::<Option<bool>>(), builds).prop_map(|(fast_fail, builds)| Batch { fast_fail, builds })
}

prop_compose! {
    fn buildspec()(
        version in select(&[Version::V0_1, Version::V0_2][..]),
        run_as in of(text()),
        env in env(),
        (upload_artifacts, logs) in any::<(Option<bool>, Option<bool>)>(),
        batch in of(batch()),
        phases in phases(),
        reports in btree_map(name(), report(), 0..3),
        artifacts in of(all_artifacts()),
        cache in of(cache()),
    ) -> Buildspec {
        let reports = reports.into_iter().rev().collect();
        let proxy = Proxy { upload_artifacts, logs };
        Buildspec { version, run_as, env, proxy, batch, phases, reports, artifacts, cache, extra: Map::new() }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn what_is_written_reads_as_the_same(spec in buildspec()) {
        for written in [spec.to_yaml(), spec.to_json()] {
            let read = Buildspec::parse(&written, "").map_err(|problems| TestCaseError::fail(format!("{problems:#?}\n{written}")))?;
            prop_assert_eq!(&read, &spec, "{}", written);
            // Maps are equal in any order; the text shows that it is kept.
            prop_assert_eq!(read.to_yaml(), spec.to_yaml());
        }
    }

    #[test]
    fn judging_any_document_or_text_does_not_panic(spec in buildspec(), text in "[ -~\n]{0,200}") {
        let _ = spec.check();
        let _ = Buildspec::check_text(&spec.to_yaml(), "");
        let _ = Buildspec::check_text(&text, "");
    }
}
