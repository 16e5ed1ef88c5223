// A sample for the test of docs.pl.
// SPDX-License-Identifier: MIT
int twice(int n) {
    return 2 * n;
}

int main() {
    // [call]
    int n = twice(2);
    // [condition]
    if (n != 4) return 1;
    // [/condition]
    // [/call]
}
