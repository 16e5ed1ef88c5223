// The harness complains of a misuse that compiles.
// SPDX-License-Identifier: MIT
// expect: anything
// complaint: the misuse must not compile, but does
int main() {}
