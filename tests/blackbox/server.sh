# What the tests of the real server share: to start and stop it, to call it with curl, to compare. Sourced by
# them, with the server's path as the first argument; they run in a folder of their own.
# SPDX-License-Identifier: MIT
set -u
server=$1
folder=$(mktemp -d)
cd "$folder" && mkfifo lines || exit 1
unset $(env | sed -n 's/^\(PROJECTS_[A-Z0-9_]*\)=.*/\1/p') DATABASE_URL http_proxy HTTP_PROXY all_proxy ALL_PROXY
pid=
failures=0
trap '[ -z "$pid" ] || kill -9 "$pid" 2>/dev/null; rm -rf "$folder"' EXIT

# check <what> <actual> <expected>
check() {
    [ "$2" = "$3" ] && return
    failures=$((failures + 1))
    printf 'FAILED %s\n  actual:   %s\n  expected: %s\n' "$1" "$2" "$3"
}

# start [option]…: runs the server on a free port, and waits for its start line, which tells where it
# listens.
start() {
    exec 3<&-
    "$server" --port 0 "$@" 2>lines &
    pid=$!
    exec 3<lines
    line=
    while read -r line <&3; do
        case $line in *listening*) break ;; esac
    done
    url=http:${line##*http:}
    curl -s -f -o answer --max-time 20 "$url/healthz" && return
    echo "the server does not start: $line"
    exit 1
}

# stop <signal> <exit status>
stop() {
    kill "-$1" "$pid"
    wait "$pid" 2>/dev/null
    check "exit status after $1" $? "$2"
    pid=
}

# call <method> <path> [curl option]…: sets status, body and the folder's file `head`.
call() {
    method=$1 path=$2
    shift 2
    status=$(curl -s -X "$method" -D head -o answer -w '%{http_code}' "$@" "$url$path")
    body=$(cat answer 2>/dev/null)
    : >answer
}

# header <name>: of the last call.
header() { tr -d '\r' <head | sed -n "s/^$1: //Ip"; }

json='Content-Type: application/json'
