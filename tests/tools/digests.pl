#!/usr/bin/env perl
# The digests that stand beside what the page of docs has within itself are those of their texts: a browser
# runs no other script. Without --fix one that is not is told and the exit status is 1; with it, mended.
# SPDX-License-Identifier: MIT
#
#   digests.pl [--fix] [root]
use strict;
use warnings;
use Digest::SHA qw(sha256_base64);

my $fix = grep { $_ eq '--fix' } @ARGV;
my ($root) = grep { $_ ne '--fix' } @ARGV;
$root //= '.';

my $wrong = 0;
for my $what (qw(script style)) {
    my $path = "$root/include/crudite/http/docs_$what.hpp";
    open(my $in, '<:raw', $path) or die "$path: $!\n";
    my $file = do { local $/; <$in> };
    my ($text) = $file =~ /R"(?:js|css)\((.*)\)(?:js|css)"/s or die "$path: no text\n";
    my $digest = sha256_base64($text) . '=';
    next if $file =~ /docs_${what}_digest = "\Q$digest\E";/;
    if ($fix) {
        $file =~ s/(docs_${what}_digest = ")[^"]*"/$1$digest"/ or die "$path: no digest\n";
        open(my $out, '>:raw', $path) or die "$path: $!\n";
        print $out $file;
        next;
    }
    print "$path: the digest of this text is $digest; tests/tools/digests.pl --fix writes it\n";
    $wrong = 1;
}
exit $wrong;
