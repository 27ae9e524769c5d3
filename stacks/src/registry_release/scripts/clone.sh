#!/usr/bin/env bash
# Hands a commit to a pipeline: fetches it with git and puts it into a bucket as a zip.
#
# REPOSITORY_URL  https address of the repository
# BRANCH          branch whose newest commit is taken when COMMIT is not set
# COMMIT          commit to take, in full; unset or empty in a build that is started by hand
# SUMMARY         line that the pipeline shows for the revision; the subject of the commit if unset or empty
# SOURCE_BUCKET   versioned bucket that the pipeline watches
# OBJECT_KEY      key that the pipeline watches in it
# GIT_TOKEN       token that may read the repository, from Secrets Manager; unset if anybody may read it
# WAIT_SECONDS    longest time for fetching, 600 unless set
#
# Needs git, coreutils and the AWS CLI; s3:PutObject on the object, and kms:GenerateDataKey and kms:Decrypt on the
# key of the bucket if it has one. Submodules and files of Git LFS are not fetched.
set -euo pipefail
shopt -s inherit_errexit

fail() {
    printf 'error: %s\n' "$1" >&2
    exit 1
}

# Prints what to fetch: the commit or the branch.
revision() {
    if [[ -n ${COMMIT:-} ]]; then
        [[ $COMMIT =~ ^([0-9a-f]{40}|[0-9a-f]{64})$ ]] || fail "COMMIT is not a commit in full"
        printf '%s' "$COMMIT"
    else
        git check-ref-format "refs/heads/$BRANCH" || fail "BRANCH is not the name of a branch"
        printf 'refs/heads/%s' "$BRANCH"
    fi
}

# Fetches a revision of the repository without its history into a folder.
fetch() {
    local folder=$1 revision=$2 credentials=()
    if [[ -n ${GIT_TOKEN:-} ]]; then
        # Git runs the helper in a shell of its own: the token is in no argument, no file and no address.
        # The empty helper takes out those of the machine, which might store the token.
        # shellcheck disable=SC2016
        credentials=(-c credential.helper=
            -c 'credential.helper=!f() { echo username=x-access-token; printf "password=%s\n" "$GIT_TOKEN"; }; f')
    fi
    git init --quiet "$folder"
    GIT_TERMINAL_PROMPT=0 GIT_ALLOW_PROTOCOL=${GIT_ALLOW_PROTOCOL:-https} \
        timeout "${WAIT_SECONDS:-600}" git -C "$folder" "${credentials[@]}" \
        fetch --quiet --depth 1 --no-tags -- "$REPOSITORY_URL" "$revision"
}

# Writes what was fetched as a zip whose bytes depend on the commit alone.
archive() {
    local folder=$1 zip=$2
    # What a project leaves out of its releases is still needed to test it.
    printf '* -export-ignore -export-subst\n' >"$folder/.git/info/attributes"
    TZ=UTC git -C "$folder" archive --format=zip --output="$zip" FETCH_HEAD
}

# Prints the first line of a text as far as metadata of S3 can hold it: printable ASCII, 2 KB with everything.
plain() {
    local line=${1%%$'\n'*}
    line=$(printf '%s' "$line" | LC_ALL=C tr -cd ' -~')
    printf '%s' "${line:0:256}"
}

# Prints the metadata of the object as JSON.
metadata() {
    local summary=${1//\\/\\\\}
    printf '{"codepipeline-artifact-revision-summary": "%s"}' "${summary//\"/\\\"}"
}

main() {
    : "${REPOSITORY_URL:?}" "${SOURCE_BUCKET:?}" "${OBJECT_KEY:?}"
    local commit metadata revision subject summary version
    revision=$(revision)
    work=$(mktemp -d)
    trap 'rm -rf "$work"' EXIT
    fetch "$work/repository" "$revision"
    commit=$(git -C "$work/repository" rev-parse 'FETCH_HEAD^{commit}')
    subject=$(git -C "$work/repository" log -1 --format=%s FETCH_HEAD)
    summary=$(plain "${SUMMARY:-$subject}")
    metadata=$(metadata "${summary:-$commit}")
    archive "$work/repository" "$work/source.zip"
    version=$(aws s3api put-object --bucket "$SOURCE_BUCKET" --key "$OBJECT_KEY" --body "$work/source.zip" \
        --metadata "$metadata" --query VersionId --output text)
    printf 'put %s into %s as version %s\n' "$commit" "$SOURCE_BUCKET" "$version"
}

main "$@"
