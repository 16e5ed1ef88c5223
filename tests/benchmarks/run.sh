#!/usr/bin/env bash
# Measures what the library promises, and says where a promise is broken. What is missing is installed on
# Debian, and listed elsewhere. SPDX-License-Identifier: MIT
set -euo pipefail
cd "$(dirname "$0")/../.."

usage() {
    cat <<'TEXT'
usage: tests/benchmarks/run.sh [--quick] [part]…

  (nothing)     all parts
  calls         a repository on SQLite beside the same calls written by hand on its C API: instructions,
                time, heap allocations
  compile       what the headers, one entity and twenty cost to compile: seconds, memory
  diagnostics   the length of what g++ says to a mistake, and whether it starts with the cure
  postgres      a repository on PostgreSQL beside the same calls written by hand on libpq: time, CPU; many
                rows at once beside one by one
  server        the projects server beside one written by hand: CPU per request
  peers         the projects server beside the same API in FastAPI, on SQLite and PostgreSQL: CPU per request
  --quick       fewer rounds: the seconds are less sure, the instructions are not
  --help        this text

Progress goes to stderr, the tables to stdout. Exits with 1 if a limit is broken. Seconds want an idle machine.
CRUDITE_BENCHMARK_DIR is a folder to work in and keep; else a temporary one is used, and removed.
TEXT
}

quick="" parts=""
for argument; do
    case $argument in
    --help | -h) usage && exit 0 ;;
    --quick) quick=yes ;;
    calls | compile | diagnostics | postgres | server | peers) parts="$parts $argument" ;;
    *) usage >&2 && exit 2 ;;
    esac
done
parts=${parts:-calls compile diagnostics postgres server peers}

here=tests/benchmarks
work=${CRUDITE_BENCHMARK_DIR:-}
servers=() temporary=""
if [ -z "$work" ]; then
    work=$(mktemp -d)
    temporary=$work
fi
clean_up() {
    [ ${#servers[@]} -eq 0 ] || kill "${servers[@]}" 2>/dev/null || true
    [ -z "$temporary" ] || rm -rf "$temporary"
}
trap clean_up EXIT
mkdir -p "$work"
work=$(cd "$work" && pwd)
rm -f "$work"/*.table "$work/broken"
export LC_ALL=C

say() { printf '%s\n' "$*" >&2; }

# calculate <expression of awk> [format]
calculate() { awk "BEGIN { printf \"${2:-%.2f}\", $1 }"; }

# judge <value> <limit>: "ok", or "OVER", which breaks the run; so does what is no number.
judge() {
    if [[ $1 =~ ^[0-9]+(\.[0-9]+)?$ ]] && awk "BEGIN { exit !($1 <= $2) }"; then
        echo ok
    else
        echo yes >"$work/broken"
        echo OVER
    fi
}

# row <table> <cell>…: adds a row to a table; the first one is its head.
row() {
    local table=$work/$1.table cell line=""
    shift
    for cell; do line+="$cell"$'\t'; done
    printf '%s\n' "${line%$'\t'}" >>"$table"
}

# show <table> <title>: the columns aligned, the first one to the left, and so the others' sentences.
show() {
    [ -f "$work/$1.table" ] || return 0
    printf '\n%s\n' "$2"
    awk -F '\t' '
        { for (i = 1; i <= NF; i++) { cell[NR, i] = $i; if (length($i) > width[i]) width[i] = length($i) } fields = NF > fields ? NF : fields }
        END {
            for (n = 1; n <= NR; n++) {
                line = ""
                for (i = 1; i <= fields; i++) {
                    left = i == 1 || width[i] > 24
                    line = line sprintf(left ? "  %-" width[i] "s" : "  %" width[i] "s", cell[n, i])
                }
                sub(/ +$/, "", line)
                print line
            }
        }' "$work/$1.table"
}

# best <file of numbers>, median <file of numbers>
best() { sort -g "$1" | head -1; }
median() { sort -g "$1" | awk '{ all[NR] = $1 } END { print NR % 2 ? all[(NR + 1) / 2] : (all[NR / 2] + all[NR / 2 + 1]) / 2 }'; }

needed="g++ sqlite3.h"
for part in $parts; do
    case $part in
    calls) needed="$needed valgrind" ;;
    compile) needed="$needed time valgrind" ;;
    postgres) needed="$needed libpq-fe.h initdb" ;;
    server) needed="$needed valgrind cmake ninja wrk curl boost/beast.hpp boost/json.hpp boost/url.hpp" ;;
    peers)
        needed="$needed cmake ninja wrk curl boost/beast.hpp boost/json.hpp boost/url.hpp"
        needed="$needed uvicorn python3-fastapi python3-sqlalchemy python3-aiosqlite"
        needed="$needed python3-asyncpg libpq-fe.h boost/context/fiber.hpp initdb"
        ;;
    esac
done
# shellcheck disable=SC2086
.ci/install $needed

for part in $parts; do
    say "== $part"
    # shellcheck source=/dev/null
    source "$here/$part.sh"
    "measure_$part"
done
for part in $parts; do "show_$part"; done
echo
if [ -f "$work/broken" ]; then
    echo "a limit is broken: OVER"
    exit 1
fi
echo "all within the limits"
