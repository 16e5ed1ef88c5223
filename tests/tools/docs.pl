#!/usr/bin/env perl
# Every C++ block of README.md and docs/ is cut from a file that is compiled, so that none can rot.
# SPDX-License-Identifier: MIT
#
#   docs.pl [--fix] [root]
#
# A block stands below a line that says where it is from:
#
#   <!-- from examples/hello.cpp:open -->
#   ```cpp
#   …
#   ```
#
# and is the text between the lines `// [open]` and `// [/open]` of that file, moved to the left. Without
# --fix every block that differs is told and the exit status is 1; with --fix the blocks are written anew.
use strict;
use warnings;

my $fix = grep { $_ eq '--fix' } @ARGV;
my ($root) = grep { $_ ne '--fix' } @ARGV;
$root //= '.';
my ($blocks, $wrong) = (0, 0);

sub lines_of {
    my ($path) = @_;
    open(my $in, '<', $path) or return;
    my @lines = <$in>;
    chomp @lines;
    return @lines;
}

# The lines of a region, moved to the left; the marks of regions inside it are left out.
sub region {
    my ($path, $name) = @_;
    return (undef, "$path is no file of examples/ or tests/") unless $path =~ m{^(examples|tests)/.*\.[ch]pp$};
    my @lines = lines_of("$root/$path") or return (undef, "there is no $path");
    my ($inside, $closed, @found) = (0, 0);
    for (@lines) {
        if (m{^\s*// \[\Q$name\E\]$}) { $inside = 1 }
        elsif (m{^\s*// \[/\Q$name\E\]$}) { $closed = $inside; $inside = 0 }
        elsif ($inside && !m{^\s*// \[/?[\w-]+\]$}) { push @found, $_ }
    }
    return (undef, "$path has no region [$name] … [/$name]") unless $closed;
    my $margin = (sort { $a <=> $b } map { /^( *)\S/ ? length $1 : () } @found)[0] // 0;
    s/^ {0,$margin}// for @found;
    return (\@found, undef);
}

sub check {
    my ($path) = @_;
    my @lines = lines_of("$root/$path");
    my (@written, $from);
    for (my $i = 0; $i < @lines; ++$i) {
        push @written, $lines[$i];
        $from = $1 if $lines[$i] =~ /^\s*<!-- from (\S+) -->$/;
        if (defined $from && $lines[$i] !~ /^\s*(<!-- from \S+ -->|```\w*)?$/) {
            ++$wrong;
            print "$path:@{[$i + 1]}: no block of C++ stands below the line <!-- from $from -->\n";
            undef $from;
        }
        next if $lines[$i] !~ /^\s*```(\w*)/;
        my ($language, $start, @block) = ($1, $i + 1);
        while (++$i < @lines && $lines[$i] !~ /^\s*```\s*$/) { push @block, $lines[$i] }
        my $end = $lines[$i] // '```';
        my @right = @block;
        if ($language =~ /^(cpp|c\+\+|cc|cxx)$/) {
            ++$blocks;
            my ($cut, $complaint) =
                ($from // '') =~ /^(.+):([\w-]+)$/
                ? region($1, $2)
                : (undef, 'a block of C++ needs a line above it: <!-- from examples/hello.cpp:region -->');
            $complaint //= "differs from $from; `tests/tools/docs.pl --fix` writes it anew"
                if $cut && "@$cut" ne "@block" || $cut && @$cut != @block;
            if ($complaint && !($fix && $cut)) {
                ++$wrong;
                print "$path:$start: $complaint\n";
            }
            @right = @$cut if $cut;
        }
        push @written, @right, $end;
        undef $from;
    }
    return unless $fix && "@lines" ne "@written";
    open(my $out, '>', "$root/$path") or die "$path: $!\n";
    print $out "$_\n" for @written;
    print "$path: written anew\n";
}

# The pages of a folder and those inside it. File::Find is not part of Debian's perl-base.
sub pages_of {
    my ($folder) = @_;
    opendir(my $in, "$root/$folder") or return;
    return map { -d "$root/$folder/$_" ? pages_of("$folder/$_") : /\.md$/ ? "$folder/$_" : () }
        grep { !/^\./ } readdir $in;
}

my @pages = (-e "$root/README.md" ? 'README.md' : (), pages_of('docs'));
check($_) for sort @pages;
print scalar(@pages) . " pages, $blocks blocks of C++, $wrong wrong\n";
exit($wrong ? 1 : 0);
