#!/usr/bin/env bash
# Builds the image of one flavor and leaves a description of it as the build's artifact.
set -euo pipefail

flavor=${FLAVOR:?names the flavor to build}
mkdir -p .build_output
docker build --tag "containers:$flavor" "flavors/$flavor"
docker image inspect "containers:$flavor" >".build_output/$flavor.json"
