// The harness complains of a twin that does not compile.
// SPDX-License-Identifier: MIT
// expect: anything
// complaint: the twin must compile, but does not
int main() {
    return "";
}
