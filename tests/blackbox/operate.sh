#!/bin/sh
# The real server as its operator sees it: probes, metrics, tokens, CORS, limits, the drain, and what it is told by
# variables and .env.
# SPDX-License-Identifier: MIT
#
#   operate.sh <the projects server>
set -u
. "$(dirname "$0")/server.sh"

# Out of the box it is open, and tells no more than it has to.
start --database memory:
call GET /healthz
check up "$status $body" '200 {"status":"ok"}'
call GET /readyz -H 'X-Request-Id: probe-7'
check ready "$status $body $(header X-Request-Id)" '200 {"status":"ok"} probe-7'
call GET /metrics
check 'no metrics' "$status" 404
call GET /projects -H 'Origin: https://app.example' -H 'X-Server-Timing: 1'
check 'nothing for pages' "[$(header Access-Control-Allow-Origin)$(header Vary | grep -c Origin)]" '[0]'
check 'no times' "$(header Server-Timing)" ''
stop TERM 0

# A token, by .env; the numbers are for who has one, too.
token='Authorization: Bearer dGhlIHRva2Vu'
digest=$(printf 'dGhlIHRva2Vu' | openssl dgst -sha256 -r | cut -d' ' -f1)
cat >.env <<TEXT
PROJECTS_TOKEN_SHA256=$digest
PROJECTS_METRICS=true
PROJECTS_CORS_ORIGINS=https://app.example
PROJECTS_SERVER_TIMING=true
PROJECTS_REQUIRE_IF_MATCH=true
PROJECTS_IDEMPOTENCY_KEYS=true
TEXT
start --database projects.db
call GET /projects
check 'no token' "$status $(header WWW-Authenticate)" '401 Bearer'
call GET /projects -H 'Authorization: Bearer wrong'
check 'a wrong token' "$status" 401
call POST /projects -H "$token" -H "$json" -d '{"name":"Roadmap"}'
check 'the token' "$status" 201
call PATCH /projects/1 -H "$token" -H "$json" -d '{"name":"Atlas"}'
check 'without If-Match' "$status" 428
call GET /projects/1 -H "$token" -H 'X-Server-Timing: 1'
check times "$(header Server-Timing | sed 's/[0-9]*\.[0-9]*/N/g')" 'total;dur=N, db;dur=N'
call OPTIONS /projects/1 -H 'Origin: https://app.example' -H 'Access-Control-Request-Method: PATCH'
check preflight "$status $(header Access-Control-Allow-Origin)" '204 https://app.example'
call OPTIONS /projects/1 -H 'Origin: https://evil.example' -H 'Access-Control-Request-Method: PATCH'
check 'another origin' "$(header Access-Control-Allow-Origin)" ''
call GET /metrics
check 'metrics without a token' "$status" 401
call GET /metrics -H "$token"
check metrics "$status $(header Content-Type)" '200 text/plain; version=0.0.4; charset=utf-8'
check 'a count' "$(printf '%s\n' "$body" | grep -F '{method="POST",route="/projects",status="201"}')" \
    'crudite_http_requests_total{method="POST",route="/projects",status="201"} 1'
check 'statements' "$(printf '%s\n' "$body" | grep -c '^crudite_sqlite_statements_total{verb="INSERT"} 1$')" 1
check 'connections' "$(printf '%s\n' "$body" | grep -c '^crudite_sqlite_connections{state="limit"} 8$')" 1
for again in '' true; do
    call POST /projects -H "$token" -H "$json" -H 'Idempotency-Key: "8e03978e"' -d '{"name":"Once"}'
    check 'a POST that is sent again' "$status $(header Location) $(header Idempotency-Replayed)" "201 /projects/2 $again"
done
stop TERM 0
rm .env

