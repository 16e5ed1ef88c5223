// The bodies of exposition.hpp.
// SPDX-License-Identifier: MIT
#pragma once

#include <crudite/http/exposition.hpp>

#include <charconv>
#include <cmath>
#include <vector>

namespace crudite::http {

namespace detail {

inline void append_escaped(std::string& out, std::string_view text, bool quoted) {
    for (const char c : text) {
        if (c == '\\')
            out += "\\\\";
        else if (c == '\n')
            out += "\\n";
        else if (c == '"' && quoted)
            out += "\\\"";
        else
            out += c;
    }
}

} // namespace detail

void append_head(std::string& out, std::string_view name, std::string_view help, std::string_view kind) {
    out.append("# HELP ").append(name).append(" ");
    detail::append_escaped(out, help, false);
    out.append("\n# TYPE ").append(name).append(" ").append(kind).append("\n");
}

void append_metric_number(std::string& out, double value) {
    if (std::isnan(value)) {
        out += "NaN";
    } else if (std::isinf(value)) {
        out += value > 0 ? "+Inf" : "-Inf";
    } else {
        char digits[64];
        const double size = std::fabs(value);
        const bool plain = value == 0 || (size >= 1e-6 && size < 1e15);
        const auto end = plain
                             ? std::to_chars(digits, digits + sizeof digits, value, std::chars_format::fixed)
                             : std::to_chars(digits, digits + sizeof digits, value);
        out.append(digits, end.ptr);
    }
}

void append_sample(
    std::string& out, std::string_view name, std::span<const metric_label> labels, double value) {
    out += name;
    char before = '{';
    for (const auto& [label, text] : labels) {
        out += std::exchange(before, ',');
        out.append(label).append("=\"");
        detail::append_escaped(out, text, true);
        out += '"';
    }
    if (!labels.empty()) out += '}';
    out += ' ';
    append_metric_number(out, value);
    out += '\n';
}

void append_family(std::string& out, const metric_family& family) {
    if (family.samples.empty()) return;
    append_head(out, family.name, family.help, family.kind == metric_kind::counter ? "counter" : "gauge");
    for (const metric_sample& one : family.samples)
        append_sample(
            out, family.name, std::vector<metric_label>(one.labels.begin(), one.labels.end()), one.value);
}

} // namespace crudite::http
