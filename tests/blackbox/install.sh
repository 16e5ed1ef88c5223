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

# With sudo: what is missing is installed by it, in one go, and looked for again.
for tool in env mktemp rm; do ln -s "$(command -v "$tool")" "$folder/$tool"; done
cat >"$folder/sudo" <<'TEXT'
#!/bin/sh
echo "$*" >>"$FOLDER/asked"
exec "$@"
TEXT
cat >"$folder/apt-get" <<'TEXT'
#!/bin/sh
case "$*" in
*update) exit "${UPDATE:-0}" ;;
*install*) [ -n "${BROKEN:-}" ] || for tool in no-such-tool ninja; do
        printf '#!/bin/sh\n' >"$FOLDER/$tool"
        PATH=/usr/bin:/bin chmod +x "$FOLDER/$tool"
    done ;;
esac
TEXT
cat >"$folder/apt-cache" <<'TEXT'
#!/bin/sh
[ "$2" = unknown ] || echo '  Candidate: 1.0'
TEXT
chmod +x "$folder/sudo" "$folder/apt-get" "$folder/apt-cache"
export FOLDER="$folder"
last() { printf '%s' "$said" | sed -n '$p'; }

said=$(UPDATE=1 PATH=$folder sh "$install" no-such-tool 2>&1)
check 'no update' "$? $(last)" '2 (apt-get update failed)'
said=$(PATH=$folder sh "$install" unknown 2>&1)
check 'no package' "$? $(last)" '2 (apt knows no package for unknown)'
said=$(BROKEN=true PATH=$folder sh "$install" no-such-tool 2>&1)
check 'no effect' "$? $(last)" '2 (no-such-tool is still missing after the install)'
rm -f "$folder/asked"
said=$(PATH=$folder sh "$install" no-such-tool ninja 2>&1)
check 'installed by sudo' "$? $said" '0 installing: no-such-tool ninja'
check 'asked of apt' "$(sed 's/.*apt-get/apt-get/' "$folder/asked")" 'apt-get -q -y update
apt-get -q -y install --no-install-recommends no-such-tool ninja-build'

exit "$failures"
