// What .editorconfig asks of editors, held by the files.
// SPDX-License-Identifier: MIT
#include "structure/tree.hpp"

#include "catch.hpp"

#include <iterator>

namespace {

/// What is wrong with a text; nothing: "". What an example prints may end in spaces.
std::string flaw_of(std::string_view text, bool printed = false) {
    if (text.contains('\r')) return "a carriage return";
    if (text.contains('\t')) return "a tab";
    if (!printed && text.contains(" \n")) return "a space at the end of a line";
    if (!text.empty() && !text.ends_with('\n')) return "no newline at the end";
    return {};
}

std::string read(const std::filesystem::path& file) {
    std::ifstream in(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

} // namespace

TEST_CASE("files are as .editorconfig says") {
    std::vector<std::string> found;
    for (const std::string& name : tree::files()) {
        if (name.starts_with("tests/fuzz/corpus/")) continue; // any bytes
        if (const std::string flaw = flaw_of(read(tree::root / name), name.ends_with(".out")); !flaw.empty())
            found.push_back(name + ": " + flaw);
    }
    CHECK(found == std::vector<std::string>{});
}

TEST_CASE("a flaw is found") {
    CHECK(flaw_of("a\nb\n").empty());
    CHECK(flaw_of("a\r\n") == "a carriage return");
    CHECK(flaw_of("\ta\n") == "a tab");
    CHECK(flaw_of("a \nb\n") == "a space at the end of a line");
    CHECK(flaw_of("a") == "no newline at the end");
}
