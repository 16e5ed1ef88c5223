# Repository on PostgreSQL beside by_hand_postgres: time and the client's CPU time per call; and many rows at once
# beside one by one. Sourced by run.sh.
# SPDX-License-Identifier: MIT
# shellcheck shell=bash disable=SC2154

# on_cluster <calls|many> <rounds>: on a cluster of its own; CRUDITE_CLUSTER_DURABLE is the cluster's. Client and
# server share a processor: on two, each call's time depends on how deep the other one sleeps meanwhile.
on_cluster() {
    local cluster pinned=""
    ! command -v taskset >/dev/null || pinned="taskset -c 0"
    cluster=$($pinned sh tests/postgres/cluster.sh make $$)
    $pinned "$work/postgres" "$(cat "$cluster/url")" "$@" || echo yes >"$work/broken"
    sh tests/postgres/cluster.sh remove "$cluster"
}

measure_postgres() {
    say "building"
    g++ -std=c++23 -O2 -I include -isystem "$(pg_config --includedir)" "$here/postgres.cpp" -o "$work/postgres" \
        -lpq -pthread
    local runs=16 run name hand_ns our_ns hand_cpu our_cpu wall cpu ratio durable
    [ -z "$quick" ] || runs=4
    # How fast a process is, this one's or the server's, differs by a tenth from one to the next of the same program.
    for ((run = 1; run <= runs; ++run)); do
        say "taking the time of calls, $run of $runs"
        on_cluster calls 40
    done >"$work/calls"
    row postgres call "ns by hand" "ns crudite" "× time" limit "" "CPU ns by hand" "CPU ns crudite" "× CPU" limit ""
    while read -r name hand_ns our_ns hand_cpu our_cpu; do
        wall=$(calculate "$our_ns / $hand_ns") cpu=$(calculate "$our_cpu / $hand_cpu")
        row postgres "$name" "$hand_ns" "$our_ns" "$wall" 1.15 "$(judge "$wall" 1.15)" "$hand_cpu" "$our_cpu" \
            "$cpu" 1.15 "$(judge "$cpu" 1.15)"
    done < <(awk '!($1 in n) { names[++all] = $1 }
        { ++n[$1]; for (i = 2; i <= 5; ++i) sum[$1, i] += $i }
        END { for (k = 1; k <= all; ++k) { printf "%s", names[k]
              for (i = 2; i <= 5; ++i) printf " %.0f", sum[names[k], i] / n[names[k]]; print "" } }' "$work/calls")

    row many "10 000 rows" "ns a row by create" "ns a row by create_many" "× faster" "at least" ""
    say "many rows, on the disk"
    read -r hand_ns our_ns < <(CRUDITE_CLUSTER_DURABLE=yes on_cluster many 2)
    ratio=$(calculate "$hand_ns / $our_ns") durable=$(calculate "10 * $our_ns / $hand_ns")
    row many "on the disk" "$hand_ns" "$our_ns" "$ratio" 10 "$(judge "$durable" 1)"
    say "many rows, without fsync"
    read -r hand_ns our_ns < <(on_cluster many 2)
    row many "without fsync" "$hand_ns" "$our_ns" "$(calculate "$hand_ns / $our_ns")" "" ""
}

show_postgres() {
    show postgres "Calls on PostgreSQL, by TCP on one processor, without fsync (medians of short turns; of 16 runs the mean)"
    show many "Many rows: one create after the other, and create_many"
}
