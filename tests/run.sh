#!/usr/bin/env bash
# Runs all tests, from a fresh clone on. What is missing is installed on Debian, and listed elsewhere.
# SPDX-License-Identifier: MIT
set -euo pipefail
cd "$(dirname "$0")/.."

usage() {
    cat <<'TEXT'
usage: tests/run.sh [--quick | --only leg | --long] [options of ctest]

  (nothing)   all tests, in these legs:
              format   clang-format on every file
              gcc      g++ with the address and undefined behaviour sanitizers: everything
              clang    clang++, optimised: what depends on the compiler, and each header alone
              included clang++, the library's own code in every file: examples, the package
              tsan     g++ with the thread sanitizer: the tests of concurrency
              tidy     clang-tidy on every header
              fuzz     libFuzzer on each of tests/fuzz, CRUDITE_FUZZ_SECONDS (30) long
              clients  linters of the OpenAPI document, a typed client, a browser (npm packages are installed)
  --quick     the gcc leg only
  --only leg  that leg only
  --long      the tests that take long as well
  --help      this text

Other options go to ctest: `tests/run.sh --quick -R unit/base`.
CRUDITE_BUILD_DIR is the folder to build in (.build), CRUDITE_JOBS the number of jobs (one per processor, if
there is 1.5 GB of memory for each).
TEXT
}

legs="format gcc clang included tsan tidy fuzz clients"
case ${1:-} in
--help | -h) usage && exit 0 ;;
--quick) legs=gcc && shift ;;
--only) legs=${2:?--only needs the name of a leg} && shift 2 ;;
--long) legs="$legs long" && shift ;;
esac
ctest_options=("$@")
wanted() { [[ " $legs " == *" $1 "* ]]; }
for leg in $legs; do
    [[ $leg =~ ^(format|gcc|clang|included|tsan|tidy|fuzz|clients|long)$ ]] || { usage && exit 2; }
done

needed="g++ cmake ninja perl curl sqlite3.h libpq-fe.h initdb pgbouncer boost/beast.hpp boost/json.hpp boost/url.hpp boost/context/fiber.hpp catch2 openssl openssl/ssl.h"
[ "$legs" = gcc ] || needed="$needed clang++-19 clang-format-19 clang-tidy-19 fuzzer-19"
! wanted clients || needed="$needed node npm chromium"
# shellcheck disable=SC2086
.ci/install $needed
# For one example only, which is left out without it.
.ci/install httplib.h || true

build=${CRUDITE_BUILD_DIR:-$PWD/.build}
mkdir -p "$build"
build=$(cd "$build" && pwd)
jobs=${CRUDITE_JOBS:-}
if [ -z "$jobs" ]; then
    jobs=$(nproc 2>/dev/null || sysctl -n hw.ncpu 2>/dev/null || echo 2)
    memory=$(awk '/MemAvailable/ { print int($2 / 1500000) }' /proc/meminfo 2>/dev/null || echo "$jobs")
    if [ "$memory" -lt "$jobs" ]; then jobs=$((memory > 0 ? memory : 1)); fi
fi
passed=0
failed=0
summary=()

# account <leg> <seconds> <log of ctest>: adds ctest's closing line to the sum.
account() {
    local bad all
    read -r bad all < <(sed -n 's/^[0-9]*% tests passed, \([0-9]*\) tests\{0,1\} failed out of \([0-9]*\)$/\1 \2/p' "$3" | tail -1) || true
    if [ -z "${all:-}" ]; then bad=1 all=1; fi
    passed=$((passed + all - bad))
    failed=$((failed + bad))
    summary+=("$(printf '%-8s %4d passed %3d failed %5d s' "$1" $((all - bad)) "$bad" "$2")")
}

failed_build() {
    echo "$1: the build failed"
    failed=$((failed + 1))
    summary+=("$(printf '%-8s the build failed' "$1")")
}

# configure <folder> <compiler> <flags>: in `included` the library's own code is compiled in every file that includes
# it, elsewhere once, so that both ways are tested. With clang the server has no TLS. In `gcc` several files
# of tests are compiled at once, which takes half the time, elsewhere each alone.
configure() {
    local separate=ON tls=ON unity=OFF
    [ "$1" != included ] || separate=OFF
    [[ $1 != clang && $1 != included ]] || tls=OFF
    [ "$1" != gcc ] || unity=ON
    mkdir -p "$build/$1"
    cmake -S . -B "$build/$1" -G Ninja -D CMAKE_CXX_COMPILER="$2" -D CMAKE_BUILD_TYPE=Debug \
        -D CMAKE_CXX_FLAGS_DEBUG="$3" -D CMAKE_COMPILE_WARNING_AS_ERROR=ON -D CRUDITE_SEPARATE=$separate \
        -D CRUDITE_SERVER_TLS=$tls -D CRUDITE_TESTS_UNITY=$unity >"$build/$1/configure.log" 2>&1 ||
        { cat "$build/$1/configure.log" && return 1; }
    if grep 'left out' "$build/$1/configure.log" && [ -n "${CI:-}" ]; then
        echo "with CI set, that is a failure"
        return 1
    fi
}

