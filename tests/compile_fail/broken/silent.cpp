// The harness complains of a case that does not say what to expect.
// SPDX-License-Identifier: MIT
// complaint: has no line
int main() {}
