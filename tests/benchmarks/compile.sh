# What it costs to compile the headers, one entity and twenty. Sourced by run.sh. SPDX-License-Identifier: MIT
# shellcheck shell=bash disable=SC2154

# standard_headers <file>…: an include of each standard header that the files and the library's own headers
# they reach name.
standard_headers() {
    g++ -std=c++23 -I include -MM "$@" | tr -d '\\' | tr ' ' '\n' | grep '\.[chi]pp$' | sort -u |
        xargs sed -n 's/^#include <\([a-z_0-9]*\(\.h\)\{0,1\}\)>.*/#include <\1>/p' | sort -u
}

# twenty_entities: a program with so many, each of 12 fields, with the common calls on each.
twenty_entities() {
    echo '#include <crudite/sqlite.hpp>'
    echo 'using crudite::field; using crudite::patch; using crudite::repository;'
    local n
    for n in {1..20}; do
        cat <<TEXT
struct entity_$n {
    std::int64_t id{};
    std::string name{};
    std::string title{};
    std::optional<std::string> note{};
    std::optional<std::int64_t> parent{};
    std::int64_t amount{};
    std::int32_t rank{};
    double score{};
    std::optional<double> rate{};
    bool active{};
    crudite::timestamp created_at{};
    crudite::timestamp updated_at{};
};
template <>
inline constexpr auto crudite::schema<entity_$n> = table("entities_$n", field<&entity_$n::id>(primary_key),
    field<&entity_$n::name>(length(2, 120), unique, searchable), field<&entity_$n::title>(max_length(200)),
    field<&entity_$n::note>(max_length(5000)), field<&entity_$n::parent>(indexed), field<&entity_$n::amount>(range(0, 1000000)),
    field<&entity_$n::rank>(), field<&entity_$n::score>(), field<&entity_$n::rate>(), field<&entity_$n::active>(),
    field<&entity_$n::created_at>(set_on_create), field<&entity_$n::updated_at>(set_on_update));
bool use_$n(crudite::storage_ref storage) {
    repository<entity_$n> rows{storage};
    auto made = rows.create({.name = "a name", .title = "a title"});
    if (!made) return false;
    auto page = rows.list({.where = field<&entity_$n::amount> > 3 && field<&entity_$n::name> != "other",
        .order_by = {crudite::desc<&entity_$n::score>}, .limit = 50});
    auto changed = rows.update(made->id, patch<entity_$n>{}.set<&entity_$n::title>("new").set<&entity_$n::rank>(4));
    return page && changed && rows.find(made->id) && rows.remove(made->id);
}
TEXT
    done
    echo 'int main() { auto db = crudite::sqlite::open(":memory:"); if (!db) return 1;'
    for n in {1..20}; do echo "    if (!use_$n(*db)) return $n;"; done
    echo '}'
}

# million_instructions <subject>: of compiling it once. The seconds of two short compilations differ too much
# from run to run for their ratio to be judged.
million_instructions() {
    valgrind --tool=callgrind --callgrind-out-file=/dev/null --trace-children=yes \
        g++ -std=c++23 -O2 -I include -c "$work/$1.cpp" -o "$work/$1.o" 2>&1 |
        awk '/Collected : / { sum += $NF } END { printf "%.0f", sum / 1e6 }'
}

measure_compile() {
    local subjects="standard umbrella one one-included twenty twenty-included bodies" subject round rounds=5
    local kilobytes seconds way
    [ -z "$quick" ] || rounds=2
    echo '#include <crudite/crudite.hpp>' >"$work/umbrella.cpp"
    standard_headers "$work/umbrella.cpp" >"$work/standard.cpp"
    cp "$here/compile/one_entity.cpp" "$work/one.cpp"
    twenty_entities >"$work/twenty.cpp"
    cp "$work/one.cpp" "$work/one-included.cpp"
    cp "$work/twenty.cpp" "$work/twenty-included.cpp"
    printf '#define CRUDITE_SOURCE\n#include <crudite/sqlite.hpp>\n' >"$work/bodies.cpp"
    rm -f "$work"/*.seconds "$work"/*.kilobytes
    for ((round = 1; round <= rounds; ++round)); do
        for subject in $subjects; do
            say "compiling $subject, round $round of $rounds"
            case $subject in one | twenty | bodies) way=-DCRUDITE_SEPARATE ;; *) way= ;; esac
            "$(type -P time)" -o "$work/took" -f '%U %M' \
                g++ -std=c++23 -O2 $way -I include -I "$here" -c "$work/$subject.cpp" -o "$work/$subject.o"
            read -r seconds kilobytes <"$work/took"
            echo "$seconds" >>"$work/$subject.seconds"
            echo "$kilobytes" >>"$work/$subject.kilobytes"
        done
    done
    say "trying the programs"
    for subject in one one-included twenty twenty-included; do
        way=
        [[ $subject = *-included ]] || way=$work/bodies.o
        g++ "$work/$subject.o" $way -o "$work/$subject" -lsqlite3 -pthread
        "$work/$subject"
    done

    local subject_instructions=() counted
    for subject in standard umbrella; do
        say "counting the instructions of compiling $subject"
        counted=$(million_instructions $subject)
        subject_instructions+=("$counted")
    done

    row compile "" seconds limit "" MB limit "" "million instructions" limit ""
    compile_row "the umbrella's standard headers" standard - - "${subject_instructions[0]}"
    compile_row "the umbrella" umbrella - - "${subject_instructions[1]}"
    local ratio
    ratio=$(calculate "${subject_instructions[1]} / ${subject_instructions[0]}")
    row compile "the umbrella, × its standard headers" \
        "$(calculate "$(best "$work/umbrella.seconds") / $(best "$work/standard.seconds")")" "" "" "" "" "" \
        "$ratio" 1.80 "$(judge "$ratio" 1.8)"
    compile_row "one entity, all calls, SQLite" one 1.5 200
    compile_row "20 entities of 12 fields, SQLite" twenty 7 350
    compile_row "the library's bodies for both, once per program" bodies - -
    compile_row "one entity, all calls, SQLite, bodies included" one-included - -
    compile_row "20 entities of 12 fields, SQLite, bodies included" twenty-included - -
}

# compile_row <name> <subject> <limit of seconds, or -> <limit of MB, or -> [million instructions]
compile_row() {
    local seconds megabytes
    seconds=$(best "$work/$2.seconds")
    megabytes=$(calculate "$(best "$work/$2.kilobytes") / 1000" %.0f)
    if [ "$3" = - ]; then
        row compile "$1" "$seconds" "" "" "$megabytes" "" "" "${5:-}"
    else
        row compile "$1" "$seconds" "$3" "$(judge "$seconds" "$3")" "$megabytes" "$4" "$(judge "$megabytes" "$4")"
    fi
}

show_compile() {
    show compile "Compiling with $(g++ --version | head -1), -std=c++23 -O2 (user time, the best of the rounds; peak memory)"
}
