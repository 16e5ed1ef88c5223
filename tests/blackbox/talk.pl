# Sends bytes to a local port, and prints what comes back until the server hangs up: of a client that is slow.
# SPDX-License-Identifier: MIT
#
#   talk.pl <port> read <bytes>     sends them once
#   talk.pl <port> flood <bytes>    sends them again and again, and reads nothing; prints "cut"
#
# \r and \n are written as such. Exit status 14 (SIGALRM) if the server has not hung up after 30 s.
use strict;
use warnings;
use IO::Socket::INET;

my ($port, $how, $bytes) = @ARGV;
$bytes =~ s/\\r/\r/g;
$bytes =~ s/\\n/\n/g;
local $SIG{PIPE} = 'IGNORE';
alarm 30;
$| = 1;
my $socket = IO::Socket::INET->new(PeerAddr => '127.0.0.1', PeerPort => $port) or die "talk: $!\n";
if ($how eq 'flood') {
    1 while defined syswrite $socket, $bytes;
    print "cut\n";
} else {
    syswrite $socket, $bytes;
    print while sysread $socket, $_, 65536;
}
