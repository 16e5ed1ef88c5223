// Runs a fuzz target once on every file of its corpus, without libFuzzer: `replay corpus/framing`.
// SPDX-License-Identifier: MIT
#include "fuzz/target.hpp"

#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <string>

int main(int, char* argv[]) {
    int ran = 0;
    for (const auto& entry : std::filesystem::directory_iterator(argv[1])) {
        std::ifstream in(entry.path(), std::ios::binary);
        const std::string bytes{std::istreambuf_iterator<char>(in), {}};
        std::cout << entry.path().filename().string() << std::endl; // before it may fail
        test::fuzz(bytes);
        ++ran;
    }
    return ran > 0 ? 0 : 1;
}