# Limits, by the environment.
PROJECTS_RATE_LIMIT=1/3600 PROJECTS_BODY_LIMIT=20
export PROJECTS_RATE_LIMIT PROJECTS_BODY_LIMIT
start --database memory:
call POST /projects -H "$json" -d '{"name":"A name that is too long"}'
check 'a body too large' "$status" 413
call GET /projects
check 'within the rate' "$status $(header RateLimit-Policy)" '200 "default";q=1;w=3600'
call GET /projects
check 'beyond the rate' "$status $(header Retry-After | grep -c '^[0-9]*$')" '429 1'
call GET /healthz
check 'probes are not limited' "$status" 200
stop TERM 0
unset PROJECTS_RATE_LIMIT PROJECTS_BODY_LIMIT

# The page of docs: Swagger UI where its folder is, else the library's own.
mkdir ui && echo 'body{}' >ui/swagger-ui.css && echo 'var x;' >ui/swagger-ui-bundle.js
docs() { # of this folder: how often the page has Swagger UI's script and the library's list, and the script's status
    CRUDITE_SWAGGER_UI=$1
    export CRUDITE_SWAGGER_UI
    start --database memory:
    call GET /docs
    told="$(printf '%s' "$body" | grep -c 'src="docs/swagger-ui-bundle.js"') $(printf '%s' "$body" | grep -c 'id="list_projects"')"
    call GET /docs/swagger-ui-bundle.js
    told="$told $status"
    stop TERM 0
}
docs "$folder/ui"
check 'Swagger UI' "$told $body" '1 0 200 var x;'
docs "$folder/nowhere"
check 'our own page, as the folder is not there' "$told" '0 1 404'
docs ''
check 'our own page, as there is no folder' "$told" '0 1 404'
unset CRUDITE_SWAGGER_UI

# Who the client is: by X-Forwarded-For only if a trusted proxy says so.
from() { call GET /projects -H "X-Forwarded-For: $1"; }
start --database memory: --rate-limit 1/3600 --trusted-proxies 10.0.0.0/8,127.0.0.1
from 203.0.113.1
check 'a client behind the proxy' "$status" 200
from 203.0.113.1
check 'the same again' "$status" 429
from 198.51.100.1
check 'another' "$status" 200
stop TERM 0
start --database memory: --rate-limit 1/3600 --trusted-proxies 10.0.0.0/8
from 203.0.113.1
check 'what a stranger says' "$status" 200
from 198.51.100.1
check 'is not believed' "$status" 429
stop TERM 0

# HTTPS, if it is built in.
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -keyout key.pem -out cert.pem -days 1 \
    -subj /CN=localhost -addext subjectAltName=IP:127.0.0.1 2>openssl.log
exec 3<&-
"$server" --port 0 --database memory: --tls-cert cert.pem --tls-key key.pem 2>lines &
pid=$!
exec 3<lines
read -r line <&3
case $line in
*https:*)
    url=https:${line##*https:}
    call GET /healthz --cacert cert.pem
    check 'HTTPS' "$status $body" '200 {"status":"ok"}'
    stop TERM 0
    ;;
*)
    wait "$pid"
    check 'no TLS in this build' "$? ${line%%:*}" '1 projects'
    pid=
    ;;
esac

# Mistakes are told before anything is opened.
PROJECTS_PORT=tcp://10.0.0.1:80 "$server" --database never.db 2>message
check 'a variable that is none' "$? $(head -n 1 message)" \
    '2 projects: PROJECTS_PORT: "tcp://10.0.0.1:80"; allowed: 0 to 65535'
echo 'PROJECTS_PROT=80' >.env
"$server" --database never.db 2>message
check 'a mistyped line' "$? $(head -n 1 message)" '2 projects: .env: PROJECTS_PROT: is no option'
rm .env
"$server" --database never.db --trusted-proxies nonsense 2>message
check 'no proxy' "$? $(grep -c '"nonsense" is no address' message)" '1 1'

[ "$failures" -eq 0 ] && echo "all as expected"
exit "$((failures > 0))"
