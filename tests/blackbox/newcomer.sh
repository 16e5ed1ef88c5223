#!/bin/sh
# The first of the README's two commands, and what a newcomer does next.
# SPDX-License-Identifier: MIT
#
#   newcomer.sh <examples/run.sh> [postgres]     it builds in CRUDITE_BUILD_DIR; the second: on PostgreSQL as well
set -u
cluster_sh=$(cd "$(dirname "$0")/../postgres" && pwd)/cluster.sh
. "$(dirname "$0")/server.sh"

check help "$("$server" --help | sed -n 1p)" 'usage: examples/run.sh [options of the server]'
# What the README does with curl.
workflow() {
    start
    call POST /projects -H "$json" -d '{"name":"Roadmap","description":"Q2 features and milestones"}'
    check create "$status $(header Location)" '201 /projects/1'
    call GET '/projects?limit=10&offset=0&q=road'
    check list "$status $(printf '%s' "$body" | grep -c '"total":1,"limit":10,"offset":0')" '200 1'
    call PATCH /projects/1 -H "$json" -d '{"description":"Updated: Q2 + Q3 planning"}'
    check patch "$status" 200
    call GET /docs
    check docs "$status $(header Content-Type)" '200 text/html; charset=utf-8'
    call DELETE /projects/1
    check delete "$status" 204
    stop TERM 0
}
workflow
check 'the file is where it was called' "$(ls projects.db)" projects.db
check help "$("$server" --help | grep -c -e '--threads')" 1

if [ "${2:-}" = postgres ]; then
    cluster=$(sh "$cluster_sh" make $$) || exit 1
    trap '[ -z "$pid" ] || kill -9 "$pid" 2>/dev/null; sh "$cluster_sh" remove "$cluster"; rm -rf "$folder"' EXIT
    printf 'DATABASE_URL=%s\n' "$(cat "$cluster/url")" >.env
    workflow
    rm .env
    export DATABASE_URL="$(cat "$cluster/url")"
    start
    call POST /projects -H "$json" -d '{"name":"Atlas"}'
    check 'the environment names the same database' "$status $(header Location)" '201 /projects/2'
    stop TERM 0
fi

exit "$failures"
