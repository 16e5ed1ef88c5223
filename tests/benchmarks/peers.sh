# The projects server beside the same API in FastAPI and SQLAlchemy: CPU per request. Requests go to 127.0.0.1
# only. Sourced by run.sh. SPDX-License-Identifier: MIT
# shellcheck shell=bash disable=SC2154

# shellcheck source=/dev/null
source "$here/server.sh"

# measure_peer <database> <kind> <least ratio, or ->: adds its row.
measure_peer() {
    local kind=$2 side round spent ratio rounds=3 seconds=3 judged=""
    local -A us=() rate=()
    [ -z "$quick" ] || rounds=1 seconds=2
    rm -f "$work"/*.us "$work"/*.rate
    for ((round = 0; round <= rounds; ++round)); do
        say "$1, $kind: round $round of $rounds"
        for side in fastapi crudite; do
            spent=$(cpu "${pids[$side]}")
            load $side "$kind" 16 ${seconds}s
            spent=$(calculate "$(cpu "${pids[$side]}") - $spent" %.0f)
            [ "$round" = 0 ] && continue
            calculate "$spent / $requests / 1000" '%.3f\n' >>"$work/$side.us"
            calculate "$requests / $seconds" '%.0f\n' >>"$work/$side.rate"
        done
    done
    for side in fastapi crudite; do
        us[$side]=$(median "$work/$side.us") rate[$side]=$(median "$work/$side.rate")
    done
    ratio=$(calculate "${us[fastapi]} / ${us[crudite]}" %.1f)
    [ "$3" = - ] || judged=$(judge "$3" "$ratio")
    row peers "$1, $kind" "${us[fastapi]}" "${us[crudite]}" "$ratio" "${3/-/}" "$judged" "${rate[fastapi]}" "${rate[crudite]}"
}

# measure_peers_on <database>: each side with a thousand rows of its own.
measure_peers_on() {
    local first=$((20000 + RANDOM % 10000)) pid side
    local -A port=([fastapi]=$first [crudite]=$((first + 1))) pids=()
    rm -f "$work"/*.db*
    for side in fastapi crudite; do
        start $side
        pids[$side]=$pid
        say "making the rows of $side"
        fill "${port[$side]}"
    done
    measure_peer "$1" GET 30
    measure_peer "$1" list 30
    measure_peer "$1" PATCH -
    measure_peer "$1" POST -
    stop && stop
}

measure_peers() {
    local cluster url side
    [ -x "$work/crudite_server" ] || build_servers
    write_scripts
    row peers request "µs FastAPI" crudite "FastAPI ×" least "" "requests/s FastAPI" crudite
    measure_peers_on SQLite

    cluster=$(sh tests/postgres/cluster.sh make $$)
    url=$(cat "$cluster/url")
    for side in fastapi crudite; do
        psql -qX "$url" -c "CREATE DATABASE $side"
        database["$side"]=${url%/*}/$side
    done
    database[fastapi]=postgresql+asyncpg${database[fastapi]#postgresql}
    measure_peers_on PostgreSQL
    sh tests/postgres/cluster.sh remove "$cluster"
    database=()
}

show_peers() {
    show peers "Requests to the projects API beside FastAPI and SQLAlchemy, with aiosqlite or asyncpg, under uvicorn (1000 rows; CPU with 16 connections and one thread, the database's own not counted, the median of alternating rounds)"
}
