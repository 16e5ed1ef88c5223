// What every fuzz target defines, `test::fuzz`, and how it fails. Run by libFuzzer, and by replay on the
// corpus.
// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string_view>

namespace test {

/// Must hold for any bytes.
void fuzz(std::string_view bytes);

/// Ends the program if it does not hold: so libFuzzer keeps the bytes.
inline void must(bool holds, const char* what) {
    if (holds) return;
    std::fprintf(stderr, "must not be: %s\n", what);
    std::abort();
}

} // namespace test

extern "C" [[gnu::used]] inline int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    test::fuzz({reinterpret_cast<const char*>(bytes), size});
    return 0;
}
