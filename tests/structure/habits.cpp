// Habits that the tree keeps: what stands at its top, how long files are, what the library never does.
// SPDX-License-Identifier: MIT
#include "structure/tree.hpp"

#include "catch.hpp"

#include <algorithm>
#include <cctype>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace {

using names = std::set<std::string, std::less<>>;
using sentences = std::vector<std::string>;

/// The headers that a program pays for with #include <crudite/crudite.hpp>. Cheap ones of the standard only,
/// and the system's source of random bits, as <random> is dear. The umbrella may cost 1.8 times what these
/// cost.
const names cheap{"algorithm",   "array",       "atomic",  "bit",          "charconv", "chrono",
                  "climits",     "cmath",       "compare", "concepts",     "cstddef",  "cstdint",
                  "cstdio",      "cstdlib",     "cstring", "ctime",        "expected", "iterator",
                  "limits",      "memory",      "new",     "numeric",      "optional", "initializer_list",
                  "span",        "string",      "tuple",   "typeinfo",     "utility",  "variant",
                  "string_view", "type_traits", "vector",  "sys/random.h", "unistd.h"};

/// What the library leaves to the program that uses it: to print, to end, to wait.
const names forbidden{"cout",  "cerr",  "clog",       "printf",    "fprintf",     "puts",     "exit",
                      "abort", "_exit", "quick_exit", "terminate", "sleep_until", "sleep_for"};

/// The words of a line of code, without its comment and its texts in quotes.
sentences words(std::string_view line) {
    sentences found;
    std::string word;
    bool quoted = false;
    for (std::size_t i = 0; i <= line.size(); ++i) {
        const char c = i < line.size() ? line[i] : ' ';
        if (quoted && c == '\\') {
            ++i;
            continue;
        }
        if (c == '"') quoted = !quoted;
        if (!quoted && (std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_'))
            word += c;
        else if (!word.empty())
            found.push_back(std::exchange(word, {}));
        if (!quoted && line.substr(std::min(i, line.size())).starts_with("//")) break;
    }
    return found;
}

/// The standard and foreign headers that a header brings in, with all it includes.
names brought_in_by(const tree::graph& headers, const std::string& header) {
    names outside;
    names seen;
    const auto visit = [&](const auto& self, const std::string& name) -> void {
        const auto node = headers.find(name);
        if (node == headers.end())
            outside.insert(name);
        else if (seen.insert(name).second)
            for (const std::string& next : node->second) self(self, next);
    };
    visit(visit, header);
    return outside;
}

} // namespace

TEST_CASE("the visible top of the tree is what was agreed, no more and no less") {
    names top;
    for (const std::string& name : tree::files())
        if (!name.starts_with('.')) top.insert(name.substr(0, name.find('/')));
    CHECK(top == names{"CMakeLists.txt", "LICENSE", "README.md", "docs", "examples", "include", "tests"});
}

TEST_CASE("no file of code is longer than 300 lines") {
    sentences long_ones;
    for (const std::string& name : tree::code_files())
        if (const auto lines = tree::lines_of(tree::root / name).size(); lines > 300)
            long_ones.push_back(name + ": " + std::to_string(lines) + " lines; 300 are allowed");
    CHECK(long_ones == sentences{});
}

TEST_CASE("every file of code names its licence in its first five lines") {
    sentences without;
    for (const std::string& name : tree::code_files()) {
        auto lines = tree::lines_of(tree::root / name);
        lines.resize(std::min<std::size_t>(lines.size(), 5));
        if (std::ranges::none_of(
                lines, [](const std::string& line) { return line.contains("SPDX-License-Identifier: MIT"); }))
            without.push_back(name);
    }
    CHECK(without == sentences{});
}

TEST_CASE("every header opens with #pragma once before its code") {
    sentences without;
    for (const auto& [header, includes] : tree::headers())
        if (std::ranges::count(tree::lines_of(tree::root / "include" / header), "#pragma once") != 1)
            without.push_back(header);
    CHECK(without == sentences{});
}

TEST_CASE("the umbrella of the core brings in cheap standard headers only") {
    sentences dear;
    for (const std::string& name : brought_in_by(tree::headers(), "crudite/crudite.hpp"))
        if (!cheap.contains(name)) dear.push_back(name);
    CHECK(dear == sentences{});
}

TEST_CASE("HTTP brings in no sockets") {
    sentences found;
    for (const std::string& name : brought_in_by(tree::headers(), "crudite/http.hpp"))
        for (const char* part : {"boost/asio", "boost/beast", "sys/socket", "netinet", "netdb"})
            if (name.contains(part)) found.push_back(name);
    CHECK(found == sentences{});
}

TEST_CASE("the library never prints, ends the program or sleeps") {
    sentences found;
    for (const auto& [header, includes] : tree::headers()) {
        const auto lines = tree::lines_of(tree::root / "include" / header);
        for (std::size_t i = 0; i < lines.size(); ++i)
            for (const std::string& word : words(lines[i]))
                if (forbidden.contains(word))
                    found.push_back(header + ":" + std::to_string(i + 1) + ": " + word);
    }
    CHECK(found == sentences{});
}

TEST_CASE("words skip comments and quoted text") {
    CHECK(words("std::exit(1); // abort") == sentences{"std", "exit", "1"});
    CHECK(words(R"(log("abort \" exit", puts);)") == sentences{"log", "puts"});
}
