#!/usr/bin/env bash
# Runs the contract tests of an extension against its handlers, with what they need in a set-up stack.
# The stack is deleted in any case: after success, failure, a signal, and before it is made if one was left over.
#
# EXTENSION_PATH  folder of the extension in the source, built by build.sh
# TYPE            RESOURCE, HOOK or MODULE; a module has no handlers, and nothing to test here
# SETUP_STACK     name of the set-up stack
# SETUP_TEMPLATE  its template in the folder, test/setup.yml unless set; there is no stack if the file is not there
# TEST_SECONDS    longest time for the tests, 3600 unless set
# SAM_SECONDS     longest time until the handlers answer, 120 unless set
# SAM_PORT        local port of the handlers, 3001 unless set
# WAIT_SECONDS    see stacks.sh
# AWS_REGION      the Region, which CodeBuild sets
#
# Needs the CloudFormation CLI, the SAM CLI, Docker and the AWS CLI, and the role needs what the set-up template, the
# inputs and the handlers need.
set -euo pipefail
shopt -s inherit_errexit
# shellcheck source=stacks.sh
source "$(dirname "${BASH_SOURCE[0]}")/stacks.sh"

setup_template=${SETUP_TEMPLATE:-test/setup.yml}
sam_port=${SAM_PORT:-3001}
processes=()
status=1

# Takes down what was set up, and fails the build if that fails or if a signal ended the tests.
clean_up() {
    trap - EXIT
    kill "${processes[@]}" 2>/dev/null || true
    if [[ -f $setup_template ]]; then
        delete_stack "$SETUP_STACK" || status=1
    fi
    exit "$status"
}

set_up() {
    if [[ -f $setup_template ]]; then
        delete_stack "$SETUP_STACK"
        deploy_stack "$SETUP_STACK" "$setup_template"
    fi
}

# Serves the handlers on a local port, and waits until it answers.
start_handlers() {
    local second
    sam local start-lambda --host 127.0.0.1 --port "$sam_port" &
    processes+=($!)
    for ((second = 0; second < ${SAM_SECONDS:-120}; second++)); do
        if (: <"/dev/tcp/127.0.0.1/$sam_port") 2>/dev/null; then
            return 0
        fi
        if ! kill -0 "${processes[0]}" 2>/dev/null; then
            break
        fi
        sleep 1
    done
    printf 'error: the handlers do not answer\n' >&2
    return 1
}

# In the background, so that a signal to this script takes effect at once and ends the tests too.
run_tests() {
    timeout "${TEST_SECONDS:-3600}" cfn test --endpoint "http://127.0.0.1:$sam_port" --region "$AWS_REGION" &
    processes+=($!)
    wait "$!"
}

main() {
    : "${EXTENSION_PATH:?}" "${TYPE:?}" "${SETUP_STACK:?}" "${AWS_REGION:?}"
    cd "$EXTENSION_PATH"
    if [[ $TYPE == MODULE ]]; then
        printf 'a module has no contract tests\n'
        return 0
    fi
    trap clean_up EXIT
    set_up
    start_handlers
    run_tests
    status=0
}

main "$@"
