#!/usr/bin/env bash
# Builds an extension of the CloudFormation registry and packs it, as it is tested and registered afterwards.
#
# EXTENSION_PATH  folder of the extension in the source
# LANGUAGE        java, python, go or typescript; none for a module
#
# Leaves the package in the folder, named like the type in small letters: acme-storage-shelf.zip
# Needs the CloudFormation CLI with the plugin of the language, and the tools of the language.
set -euo pipefail

compile() {
    case $LANGUAGE in
    java) mvn --batch-mode --no-transfer-progress package ;;
    go) make build ;;
    typescript)
        npm ci --no-audit --no-fund
        npm run build
        ;;
    python | none) ;;
    *)
        printf 'error: LANGUAGE is %q; java, python, go, typescript and none are known\n' "$LANGUAGE" >&2
        return 1
        ;;
    esac
}

main() {
    : "${EXTENSION_PATH:?}" "${LANGUAGE:?}"
    cd "$EXTENSION_PATH"
    cfn validate
    cfn generate
    compile
    cfn submit --dry-run
}

main "$@"
