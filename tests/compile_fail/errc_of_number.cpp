// An errc is given by its name: a number would change its meaning when the list grows.
// SPDX-License-Identifier: MIT
// expect: crudite::errc'
#include <crudite/base/error.hpp>

int main() {
#ifdef CRUDITE_MISUSE
    const crudite::errc code = 8;
#else
    const crudite::errc code = crudite::errc::busy;
#endif
    return crudite::retryable(code) ? 0 : 1;
}
