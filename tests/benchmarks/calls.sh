# Repository on SQLite beside by_hand: instructions, time and allocations per call. Sourced by run.sh.
# SPDX-License-Identifier: MIT
# shellcheck shell=bash disable=SC2154

calls=(find list create update remove)

# instructions <side> <call> <times>: of the whole run, by callgrind.
instructions() {
    TMPDIR=$work valgrind --tool=callgrind --callgrind-out-file=/dev/null "$work/calls" "$@" 2>&1 |
        sed -n 's/.*Collected : //p'
}

measure_calls() {
    say "building"
    g++ -std=c++23 -O2 -I include "$here/calls.cpp" "$here/allocations.cpp" -o "$work/calls" -lsqlite3 -pthread

    row calls call "by hand" crudite "× instructions" limit "" "ns by hand" "ns crudite" "× time" \
        "allocations by hand" crudite
    local call side counted rounds=7 times
    [ -z "$quick" ] || rounds=3
    for call in "${calls[@]}"; do
        local -A per=()
        for side in hand crudite; do
            say "$call $side: counting instructions"
            per[$side]=$((($(instructions $side "$call" 600) - $(instructions $side "$call" 100)) / 500))
        done

        say "$call: taking the time"
        # Writes wait for the disk: they are fewer.
        case $call in find) times=20000 ;; list) times=4000 ;; *) times=300 ;; esac
        rm -f "$work"/*.ns
        local -A heap=()
        for ((counted = 0; counted < rounds; ++counted)); do
            for side in hand crudite; do
                local ns
                read -r ns heap[$side] < <(TMPDIR=$work "$work/calls" $side "$call" "$times")
                echo "$ns" >>"$work/$side.ns"
            done
        done

        local ratio hand_ns our_ns mark
        ratio=$(calculate "${per[crudite]} / ${per[hand]}" %.3f)
        hand_ns=$(median "$work/hand.ns") our_ns=$(median "$work/crudite.ns")
        mark=$(judge "$ratio" 1.10)
        # A warm find takes from the heap what the entity's own strings take.
        [ "$call" != find ] || [ "$(judge "${heap[crudite]}" "${heap[hand]}")" = ok ] || mark=OVER
        row calls "$call" "${per[hand]}" "${per[crudite]}" "$ratio" 1.10 "$mark" "$hand_ns" "$our_ns" \
            "$(calculate "$our_ns / $hand_ns")" "${heap[hand]}" "${heap[crudite]}"
    done
}

show_calls() {
    show calls "Calls on SQLite (instructions per call; the median time of interleaved rounds; heap allocations per call, which for find must be those by hand)"
}
