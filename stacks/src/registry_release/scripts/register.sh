#!/usr/bin/env bash
# Registers what build.sh packed as a new version of the extension in this account and Region, and makes it the default.
#
# EXTENSION_PATH      folder of the extension in the source
# TYPE                RESOURCE, HOOK or MODULE
# TYPE_NAME           name of the extension, such as Acme::Storage::Shelf
# HANDLER_BUCKET      bucket for the package
# EXECUTION_ROLE_ARN  role that CloudFormation assumes for the handlers; unset if they call nothing of AWS
# VERSION_FILE        file for the ARN of the new version, which publish.sh reads; type-version-arn unless set
# WAIT_SECONDS        longest time for the registration, 1500 unless set
#
# Needs the AWS CLI. The role needs s3:PutObject and s3:GetObject on the package, cloudformation:RegisterType,
# DescribeTypeRegistration and SetTypeDefaultVersion, and iam:PassRole on the execution role.
# CloudFormation keeps 50 versions of a type: the registration fails until old ones are deregistered.
set -euo pipefail
shopt -s inherit_errexit

# Uploads the package under a name that depends on what is in it, and prints its address.
upload() {
    local package sum
    package=${TYPE_NAME//::/-}
    package=${package,,}
    sum=$(sha256sum "$package.zip")
    aws s3api put-object --bucket "$HANDLER_BUCKET" --key "$package/${sum%% *}.zip" --body "$package.zip" >/dev/null
    printf 's3://%s/%s/%s.zip' "$HANDLER_BUCKET" "$package" "${sum%% *}"
}

# Starts the registration of the package at an address, and prints its token.
register() {
    local role=()
    if [[ -n ${EXECUTION_ROLE_ARN:-} ]]; then
        role=(--execution-role-arn "$EXECUTION_ROLE_ARN")
    fi
    aws cloudformation register-type --type "$TYPE" --type-name "$TYPE_NAME" --schema-handler-package "$1" \
        "${role[@]}" --query RegistrationToken --output text
}

# Prints something of a registration.
registration() {
    aws cloudformation describe-type-registration --registration-token "$1" --query "$2" --output text
}

await_registration() {
    if ! timeout "${WAIT_SECONDS:-1500}" aws cloudformation wait type-registration-complete \
        --registration-token "$1"; then
        registration "$1" Description >&2 || true
        printf 'error: %s was not registered\n' "$TYPE_NAME" >&2
        return 1
    fi
}

main() {
    : "${EXTENSION_PATH:?}" "${TYPE:?}" "${TYPE_NAME:?}" "${HANDLER_BUCKET:?}"
    cd "$EXTENSION_PATH"
    local arn package token file=${VERSION_FILE:-type-version-arn}
    # What an earlier build left there must not be published in place of this one.
    rm -f "$file"
    package=$(upload)
    token=$(register "$package")
    await_registration "$token"
    arn=$(registration "$token" TypeVersionArn)
    aws cloudformation set-type-default-version --arn "$arn"
    printf '%s\n' "$arn" >"$file"
    printf 'registered %s\n' "$arn"
}

main "$@"
