#!/bin/sh
# The real projects server on PostgreSQL, by DATABASE_URL of the environment and of .env; its numbers; a restart of
# the database under it.
# SPDX-License-Identifier: MIT
#
#   postgres.sh <the projects server>
set -u
cluster_sh=$(cd "$(dirname "$0")/../postgres" && pwd)/cluster.sh
. "$(dirname "$0")/server.sh"

cluster=$(sh "$cluster_sh" make $$) || exit 1
trap '[ -z "$pid" ] || kill -9 "$pid" 2>/dev/null; sh "$cluster_sh" remove "$cluster"; rm -rf "$folder"' EXIT
database=$(cat "$cluster/url")

printf 'DATABASE_URL="%s"\nPROJECTS_METRICS=true\nPROJECTS_CONNECTIONS=3\n' "$database" >.env
start
call POST /projects -H "$json" -d '{"name":"Roadmap","description":"Q2 features and milestones"}'
check create "$status $(header Location)" '201 /projects/1'
etag=$(header ETag)
call POST /projects -H "$json" -d '{"name":"Roadmap"}'
check 'a name twice' "$status" 409
call GET '/projects?q=ROAD&sort=-created_at'
check list "$status $(printf '%s' "$body" | sed 's/.*"total"/"total"/')" '200 "total":1,"limit":20,"offset":0}'
call PATCH /projects/1 -H "$json" -H "If-Match: $etag" -d '{"description":null}'
check change "$status" 200
call GET /metrics
count() { printf '%s\n' "$body" | grep -c "^$1$"; }
check 'connections' "$(count 'crudite_postgres_connections{state="limit"} 3')" 1
check 'statements' "$(count 'crudite_postgres_statements_total{verb="UPDATE"} 1')" 1
check 'opened' "$(count 'crudite_postgres_opened_total [123]')" 1

sh "$cluster_sh" stop "$cluster"
call GET /projects/1
check 'without a database' "$status" 503
call GET /readyz
check 'not ready' "$status" 503
sh "$cluster_sh" start "$cluster" 3<&- # which would keep the lines of the server before
call GET /projects/1
check 'with it again' "$status" 200
stop TERM 0

rm .env
export DATABASE_URL="$database"
start
call DELETE /projects/1
check 'the environment names the same database' "$status" 204
stop TERM 0
DATABASE_URL=postgresql://ada:sesame@127.0.0.1:1/none
said=$("$server" --port 0 2>&1)
check 'nothing there' "$?" 1
check 'no password is told' "$(printf '%s' "$said" | grep -c sesame)" 0

[ "$failures" -eq 0 ] && echo "all as expected"
exit "$((failures > 0))"
