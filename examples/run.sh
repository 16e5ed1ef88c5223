#!/usr/bin/env bash
# Builds and starts the projects server, from a fresh clone on. What is missing is installed on Debian, and
# listed elsewhere. The database is made in the folder that this is called from.
# SPDX-License-Identifier: MIT
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
build=${CRUDITE_BUILD_DIR:-$root/.build}/release
server=$build/examples/projects

case " $* " in
*" --help "* | *" -h "*)
    echo "usage: examples/run.sh [options of the server]"
    echo
    echo "Builds the projects server (once, into .build) and starts it. What is missing is installed on Debian."
    if [ -x "$server" ]; then
        echo
        exec "$server" --help
    fi
    echo "The server tells its options once it is built: --host 127.0.0.1 --port 8000 --database projects.db …"
    exit 0
    ;;
esac

"$root/.ci/install" g++ cmake ninja sqlite3.h boost/beast.hpp boost/json.hpp boost/url.hpp openssl/ssl.h
# Without the first the server does all but PostgreSQL, and says so when it is asked to; without the second a
# request that waits for PostgreSQL holds a thread.
"$root/.ci/install" libpq-fe.h boost/context/fiber.hpp || true

mkdir -p "$build"
[ -x "$server" ] || echo "building the projects server; this takes a minute, once" >&2
{
    cmake -S "$root" -B "$build" -G Ninja -D CMAKE_BUILD_TYPE=Release -D CMAKE_CXX_COMPILER="${CXX:-g++}" \
        -D CMAKE_COMPILE_WARNING_AS_ERROR=OFF -D CRUDITE_BUILD_TESTS=OFF &&
        cmake --build "$build" --target projects
} >"$build/build.log" 2>&1 || {
    cat "$build/build.log" >&2
    echo "the build failed; the text above is in $build/build.log" >&2
    exit 1
}
exec "$server" "$@"
