#!/usr/bin/env bash
# Tests the registered version of an extension with stacks: a new copy of the integration template can be created and
# deleted, and the copy that is kept from release to release can be updated.
# The new copy is deleted in any case: after success, failure, a signal, and before it is made if one was left over.
#
# EXTENSION_PATH        folder of the extension in the source
# INTEGRATION_TEMPLATE  template in the folder, test/integ.yml unless set
# TEMPORARY_STACK       name of the copy that is created and deleted
# KEPT_STACK            name of the copy that is kept
# CODEBUILD_BUILD_ID    the build, which CodeBuild sets; the kept copy is tagged with it
# WAIT_SECONDS          see stacks.sh
#
# Needs the AWS CLI, and the role needs what the template needs, and to tag its resources.
set -euo pipefail
shopt -s inherit_errexit
# shellcheck source=stacks.sh
source "$(dirname "${BASH_SOURCE[0]}")/stacks.sh"

status=1

# Deletes the new copy, and fails the build if that fails or if a signal ended the test.
clean_up() {
    trap - EXIT
    delete_stack "$TEMPORARY_STACK" || status=1
    exit "$status"
}

# Takes the kept copy away if it was never created in full: such a stack can only be deleted.
forget_failed_creation() {
    local state
    # The call fails as long as there is no such stack.
    state=$(aws cloudformation describe-stacks --stack-name "$KEPT_STACK" --output text \
        --query 'Stacks[0].StackStatus' 2>/dev/null) || return 0
    case $state in
    ROLLBACK_COMPLETE | ROLLBACK_FAILED | CREATE_FAILED) delete_stack "$KEPT_STACK" ;;
    esac
}

main() {
    : "${EXTENSION_PATH:?}" "${TEMPORARY_STACK:?}" "${KEPT_STACK:?}" "${CODEBUILD_BUILD_ID:?}"
    cd "$EXTENSION_PATH"
    local template=${INTEGRATION_TEMPLATE:-test/integ.yml}
    trap clean_up EXIT
    delete_stack "$TEMPORARY_STACK"
    deploy_stack "$TEMPORARY_STACK" "$template"
    forget_failed_creation
    # With the same template and tags as before there would be nothing to update.
    deploy_stack "$KEPT_STACK" "$template" --tags "Build=$CODEBUILD_BUILD_ID"
    status=0
}

main "$@"
