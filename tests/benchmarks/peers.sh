# The projects server beside the same API in FastAPI and SQLAlchemy: CPU per request. Requests go to 127.0.0.1
# only. Sourced by run.sh. SPDX-License-Identifier: MIT
# shellcheck shell=bash disable=SC2154

# shellcheck source=/dev/null
source "$here/server.sh"

# measure_peer <kind> <least ratio, or ->: adds its row.
measure_peer() {
    local kind=$1 side round spent ratio rounds=3 length=3s judged=""
    local -A us=()
    [ -z "$quick" ] || rounds=1 length=2s
    rm -f "$work"/*.us
    for ((round = 0; round <= rounds; ++round)); do
        say "$kind: round $round of $rounds"
        for side in fastapi crudite; do
            spent=$(cpu "${pids[$side]}")
            load $side "$kind" 16 $length
            spent=$(calculate "$(cpu "${pids[$side]}") - $spent" %.0f)
            [ "$round" = 0 ] || calculate "$spent / $requests / 1000" '%.3f\n' >>"$work/$side.us"
        done
    done
    for side in fastapi crudite; do us[$side]=$(median "$work/$side.us"); done
    ratio=$(calculate "${us[fastapi]} / ${us[crudite]}" %.1f)
    [ "$2" = - ] || judged=$(judge "$2" "$ratio")
    row peers "$kind" "${us[fastapi]}" "${us[crudite]}" "$ratio" "${2/-/}" "$judged"
}

measure_peers() {
    local first=$((20000 + RANDOM % 10000)) pid side
    local -A port=([fastapi]=$first [crudite]=$((first + 1))) pids=()
    [ -x "$work/crudite_server" ] || build_servers
    write_scripts
    rm -f "$work"/*.db*
    for side in fastapi crudite; do
        start $side
        pids[$side]=$pid
        say "making the rows of $side"
        fill "${port[$side]}"
    done
    row peers request "µs FastAPI" crudite "FastAPI ×" least ""
    measure_peer GET 30
    measure_peer list 30
    measure_peer PATCH -
    measure_peer POST -
    stop && stop
}

show_peers() {
    show peers "Requests to the projects API beside FastAPI, SQLAlchemy and aiosqlite under uvicorn (1000 rows; CPU with 16 connections, the median of alternating rounds)"
}
