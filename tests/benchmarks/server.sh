# The projects server beside by_hand_server: CPU and instructions per request. Requests go to 127.0.0.1 only.
# Sourced by run.sh. SPDX-License-Identifier: MIT
# shellcheck shell=bash disable=SC2154

kinds=(GET list PATCH POST)

build_servers() {
    say "building the projects server"
    cmake -S . -B "$work/build" -G Ninja -D CMAKE_BUILD_TYPE=Release -D CRUDITE_BUILD_TESTS=OFF \
        >"$work/build.log" 2>&1 || { cat "$work/build.log" >&2 && return 1; }
    nice cmake --build "$work/build" --target projects \
        >>"$work/build.log" 2>&1 || { cat "$work/build.log" >&2 && return 1; }
    cp "$(find "$work/build" -name projects -type f -perm -u+x)" "$work/crudite_server"
    say "building the one by hand"
    nice g++ -std=c++23 -O3 -DNDEBUG -I include "$here/by_hand_server.cpp" -o "$work/hand_server" \
        -lboost_json -lsqlite3 -pthread
}

declare -A database=() # of a side, if it is not a file of its own

# start <side> [wrapper…]: starts a server on its own copy of the rows, if there are any; sets pid.
start() {
    local side=$1 command file try
    shift
    rm -f "$work/$side".db*
    for file in "$work"/rows.db*; do
        [ ! -e "$file" ] || cp "$file" "$work/$side.${file##*/rows.}"
    done
    case $side in
    hand) command="$work/hand_server ${port[hand]} $work/hand.db" ;;
    fastapi)
        export DATABASE_URL=${database[fastapi]:-sqlite+aiosqlite:///$work/fastapi.db}
        command="/usr/bin/python3 -m uvicorn --app-dir $here/peers --port ${port[fastapi]} --log-level error projects:app"
        ;;
    crudite)
        command="$work/crudite_server --port ${port[crudite]} --threads 1 --quiet"
        command+=" --database ${database[crudite]:-$work/crudite.db}"
        ;;
    esac
    # shellcheck disable=SC2086
    "$@" $command >"$work/$side.log" 2>&1 &
    pid=$!
    servers+=("$pid")
    for ((try = 0; try < 300; ++try)); do
        # A server that is gone has not got its port: another's answers would be measured.
        kill -0 "$pid" 2>/dev/null || break
        ! curl -s -o /dev/null "http://127.0.0.1:${port[$side]}/projects?limit=1" || return 0
        sleep 0.1
    done
    echo "the $side server does not answer" >&2
    cat "$work/$side.log" >&2
    return 1
}

# stop: ends the one that was started last.
stop() {
    kill "${servers[-1]}"
    wait "${servers[-1]}" 2>/dev/null || true
    unset 'servers[-1]'
}

# fill <port>: a thousand rows.
fill() {
    local n description='\"description\": \"Q2 features and milestones, as planned\"'
    for n in {1..1000}; do
        [ "$n" = 1 ] || echo next
        printf '%s\n' "url = http://127.0.0.1:$1/projects" 'header = "Content-Type: application/json"' \
            'output = /dev/null' 'silent' 'fail' \
            "data = \"{\\\"name\\\": \\\"a project with a name of its own: $n\\\", $description}\""
    done | curl -K -
}

write_scripts() {
    cat >"$work/GET.lua" <<'LUA'
local n = 0
request = function() n = n + 1 return wrk.format("GET", "/projects/" .. n % 1000 + 1) end
LUA
    cat >"$work/list.lua" <<'LUA'
request = function() return wrk.format("GET", "/projects?limit=20&offset=0") end
LUA
    cat >"$work/PATCH.lua" <<'LUA'
local n, seed = 0, os.getenv("SEED")
wrk.headers["Content-Type"] = "application/json"
request = function()
    n = n + 1
    return wrk.format("PATCH", "/projects/" .. n % 1000 + 1, nil,
        '{"description": "Updated ' .. seed .. ' and ' .. n .. ': Q2 and Q3 planning"}')
end
LUA
    cat >"$work/POST.lua" <<'LUA'
local n, seed = 0, os.getenv("SEED")
wrk.headers["Content-Type"] = "application/json"
request = function()
    n = n + 1
    return wrk.format("POST", "/projects", nil,
        '{"name": "a posted project ' .. seed .. ' ' .. n .. '", "description": "Q2 features and milestones"}')
end
LUA
}

seed=0
# load <side> <kind> <connections> <seconds>: sets requests to how many were answered, all with success.
load() {
    seed=$((seed + 1))
    SEED=$seed wrk --timeout 10s -t1 -c"$3" -d"$4" -s "$work/$2.lua" "http://127.0.0.1:${port[$1]}" >"$work/wrk.log"
    requests=$(sed -n 's/^ *\([0-9]*\) requests in .*/\1/p' "$work/wrk.log")
    if [ "${requests:-0}" -eq 0 ] || grep -q 'Non-2xx\|Socket errors' "$work/wrk.log"; then
        cat "$work/wrk.log" >&2
        return 1
    fi
}

