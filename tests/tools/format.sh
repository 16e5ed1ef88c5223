#!/bin/sh
# Formats every C++ file of the tree, or with --dry-run says which are not formatted.
# SPDX-License-Identifier: MIT
#
#   format.sh [clang-format-19] [--dry-run]       from the root of the tree
set -eu
tool=clang-format-19
mode=-i
for argument; do
    case $argument in
    --dry-run) mode='--dry-run -Werror' ;;
    *) tool=$argument ;;
    esac
done
# The cases of compile_fail are formatted too: they are code that people read.
find include examples tests -name '*.[chi]pp' -print0 | xargs -0 -n 50 "$tool" $mode
