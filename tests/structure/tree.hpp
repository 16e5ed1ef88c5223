// The source tree as data: its files, their lines, and what they include. For the tests of the tree itself.
// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace tree {

inline const std::filesystem::path root{CRUDITE_SOURCE_DIR};

/// The lines of a file, without their ends.
inline std::vector<std::string> lines_of(const std::filesystem::path& file) {
    std::vector<std::string> lines;
    std::ifstream in(file);
    for (std::string line; std::getline(in, line);) lines.push_back(line);
    return lines;
}

/// The files of the tree, relative to its root: what git tracks, or all there are where there is no git.
inline std::vector<std::string> files() {
    std::vector<std::string> found;
    const std::string command = "git -C '" + root.string() + "' ls-files 2>/dev/null";
    if (FILE* git = popen(command.c_str(), "r")) {
        std::string line;
        for (int c = 0; (c = std::fgetc(git)) != EOF;)
            if (c != '\n')
                line += static_cast<char>(c);
            else if (std::filesystem::exists(root / line))
                found.push_back(std::exchange(line, {}));
            else
                line.clear();
        pclose(git);
    }
    if (found.empty()) {
        auto entry = std::filesystem::recursive_directory_iterator(root);
        for (; entry != std::filesystem::recursive_directory_iterator(); ++entry) {
            const std::string name = entry->path().lexically_relative(root).string();
            if (name == ".git" || name == ".build")
                entry.disable_recursion_pending();
            else if (entry->is_regular_file())
                found.push_back(name);
        }
    }
    std::ranges::sort(found);
    return found;
}

/// The files written in a programming language.
inline std::vector<std::string> code_files() {
    std::vector<std::string> code = files();
    std::erase_if(code, [](const std::string& name) {
        const auto ends = [&](std::string_view end) { return name.ends_with(end); };
        return !(
            ends(".hpp") || ends(".ipp") || ends(".cpp") || ends(".sh") || ends(".cmake") ||
            ends("CMakeLists.txt"));
    });
    return code;
}

/// What each header includes, in the order of the lines: "crudite/base/value.hpp", "vector".
using graph = std::map<std::string, std::vector<std::string>>;

/// The name between the brackets or quotes of an #include line; empty for any other line.
inline std::string included(std::string_view line) {
    const auto skip = [&](std::string_view word) {
        while (line.starts_with(' ')) line.remove_prefix(1);
        if (!line.starts_with(word)) return false;
        line.remove_prefix(word.size());
        return true;
    };
    if (!skip("#") || !skip("include") || !(skip("<") || skip("\""))) return {};
    return std::string(line.substr(0, line.find_first_of(">\"")));
}

/// The headers under include/, by the name they are included with, and what they include: by themselves and,
/// since that is one thing in two files, by the .ipp with their bodies.
inline graph headers() {
    graph found;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(root / "include")) {
        if (!entry.is_regular_file()) continue;
        auto file = entry.path().lexically_relative(root / "include");
        const std::string header = file.replace_extension(".hpp").string();
        const std::string bodies = file.replace_extension(".ipp").string();
        auto& includes = found[header];
        for (const std::string& line : lines_of(entry.path()))
            if (std::string name = included(line); !name.empty() && name != header && name != bodies)
                includes.push_back(std::move(name));
    }
    return found;
}

} // namespace tree
