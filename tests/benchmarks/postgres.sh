# Repository on PostgreSQL beside by_hand_postgres: time and the client's CPU time per call. Sourced by run.sh.
# SPDX-License-Identifier: MIT
# shellcheck shell=bash disable=SC2154

measure_postgres() {
    say "building"
    g++ -std=c++23 -O2 -I include -isystem "$(pg_config --includedir)" "$here/postgres.cpp" -o "$work/postgres" \
        -lpq -pthread
    local cluster rounds=9 name hand_ns our_ns hand_cpu our_cpu wall cpu
    [ -z "$quick" ] || rounds=3
    cluster=$(sh tests/postgres/cluster.sh make $$)
    say "taking the time"
    "$work/postgres" "$(cat "$cluster/url")" "$rounds" >"$work/postgres.numbers" || echo yes >"$work/broken"
    sh tests/postgres/cluster.sh remove "$cluster"

    row postgres call "ns by hand" "ns crudite" "× time" limit "" "CPU ns by hand" "CPU ns crudite" "× CPU" limit ""
    while read -r name hand_ns our_ns hand_cpu our_cpu; do
        [ "$name" != create_many ] || break
        wall=$(calculate "$our_ns / $hand_ns") cpu=$(calculate "$our_cpu / $hand_cpu")
        row postgres "$name" "$hand_ns" "$our_ns" "$wall" 1.15 "$(judge "$wall" 1.15)" "$hand_cpu" "$our_cpu" \
            "$cpu" 1.15 "$(judge "$cpu" 1.15)"
    done <"$work/postgres.numbers"
    row many call "ns a row by create" "ns a row by create_many" "× faster" "at least" ""
    row many "10 000 rows" "$hand_ns" "$our_ns" "$(calculate "$hand_ns / $our_ns")" 10 \
        "$(judge "$(calculate "10 * $our_ns / $hand_ns")" 1)"
}

show_postgres() {
    show postgres "Calls on PostgreSQL, by TCP on this machine, fsync off (the best of interleaved rounds)"
    show many "Many rows, pipelined"
}
