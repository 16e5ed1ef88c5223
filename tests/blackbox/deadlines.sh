#!/bin/sh
# The deadlines of the real server: each alone cuts a client that is slow in its way, the others being an hour.
# SPDX-License-Identifier: MIT
#
#   deadlines.sh <the projects server>
set -u
talk=$(cd "$(dirname "$0")" && pwd)/talk.pl
. "$(dirname "$0")/server.sh"

# only <name>: starts a server on which this deadline is a second.
only() {
    options="--database memory:"
    for one in header request write idle drain; do
        seconds=3600
        [ "$one" != "$1" ] || seconds=1
        options="$options --$one-deadline $seconds"
    done
    # shellcheck disable=SC2086
    start $options
    port=${url##*:}
}
# said <bytes>: the first line of the answer, once the server has hung up.
said() { perl "$talk" "$port" read "$1" | head -n 1 | tr -d '\r'; }

whole='GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n'

only header
check 'headers that do not end' "$(said 'GET /healthz HTTP/1.1\r\nHost: x\r\n')" 'HTTP/1.1 408 Request Timeout'
stop TERM 0
only request
check 'a body that does not end' "$(said 'POST /projects HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\n{')" \
    'HTTP/1.1 408 Request Timeout'
stop TERM 0
only idle
check 'no further request' "$(said "$whole")" 'HTTP/1.1 200 OK'
stop TERM 0
only write
check 'answers that are not read' "$(perl "$talk" "$port" flood 'GET /openapi.json HTTP/1.1\r\nHost: x\r\n\r\n')" cut
stop TERM 0

# A request that has begun when the server is told to stop: its client has had an answer before it.
only drain
mkfifo begun
perl "$talk" "$port" read "${whole}GET /hea" >begun &
client=$!
exec 4<begun
read -r line <&4
check 'before the stop' "$line" "$(printf 'HTTP/1.1 200 OK\r')"
stop TERM 0
exec 4<&-
wait "$client"
check 'who is not waited for' "$?" 0

[ "$failures" -eq 0 ] && echo "all as expected"
exit "$((failures > 0))"
