#!/usr/bin/perl
# Prints include/crudite/base/case_fold_table.hpp from the Unicode tables of this perl:
#   perl tests/tools/case_fold_table.pl > include/crudite/base/case_fold_table.hpp
# With --checksum: the figures that tests/unit/base/case_fold.cpp expects.
# SPDX-License-Identifier: MIT
use v5.36;
use Unicode::UCD qw(casefold);

my (@ranges, $mappings);
my $checksum = 0;
for my $code (0 .. 0x10FFFF) {
    my $fold = casefold($code) or next;
    next if $fold->{simple} eq '';    # status F or T only
    my $to = hex $fold->{simple};
    $mappings++;
    $checksum = ($checksum * 31 + $code * 7 + $to) % 4294967296;
    my $delta = $to - $code;
    my $last  = $ranges[-1];
    my $step  = $last ? $code - $last->{last} : 0;
    if ($last && $last->{delta} == $delta && ($last->{stride} ? $step == $last->{stride} : $step <= 2)) {
        @$last{qw(last stride)} = ($code, $step);
    } else {
        push @ranges, {first => $code, last => $code, delta => $delta, stride => 0};
    }
}
if (@ARGV && $ARGV[0] eq '--checksum') {
    say "$mappings mappings, checksum $checksum";
    exit;
}

my $version = Unicode::UCD::UnicodeVersion();
print <<"EOF_HEAD";
// Simple case folding (CaseFolding.txt, status C and S) of Unicode $version as ranges, for case_fold.hpp alone.
// Made by tests/tools/case_fold_table.pl.
// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>

namespace crudite::detail {

/// Every `stride`th code point from `first` to `last` folds to itself + `delta`.
struct fold_range {
    char32_t first;
    char32_t last;
    std::int32_t delta;
    std::uint32_t stride;
};

/// In ascending order; no two overlap.
// clang-format off
inline constexpr fold_range fold_ranges[] = {
EOF_HEAD
while (my @line = splice @ranges, 0, 4) {
    say '    ', join ' ', map { sprintf '{0x%X, 0x%X, %d, %d},', @$_{qw(first last delta)}, $_->{stride} || 1 } @line;
}
print <<"EOF_TAIL";
};
// clang-format on

} // namespace crudite::detail
EOF_TAIL
