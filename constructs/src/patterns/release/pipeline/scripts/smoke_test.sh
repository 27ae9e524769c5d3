#!/usr/bin/env bash
# Creates a stack of a released template, looks whether it works, and deletes it.
# The stack is deleted in any case: after success, failure, a signal, and before it is made if one was left over.
#
# TEMPLATE_URL  https URL of the template in the channel that is tested
# STACK         name of the stack, which is of this test alone
# ROLE_ARN      role that CloudFormation creates and deletes the stack with
# PARAMETERS    values of the template's parameters as JSON: [{"ParameterKey": "...", "ParameterValue": "..."}]
# PROBE         commands that look whether it works; each output of the stack is a variable OUTPUT_<name>
# WAIT_SECONDS  longest time for the creation, and for the deletion, 3600 unless set; for the probe 900
#
# Needs the AWS CLI and jq. The time limit of the build has to be above the sum of all that it waits for.
set -euo pipefail
shopt -s inherit_errexit

status=1
probing=

delete_stack() {
    if aws cloudformation delete-stack --stack-name "$STACK" --role-arn "$ROLE_ARN" &&
        timeout "${WAIT_SECONDS:-3600}" aws cloudformation wait stack-delete-complete --stack-name "$STACK"; then
        return 0
    fi
    printf 'error: the stack %s could not be deleted; delete it by hand\n' "$STACK" >&2
    return 1
}

# Takes the stack down, and fails the build if that fails or if a signal ended the test.
clean_up() {
    trap - EXIT
    if [[ -n $probing ]]; then
        kill "$probing" 2>/dev/null || true
    fi
    delete_stack || status=1
    exit "$status"
}

create_stack() {
    aws cloudformation create-stack --stack-name "$STACK" --template-url "$TEMPLATE_URL" --role-arn "$ROLE_ARN" \
        --parameters "${PARAMETERS:-[]}" --capabilities CAPABILITY_NAMED_IAM CAPABILITY_AUTO_EXPAND \
        --on-failure DO_NOTHING
    if timeout "${WAIT_SECONDS:-3600}" aws cloudformation wait stack-create-complete --stack-name "$STACK"; then
        return 0
    fi
    aws cloudformation describe-stack-events --stack-name "$STACK" --output text --query \
        "StackEvents[?contains(ResourceStatus, 'FAILED')].[LogicalResourceId, ResourceStatusReason]" >&2 || true
    printf 'error: the stack %s could not be created\n' "$STACK" >&2
    return 1
}

# Runs the commands with the outputs of the stack. In the background, so that a signal takes effect at once.
run_probe() {
    local outputs name value
    outputs=$(aws cloudformation describe-stacks --stack-name "$STACK" --query 'Stacks[0].Outputs' --output json)
    outputs=$(jq -r '(. // [])[] | [.OutputKey, .OutputValue] | @tsv' <<<"$outputs")
    while IFS=$'\t' read -r name value; do
        if [[ -n $name ]]; then
            export "OUTPUT_$name=$value"
        fi
    done <<<"$outputs"
    timeout 900 bash -euo pipefail -c "$PROBE" &
    probing=$!
    wait "$probing"
    probing=
}

main() {
    : "${TEMPLATE_URL:?}" "${STACK:?}" "${ROLE_ARN:?}" "${PROBE:?}"
    trap clean_up EXIT
    delete_stack
    create_stack
    run_probe
    status=0
}

main "$@"
