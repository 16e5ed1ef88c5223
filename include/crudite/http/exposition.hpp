// exposition: metrics as the text that Prometheus reads, version 0.0.4. Used by metrics.
// SPDX-License-Identifier: MIT
#pragma once

#include <crudite/base/build.hpp>
#include <crudite/base/metric.hpp>

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <utility>

namespace crudite::http {

inline constexpr std::string_view exposition_type = "text/plain; version=0.0.4; charset=utf-8";

/// One label of a sample.
using metric_label = std::pair<std::string_view, std::string_view>;

/// Appends `# HELP` and `# TYPE`; `kind` is counter, gauge or histogram.
CRUDITE_DECL void append_head(
    std::string& out, std::string_view name, std::string_view help, std::string_view kind);

/// Appends `name{label="…"} value`; backslash, quote and newline of a label's value are escaped.
CRUDITE_DECL void append_sample(
    std::string& out, std::string_view name, std::span<const metric_label> labels, double value);

/// Appends a number so that it reads back as the same; whole ones have no point.
CRUDITE_DECL void append_metric_number(std::string& out, double value);

/// Appends a family, head and samples; nothing if it has no samples.
CRUDITE_DECL void append_family(std::string& out, const metric_family& family);

} // namespace crudite::http

#if CRUDITE_BODIES
#include <crudite/http/exposition.ipp>
#endif
