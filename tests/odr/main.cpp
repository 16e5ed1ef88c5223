// Both translation units must see one and the same object: a constant that is not inline would be two.
// SPDX-License-Identifier: MIT

const void* first();
const void* second();

int main() {
    return first() == second() ? 0 : 1;
}
