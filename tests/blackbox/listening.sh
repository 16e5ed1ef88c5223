#!/bin/sh
# Where the real server listens, with how many threads, and what it says: nothing but its start line and its log.
# SPDX-License-Identifier: MIT
#
#   listening.sh <the projects server>
set -u
. "$(dirname "$0")/server.sh"

# threads: of the server, by the system.
threads() { ls "/proc/$pid/task" | wc -l; }

# All it writes, to where: a line at the start, one an answer.
"$server" --port 0 --database memory: >out 2>err &
pid=$!
until grep -q listening err; do kill -0 "$pid" || break; done
url=http:$(sed -n 's/.*listening on http://p' err)
call GET /projects
call GET /nothing
call POST /projects -H "$json" -d '{"name":1}'
call TRACE /projects
stop TERM 0
check 'nothing on stdout' "$(cat out)" ''
check 'one start line' "$(grep -c '^crudite: listening on http://127\.0\.0\.1:[0-9]*$' err)" 1
check 'an object an answer' "$(grep -c '^{.*}$' err)" 4
check 'nothing else' "$(wc -l <err | tr -d ' ')" 5

# Quiet: nothing at all.
"$server" --port 0 --database memory: --quiet >out 2>err &
pid=$!
# It can be called once it waits for connections; where, the system knows.
port=
until [ -n "$port" ]; do
    kill -0 "$pid" || break
    inode=$(ls -l "/proc/$pid/fd" 2>/dev/null | sed -n 's/.*socket:\[\([0-9]*\)\].*/\1/p')
    for one in $inode; do
        at=$(awk -v inode="$one" '$4 == "0A" && $10 == inode { sub(/.*:/, "", $2); print $2 }' /proc/net/tcp)
        [ -z "$at" ] || port=$(printf '%d' "0x$at")
    done
done
url=http://127.0.0.1:$port
call GET /projects
check 'quiet, and there' "$status" 200
stop TERM 0
check 'quiet' "$(cat out err)" ''

# An address of its own, and no other.
start --database memory: --host 127.0.0.2
check 'its address' "${url%:*}" http://127.0.0.2
port=${url##*:}
check 'no other' "$(curl -s -o answer -w '%{http_code}' "http://127.0.0.1:$port/healthz")" 000
stop TERM 0
start --database memory: --host 0.0.0.0
port=${url##*:}
check 'all addresses' "$(curl -s -o answer -w '%{http_code}' "http://127.0.0.2:$port/healthz")" 200
stop TERM 0

# Threads: as many more as were asked for.
start --database memory: --threads 1
one=$(threads)
stop TERM 0
start --database memory: --threads 5
check 'four more threads' "$(threads)" $((one + 4))
stop TERM 0

exit "$failures"
