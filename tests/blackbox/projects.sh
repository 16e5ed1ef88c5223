#!/bin/sh
# The workflow a newcomer tries, by curl against the real server: its answers, what survives a kill, how it ends.
# SPDX-License-Identifier: MIT
#
#   projects.sh <the projects server>
set -u
. "$(dirname "$0")/server.sh"

# The body without its times, which differ from run to run.
timeless() { printf '%s' "$body" | sed 's/"[0-9-]*T[0-9:.]*Z"/T/g'; }

roadmap='{"id":1,"name":"Roadmap","description":"Q2 features and milestones","created_at":T,"updated_at":T}'
updated='{"id":1,"name":"Roadmap","description":"Updated: Q2 + Q3 planning","created_at":T,"updated_at":T}'

start --database projects.db
call POST /projects -H "$json" -d '{"name":"Roadmap","description":"Q2 features and milestones"}'
check create "$status $(timeless)" "201 $roadmap"
check Location "$(header Location)" /projects/1
check 'type of a project' "$(header Content-Type)" application/json
etag=$(header ETag)
check 'ETag in quotes' "$(printf '%s' "$etag" | tr -d 0-9)" '""'

call GET /projects/1
check find "$status $(timeless)" "200 $roadmap"
check 'ETag again' "$(header ETag)" "$etag"
call GET '/projects?limit=10&offset=0&q=road'
check list "$status $(timeless)" "200 {\"items\":[$roadmap],\"total\":1,\"limit\":10,\"offset\":0}"
call POST /projects -H "$json" -d '{"name":"Roadmap"}'
check 'a name twice' "$status $(header Content-Type)" '409 application/problem+json'
call POST /projects -H "$json" -d '{"name":"R"}'
check 'a name too short' "$status" 422
call GET '/projects?limit=1000'
check 'a limit too large' "$status" 422
call GET /projects/2
check 'no such row' "$status" 404
call POST /projects/1
check 'no such method' "$status $(header Allow)" '405 GET, HEAD, PATCH, PUT, DELETE, OPTIONS'
call GET '/projects?sort=-created_at,name'
check 'sorted by time' "$status $(timeless)" "200 {\"items\":[$roadmap],\"total\":1,\"limit\":20,\"offset\":0}"
call OPTIONS /projects
check options "$status $(header Allow)" '204 POST, GET, HEAD, OPTIONS'
length=$(curl -s "$url/projects/1" | wc -c)
status=$(curl -s -I -o head -w '%{http_code}' "$url/projects/1")
check 'HEAD has the length and no body' "$status $(header Content-Length)" "200 $length"

call PATCH /projects/1 -H "$json" -d '{"description":"Updated: Q2 + Q3 planning"}'
check change "$status $(timeless)" "200 $updated"
call PATCH /projects/1 -H "$json" -H "If-Match: $etag" -d '{"description":"too late"}'
check 'a stale change' "$status" 412

stop KILL 137
start --database projects.db
call GET /projects/1
check 'after a kill' "$status $(timeless)" "200 $updated"
call DELETE /projects/1
check remove "$status [$body] $(header Content-Type)" '204 [] '
call DELETE /projects/1
check 'remove again' "$status" 404
stop TERM 0

start --database=projects.db
call POST /projects -H "$json" -d '{"name":"Atlas"}'
check 'an id is not used twice' "$status $(header Location)" '201 /projects/2'
for name in Bridge Cellar Dome; do
    call POST /projects -H "$json" -d "{\"name\":\"$name\"}"
done
ids() { printf '%s' "$body" | grep -o '"id":[0-9]*' | tr -dc '0-9\n' | xargs; }
call GET '/projects?limit=3&count=none'
check 'the first page' "$(ids)" '5 4 3'
next=$(printf '%s' "$body" | sed 's/.*"next":"\([^"]*\)".*/\1/')
stop INT 0

start --database projects.db
call POST /projects -H "$json" -d '{"name":"Entry"}'
call GET "/projects?limit=3&count=none&cursor=$next"
check 'a cursor outlives a restart, and sees nothing twice' "$status $(ids)" '200 2'
stop TERM 0

# Where the rows are: a flag, else the environment, else .env, else projects.db.
printf '# development\nexport DATABASE_URL="sqlite:///dot.db"\n' >.env
start
stop TERM 0
check '.env' "$(ls dot.db)" dot.db
DATABASE_URL=sqlite:environment.db
export DATABASE_URL
start
stop TERM 0
check 'the environment before .env' "$(ls environment.db)" environment.db
start --database flag.db
stop TERM 0
check 'a flag before the environment' "$(ls flag.db)" flag.db
DATABASE_URL=sqlite:///$folder/absolute.db
start
stop TERM 0
check 'four slashes' "$(ls absolute.db)" absolute.db
DATABASE_URL=memory:
start
call POST /projects -H "$json" -d '{"name":"Atlas"}'
check 'in memory' "$status" 201

# A mistake of the operator is told, with an exit status to go on.
port=${url##*:}
"$server" --port "$port" --database other.db 2>message
check 'a port in use' "$? $(grep -c "cannot listen on 127.0.0.1:$port" message)" '1 1'
stop TERM 0
DATABASE_URL=mysql://localhost/projects "$server" 2>message
check 'an unknown scheme' "$? $(grep -c '"mysql:" is not supported' message)" '2 1'
"$server" --prot 80 2>message
check 'an unknown option' "$? $(grep -c '^usage:' message)" '2 1'
"$server" --database "$folder/none/projects.db" 2>message
check 'a file that cannot be' "$? $(grep -c ^projects: message)" '1 1'
check help "$("$server" --help | grep -c 'curl -i http')" 1
check version "$("$server" --version | grep -c '^projects [0-9]*\.[0-9]*\.[0-9]*$')" 1

"$server" --port "$port" 2>told &
pid=$!
curl -s -f -o answer --retry 20 --retry-connrefused -H 'X-Request-Id: one' \
    "http://127.0.0.1:$port/projects?q=%22"
stop TERM 0
check 'the log' "$(tail -n 1 told | sed 's/T[0-9:.]*Z/T/; s/[0-9-]*T"/T"/; s/_us":[0-9]*/_us":0/')" \
    '{"time":"T","remote":"127.0.0.1","method":"GET","target":"/projects?q=%22","status":200,"bytes":44,"duration_us":0,"request_id":"one"}'

"$server" --port "$port" --quiet 2>quiet &
pid=$!
curl -s -f -o answer --retry 20 --retry-connrefused "http://127.0.0.1:$port/projects"
check 'quiet answers' "$?" 0
stop TERM 0
check 'quiet is quiet' "$(cat quiet)" ''

[ "$failures" -eq 0 ] && echo "all as expected"
exit "$((failures > 0))"
