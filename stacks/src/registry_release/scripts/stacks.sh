#!/usr/bin/env bash
# What the scripts that test with stacks share. They source it; it does nothing on its own.
#
# WAIT_SECONDS  longest time for one change of a stack, 1500 unless set; the time limit of the build has to be above the
#               sum of all that it waits for, or a stack may stay
set -euo pipefail

# Creates a stack, or updates it, from a template file. Shows what failed, which is gone with the stack.
# Takes the name of the stack, its template, and more arguments of `aws cloudformation deploy`.
deploy_stack() {
    local name=$1 template=$2
    shift 2
    if timeout "${WAIT_SECONDS:-1500}" aws cloudformation deploy --stack-name "$name" --template-file "$template" \
        --capabilities CAPABILITY_NAMED_IAM CAPABILITY_AUTO_EXPAND --no-fail-on-empty-changeset "$@"; then
        return 0
    fi
    aws cloudformation describe-stack-events --stack-name "$name" --output text --query \
        "StackEvents[?contains(ResourceStatus, 'FAILED')].[LogicalResourceId, ResourceStatusReason]" >&2 || true
    printf 'error: the stack %s could not be deployed\n' "$name" >&2
    return 1
}

# Deletes a stack and waits until it is gone. A stack that is not there is gone.
delete_stack() {
    local name=$1
    if aws cloudformation delete-stack --stack-name "$name" &&
        timeout "${WAIT_SECONDS:-1500}" aws cloudformation wait stack-delete-complete --stack-name "$name"; then
        return 0
    fi
    printf 'error: the stack %s could not be deleted; delete it by hand\n' "$name" >&2
    return 1
}