# leg <name> <folder> <compiler> <flags> <targets, or none> <options of ctest>…
leg() {
    local name=$1 folder=$2 compiler=$3 flags=$4 targets start=$SECONDS log=$build/$2/ctest.log
    read -ra targets <<<"$5"
    shift 5
    printf '\n== %s\n' "$name"
    mkdir -p "$build/$folder"
    : >"$log"
    if configure "$folder" "$compiler" "$flags"; then
        # What does not build is told, all of it, and counted; what does build is tested still.
        [ "${targets[0]}" = none ] ||
            ${wrapper:-} cmake --build "$build/$folder" -j "$jobs" --target "${targets[@]}" -- -k 0 || failed_build "$name"
        (cd "$build/$folder" && ${wrapper:-} ctest -j "$jobs" --output-on-failure --no-tests=error "$@" \
            "${ctest_options[@]}") 2>&1 | tee "$log" || true
    fi
    account "$name" $((SECONDS - start)) "$log"
}

# sanitizer <names>: sets `wrapper` to what a program with these sanitizers needs to start on this kernel: with
# many random address bits those of g++ 12 do not always. Fails if nothing helps.
sanitizer() {
    local probe=$build/probe try
    echo 'int main() { delete new int; }' >"$probe.cpp"
    wrapper=""
    g++ -fsanitize="$1" "$probe.cpp" -o "$probe" || return 1
    for wrapper in "" "setarch $(uname -m) -R"; do
        for try in 1 2 3 4 5 6 7 8; do $wrapper "$probe" >/dev/null 2>&1 || continue 2; done
        return 0
    done
    wrapper=""
    return 1
}

# Not optimised: with these sanitizers that would take g++ more than twice the time.
gcc_flags="-O0 -g1 -D_GLIBCXX_ASSERTIONS"
checked="-fsanitize=address,undefined -fno-sanitize-recover=all"
export UBSAN_OPTIONS=print_stacktrace=1
export ASAN_OPTIONS=strict_string_checks=1:detect_stack_use_after_return=1
export TSAN_OPTIONS=second_deadlock_stack=1
if ! sanitizer address,undefined; then
    ASAN_OPTIONS=$ASAN_OPTIONS:detect_leaks=0
    sanitizer address,undefined || { checked="" && echo "the address sanitizer does not run here: it is left out"; }
fi
checked_wrapper=$wrapper

once='^(tidy|format|fuzz|clients|long|package)$'
if wanted format; then
    wrapper=""
    leg format gcc g++ "$gcc_flags $checked" none -L '^format$'
fi
if wanted gcc; then
    wrapper=$checked_wrapper
    leg gcc gcc g++ "$gcc_flags $checked" all -LE "$once"
fi
if wanted clang; then
    wrapper=""
    # What is done to PostgreSQL's servers is the same with any compiler, and the examples are in `included`.
    leg clang clang clang++-19 "-O1" "test_programs projects test_headers headers_alone" \
        -LE "^(tidy|format|fuzz|corpus|long|structure|tools|clients|package|examples|postgres)$"
fi
if wanted included; then
    wrapper=""
    leg included included clang++-19 "-O0" "example_programs test_headers" -L '^(examples|odr|package)$'
fi
if wanted tsan; then
    if sanitizer thread; then
        # With a sanitizer g++ 12 takes parts of its own library for uninitialised.
        # Asio has fences, which the sanitizer does not see; it might be wrong of them, but is not.
        leg tsan tsan g++ "-O1 -g1 -fsanitize=thread -Wno-maybe-uninitialized -Wno-tsan" concurrency_tests -L '^concurrency$'
    else
        echo "the thread sanitizer does not run here: its leg is left out"
        summary+=("tsan     left out: the thread sanitizer does not run on this kernel")
    fi
fi
if wanted tidy; then
    wrapper=""
    leg tidy clang clang++-19 "-O1" none -L '^tidy$'
fi
if wanted fuzz; then
    wrapper=""
    leg fuzz included clang++-19 "-O0" fuzz_targets -L '^fuzz$'
fi
if wanted clients; then
    wrapper=""
    leg clients clang clang++-19 "-O1" clients -L '^clients$'
    if [ -e "$build/clang/tests/clients/run/left_out" ]; then
        summary+=("clients  LEFT OUT: npm cannot install what they need; with CI set that is a failure")
    fi
fi
if wanted long; then
    wrapper=""
    leg "long" clang clang++-19 "-O1" all -L '^long$'
    wrapper=$checked_wrapper
    leg "long gcc" gcc g++ "$gcc_flags $checked" all -L '^long$'
fi

printf '\n'
printf '%s\n' "${summary[@]}"
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
