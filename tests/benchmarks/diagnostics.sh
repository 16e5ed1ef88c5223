# What g++ says to each mistake of tests/compile_fail: how many lines, and whether the first error is the
# sentence with the cure. Sourced by run.sh. SPDX-License-Identifier: MIT
# shellcheck shell=bash disable=SC2154

typical=(patch_foreign_member patch_generated patch_type filter_foreign_field filter_type update_without_key
    remove_without_key field_unconvertible table_without_key repository_undescribed)

# diagnose <name>: leaves what g++ says in <name>.said.
diagnose() {
    g++ -std=c++23 -Wall -Wextra -Werror -I include -fsyntax-only -DCRUDITE_MISUSE "tests/compile_fail/$1.cpp" \
        >"$work/$1.said" 2>&1 && echo "it compiles" >"$work/$1.said"
    true
}

measure_diagnostics() {
    local file name most=0 longest="" silent=0 count=0 lines expected first mark
    export work
    export -f diagnose
    say "compiling $(ls tests/compile_fail/*.cpp | wc -l) mistakes"
    for file in tests/compile_fail/*.cpp; do basename "$file" .cpp; done |
        xargs -P "$(nproc)" -I {} bash -c 'diagnose {}'

    row diagnostics mistake lines limit "" "the first error"
    for file in tests/compile_fail/*.cpp; do
        name=$(basename "$file" .cpp)
        expected=$(sed -n 's/^\/\/ expect: //p' "$file" | head -1)
        lines=$(wc -l <"$work/$name.said")
        first=$(grep -m 1 'error:' "$work/$name.said" || echo "it compiles")
        count=$((count + 1))
        if [ "$lines" -gt "$most" ]; then most=$lines longest=$name; fi
        [[ $first == *"$expected"* ]] || silent=$((silent + 1))
        [[ " ${typical[*]} " == *" $name "* ]] || continue
        mark=$(judge "$lines" 15)
        [[ $first == *"$expected"* ]] || { mark="OVER" && judge 1 0 >/dev/null; }
        first=${first#*error: }
        row diagnostics "$name" "$lines" 15 "$mark" "${first#static assertion failed: }"
    done
    row diagnostics "the longest of $count: $longest" "$most" 15 "$(judge "$most" 15)" ""
    row diagnostics "first error without the cure" "$silent" 0 "$(judge "$silent" 0)" ""
}

show_diagnostics() {
    show diagnostics "Mistakes (lines that g++ says)"
}
