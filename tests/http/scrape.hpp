// A reader of Prometheus' text format 0.0.4, strict, for the tests of metrics.
// SPDX-License-Identifier: MIT
#pragma once

#include <charconv>
#include <cmath>
#include <limits>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>

namespace http_tests {

/// The samples of a scrape by their name and labels as written; `wrong` is the first line that is not as it
/// has to be.
struct scrape {
    std::map<std::string, double, std::less<>> samples{};
    std::map<std::string, std::string, std::less<>> kinds{};
    std::optional<std::string> wrong{};

    explicit scrape(std::string_view text) {
        if (!text.ends_with('\n')) wrong = "no newline at the end";
        while (!text.empty() && !wrong) {
            const std::string_view line = text.substr(0, text.find('\n'));
            text.remove_prefix(line.size() + 1);
            if (line.empty()) continue;
            if (!(line.starts_with('#') ? comment(line) : sample(line))) wrong = line;
        }
    }

    /// The sample; -1 if there is none.
    double operator[](std::string_view name) const {
        const auto at = samples.find(name);
        return at == samples.end() ? -1 : at->second;
    }

  private:
    static bool is_name(std::string_view name) {
        if (name.empty() || (name.front() >= '0' && name.front() <= '9')) return false;
        return name.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_:") ==
               name.npos;
    }

    /// "# HELP name text", then "# TYPE name kind", once for each family and before its samples.
    bool comment(std::string_view line) {
        const bool help = line.starts_with("# HELP ");
        if (!help && !line.starts_with("# TYPE ")) return false;
        line.remove_prefix(7);
        const std::string name(line.substr(0, line.find(' ')));
        const std::string rest(line.substr(std::min(line.size(), name.size() + 1)));
        if (!is_name(name) || rest.empty()) return false;
        if (help) return helped_.insert(name).second;
        family_ = name;
        return helped_.contains(name) && kinds.emplace(name, rest).second &&
               (rest == "counter" || rest == "gauge" || rest == "histogram");
    }

    bool sample(std::string_view line) {
        const std::string_view name = line.substr(0, line.find_first_of("{ "));
        std::size_t at = name.size();
        if (!is_name(name) || !belongs(name)) return false;
        if (line[at] == '{' && !labels(line, at)) return false;
        const std::string key(line.substr(0, at));
        if (at >= line.size() || line[at] != ' ') return false;
        const auto n = number(line.substr(at + 1));
        return n && samples.emplace(key, *n).second;
    }

    bool belongs(std::string_view name) const {
        if (family_.empty() || !name.starts_with(family_)) return false;
        const std::string_view suffix = name.substr(family_.size());
        if (kinds.at(family_) != "histogram") return suffix.empty();
        return suffix == "_bucket" || suffix == "_sum" || suffix == "_count";
    }

    /// {name="text",…}: moves behind it.
    static bool labels(std::string_view line, std::size_t& at) {
        do {
            const auto equals = line.find('=', ++at);
            if (equals == line.npos || !is_name(line.substr(at, equals - at))) return false;
            at = equals + 1;
            if (at >= line.size() || line[at] != '"') return false;
            for (++at; at < line.size() && line[at] != '"'; ++at)
                if (line[at] == '\\' && ++at < line.size() &&
                    std::string_view("\\\"n").find(line[at]) == std::string_view::npos)
                    return false;
            ++at;
        } while (at < line.size() && line[at] == ',');
        return at < line.size() && line[at++] == '}';
    }

    static std::optional<double> number(std::string_view text) {
        if (text == "+Inf") return std::numeric_limits<double>::infinity();
        double n{};
        const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), n);
        if (failed != std::errc{} || end != text.data() + text.size()) return std::nullopt;
        return n;
    }

    std::string family_{};
    std::set<std::string, std::less<>> helped_{};
};

} // namespace http_tests