# cpu <pid>: nanoseconds that its threads have run.
cpu() { cat /proc/"$1"/task/*/schedstat | awk '{ sum += $1 } END { printf "%.0f", sum }'; }

# answer <side> <target> [option of curl…]: the status, headers and body, but for times and tags of versions.
answer() {
    local url=http://127.0.0.1:${port[$1]}$2
    shift 2
    curl -s -H 'Content-Type: application/json' -D "$work/head" -o "$work/body" "$@" "$url"
    # Without what the one by hand leaves out.
    tr -d '\r' <"$work/head" | grep -vE '^(X-Request-Id|Cache-Control|Vary|Link): ' | sed -E 's/^(Date|Server|ETag): .+/\1: …/' | sort
    sed -E 's/"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{6}Z"/time/g' "$work/body"
    echo
}

# same_answers: whether both answer alike, and with success.
same_answers() {
    local side
    for side in hand crudite; do
        start $side
        {
            answer $side /projects/7
            answer $side /projects
            answer $side '/projects?limit=3&offset=40'
            answer $side '/projects?limit=20&offset=990'
            answer $side /projects/8 -X PATCH -d '{"description": "new\n\u0001\"\\"}'
            answer $side /projects/8 -X PATCH -d '{"description": null}'
            answer $side /projects/9 -X PATCH -d '{"name": "renamed"}'
            answer $side /projects -d '{"name": "\u00e9t\u00e9"}'
        } >"$work/$side.answers"
        stop
    done
    if ! diff "$work/hand.answers" "$work/crudite.answers" >&2 ||
        [ "$(grep -c '^HTTP/1.1 20[01] ' "$work/hand.answers")" -ne 8 ]; then
        echo "the servers do not answer alike, or not with success" >&2
        return 1
    fi
}

# instructions_per_request <side> <kind>: sets instructions, by callgrind: the difference of a long and a
# short run.
instructions_per_request() {
    local length collected=() count=()
    for length in 1s 4s; do
        start "$1" valgrind --tool=callgrind --callgrind-out-file=/dev/null
        load "$1" "$2" 1 $length
        stop
        count+=("$requests")
        collected+=("$(sed -n 's/.*Collected : //p' "$work/$1.log")")
    done
    instructions=$(calculate "(${collected[1]} - ${collected[0]}) / (${count[1]} - ${count[0]})" %.0f)
}

# measure_kind <kind>: adds its row.
measure_kind() {
    local kind=$1 side round spent instructions rounds=7 length=2s
    local -A pids=() us=() counted=()
    [ -z "$quick" ] || rounds=3 length=1s
    rm -f "$work"/*.us
    for side in hand crudite; do start $side && pids[$side]=$pid; done
    for ((round = 0; round <= rounds; ++round)); do
        say "$kind: round $round of $rounds"
        for side in hand crudite; do
            spent=$(cpu "${pids[$side]}")
            load $side "$kind" 8 $length
            spent=$(calculate "$(cpu "${pids[$side]}") - $spent" %.0f)
            [ "$spent" -gt 0 ] || { echo "the system does not tell the CPU of a process" >&2 && return 1; }
            # The first one warms up.
            [ "$round" = 0 ] || calculate "$spent / $requests / 1000" '%.3f\n' >>"$work/$side.us"
        done
    done
    stop && stop
    for side in hand crudite; do
        say "$kind $side: counting instructions"
        instructions_per_request $side "$kind"
        counted[$side]=$instructions us[$side]=$(median "$work/$side.us")
    done
    local ratio
    ratio=$(calculate "${us[crudite]} / ${us[hand]}")
    row server "$kind" "${us[hand]}" "${us[crudite]}" "$ratio" 1.30 "$(judge "$ratio" 1.3)" \
        "$(best "$work/hand.us")" "$(best "$work/crudite.us")" \
        "${counted[hand]}" "${counted[crudite]}" "$(calculate "${counted[crudite]} / ${counted[hand]}")"
}

measure_server() {
    local first=$((20000 + RANDOM % 10000)) pid requests kind file
    local -A port=([hand]=$first [crudite]=$((first + 1)))
    build_servers
    write_scripts

    say "making the rows"
    rm -f "$work"/*.db*
    start crudite
    fill "${port[crudite]}"
    stop
    for file in "$work"/crudite.db*; do mv "$file" "$work/rows.${file##*/crudite.}"; done
    same_answers

    row server request "µs by hand" crudite "× CPU" limit "" "best by hand" crudite \
        "instructions by hand" crudite "× instructions"
    for kind in "${kinds[@]}"; do measure_kind "$kind"; done
}

show_server() {
    show server "Requests to the projects server, one thread each (CPU with 8 connections, user and system, the median and the best of alternating rounds; instructions in user mode with 1 connection)"
}
