#!/usr/bin/env bash
# Copies the version of the source that was tested into the bucket of the next account, whose pipeline it starts.
#
# SOURCE_BUCKET   bucket of the tested source
# OBJECT_KEY      its key
# VERSION_ID      its version, from the variable VersionId of the source action
# PUBLISH_BUCKET  bucket of the next account
# PUBLISH_KEY     key there, as OBJECT_KEY unless set
# ROLE_ARN        role of the next account to copy as
#
# Needs the AWS CLI. The build's role needs sts:AssumeRole on ROLE_ARN. That role needs s3:GetObjectVersion on the
# source, s3:PutObject on the copy, and kms:Decrypt and kms:GenerateDataKey on the keys of the buckets; the policies of
# the source's bucket and key have to let it in. The revision summary goes along with the copy.
set -euo pipefail
shopt -s inherit_errexit

# Becomes another role: what the CLI does from here on, it does as that one. Nothing of it is printed or an argument.
assume() {
    local answer
    answer=$(aws sts assume-role --role-arn "$1" --role-session-name promote --duration-seconds 900 \
        --query 'Credentials.[AccessKeyId, SecretAccessKey, SessionToken]' --output text)
    read -r AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY AWS_SESSION_TOKEN <<<"$answer"
    : "${AWS_SESSION_TOKEN:?is not in the answer of STS}"
    export AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY AWS_SESSION_TOKEN
}

main() {
    : "${SOURCE_BUCKET:?}" "${OBJECT_KEY:?}" "${VERSION_ID:?}" "${PUBLISH_BUCKET:?}" "${ROLE_ARN:?}"
    assume "$ROLE_ARN"
    aws s3api copy-object --copy-source "$SOURCE_BUCKET/$OBJECT_KEY?versionId=$VERSION_ID" \
        --bucket "$PUBLISH_BUCKET" --key "${PUBLISH_KEY:-$OBJECT_KEY}" --tagging-directive REPLACE \
        --query VersionId --output text
}

main "$@"
