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

printf 'DATABASE_URL="%s"\nPROJECTS_METRICS=true\nPROJECTS_CONNECTIONS=3\nPROJECTS_MAX_REQUESTS=1\n' "$database" >.env
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

# One request at a time: while another session has the table, it waits, and the next is told to come back.
mkfifo statements results
lock_table() {
    psql -qAtX "$database" <statements >results 3<&- &
    exec 5>statements 6<results
    echo 'begin; lock table projects; select 1;' >&5
    read -r line <&6
}
unlock_table() {
    echo 'rollback;' >&5
    exec 5>&- 6<&-
}
# await_locked <number>: until so many statements wait for the table.
await_locked() {
    waiting="select count(*) from pg_stat_activity where wait_event_type = 'Lock'"
    tries=0
    until [ "$(psql -AtXc "$waiting" "$database")" = "$1" ]; do
        tries=$((tries + 1))
        [ "$tries" -lt 100 ] || { check 'statements that wait' 'others' "$1" && return; }
    done
}
lock_table
curl -s -o first -w '%{http_code}' "$url/projects/1" >first_status 3<&- &
first=$!
await_locked 1
call GET /projects/1
check 'one too many' "$status $(header Retry-After) $(printf '%s' "$body" | sed 's/.*"code":"\([a-z_]*\)".*/\1/')" \
    '503 1 overloaded'
call GET /healthz
check 'a probe is none too many' "$status" 200
unlock_table
wait "$first"
check 'the one in progress' "$(cat first_status)" 200
call GET /projects/1
check 'the next' "$status" 200

sh "$cluster_sh" stop "$cluster"
call GET /projects/1
check 'without a database' "$status" 503
call GET /readyz
check 'not ready' "$status" 503
sh "$cluster_sh" start "$cluster" 3<&- # which would keep the lines of the server before
call GET /projects/1
check 'with it again' "$status" 200
stop TERM 0

# Many at a time, and one thread: while another session has the table they all wait, and none for the thread.
printf 'DATABASE_URL="%s"\nPROJECTS_THREADS=1\nPROJECTS_CONNECTIONS=3\nPROJECTS_DRAIN_DEADLINE=1\n' "$database" >.env
start
lock_table
for n in 1 2 3 4 5 6 7 8 9 10; do
    curl -s -o /dev/null -w '%{http_code}\n' "$url/projects/1" >"many$n" 3<&- &
    eval "many$n=\$!"
done
await_locked 3
call GET /healthz
check 'a probe while ten wait' "$status" 200
unlock_table
for n in 1 2 3 4 5 6 7 8 9 10; do
    eval "wait \$many$n"
    check "the one that waited, $n" "$(cat "many$n")" 200
done

# What still waits when the time to stop is over is given up, at the database as well.
lock_table
curl -s -o /dev/null "$url/projects/1" 3<&- &
late=$!
await_locked 1
stop TERM 0
wait "$late"
check 'the one too late' "$?" 52
await_locked 0
unlock_table

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
