#!/bin/sh
# Runs one of these tests in the folder that install.sh has filled; 77, which is skipped, if it could not.
# SPDX-License-Identifier: MIT
#
#   run.sh <folder> <script>
set -eu
cd "$1"
[ -e ready ] || exit 77
PATH=$PWD/newer/bin:$PATH # where install.sh found the system's too old
exec node "$2"
