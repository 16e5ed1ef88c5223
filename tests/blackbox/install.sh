#!/bin/sh
# What is missing is named, with what to do, where it cannot be installed.
# SPDX-License-Identifier: MIT
#
#   install.sh <.ci/install>
set -u
install=$1
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
failures=0
check() {
    [ "$2" = "$3" ] && return
    failures=$((failures + 1))
    printf 'FAILED %s\n  actual:   %s\n  expected: %s\n' "$1" "$2" "$3"
}

# A system without apt.
for tool in sh ls grep cut cat; do ln -s "$(command -v "$tool")" "$folder/$tool"; done
said=$(PATH=$folder sh "$install" grep no-such-tool ninja boost/no-such.hpp 2>&1)
check status $? 2
check words "$said" 'Missing: no-such-tool ninja boost/no-such.hpp
Install them and run this again. On Debian 12 that is:
  apt-get install no-such-tool ninja-build boost/no-such.hpp'
said=$(PATH=$folder sh "$install" grep cut 2>&1)
check 'nothing is missing' "$? $said" '0 '

# With apt, but nobody who may use it.
printf '#!/bin/sh\n' >"$folder/apt-get"
printf '#!/bin/sh\necho 1000\n' >"$folder/id"
chmod +x "$folder/apt-get" "$folder/id"
said=$(PATH=$folder sh "$install" no-such-tool 2>&1)
check 'no root' "$? $(printf '%s' "$said" | sed -n '$p')" '2 (needs root or sudo to do it by itself)'

exit "$failures"
