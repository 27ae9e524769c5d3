#!/usr/bin/env bash
# Lets CloudFormation test the version that register.sh registered, and publishes it to everybody in this Region.
#
# EXTENSION_PATH   folder of the extension in the source
# VERSION_FILE     file with the ARN of the version; type-version-arn unless set
# TEST_LOG_BUCKET  bucket for the logs of the tests; unset for none
# PUBLIC_VERSION   version to publish as, such as 1.4.0; unset for the next minor one, as the first time it has to be
# WAIT_SECONDS     longest time for the tests, 7200 unless set
#
# Needs the AWS CLI, and an account that is registered as a publisher. The role needs cloudformation:TestType,
# DescribeType and PublishType, iam:PassRole on the execution role, and s3:PutObject on the bucket of the logs.
set -euo pipefail
shopt -s inherit_errexit

# Starts the tests of a version.
start_tests() {
    local logs=()
    if [[ -n ${TEST_LOG_BUCKET:-} ]]; then
        logs=(--log-delivery-bucket "$TEST_LOG_BUCKET")
    fi
    aws cloudformation test-type --arn "$1" "${logs[@]}"
}

# Prints something of a version.
version() {
    aws cloudformation describe-type --arn "$1" --query "$2" --output text
}

await_tests() {
    local arn=$1 poll=30 status waited
    for ((waited = 0; waited < ${WAIT_SECONDS:-7200}; waited += poll)); do
        sleep "$poll"
        status=$(version "$arn" TypeTestsStatus)
        case $status in
        PASSED) return 0 ;;
        IN_PROGRESS | NOT_TESTED) ;;
        *)
            version "$arn" TypeTestsStatusDescription >&2 || true
            printf 'error: the tests of %s ended as %s\n' "$arn" "$status" >&2
            return 1
            ;;
        esac
    done
    printf 'error: the tests of %s took too long\n' "$arn" >&2
    return 1
}

publish() {
    local number=()
    if [[ -n ${PUBLIC_VERSION:-} ]]; then
        number=(--public-version-number "$PUBLIC_VERSION")
    fi
    aws cloudformation publish-type --arn "$1" "${number[@]}"
}

main() {
    : "${EXTENSION_PATH:?}"
    cd "$EXTENSION_PATH"
    local arn
    arn=$(<"${VERSION_FILE:-type-version-arn}")
    start_tests "$arn"
    await_tests "$arn"
    publish "$arn"
}

main "$@"
