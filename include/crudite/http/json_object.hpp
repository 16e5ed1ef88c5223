// json_object: JSON text put together member by member. For the OpenAPI document, whose parts are JSON text.
// SPDX-License-Identifier: MIT
#pragma once

#include <crudite/json/write.hpp>

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace crudite::http::detail {

inline std::string json_string(std::string_view text) {
    std::string out;
    json::append_string(out, text);
    return out;
}

/// The items, each JSON already.
inline std::string json_array(std::span<const std::string> items) {
    std::string out = "[";
    for (const std::string& item : items) out.append(out.size() > 1 ? "," : "").append(item);
    return out + ']';
}

/// An object in the making; members stand in the order of adding.
class json_object {
  public:
    /// A member whose value is JSON already.
    json_object& raw(std::string_view name, std::string_view json) {
        out_ += out_.empty() ? '{' : ',';
        json::append_string(out_, name);
        out_.append(1, ':').append(json);
        return *this;
    }
    json_object& text(std::string_view name, std::string_view value) { return raw(name, json_string(value)); }
    json_object& number(std::string_view name, std::int64_t n) { return raw(name, std::to_string(n)); }
    json_object& truth(std::string_view name, bool b) { return raw(name, b ? "true" : "false"); }

    bool empty() const noexcept { return out_.empty(); }
    std::string str() const { return out_.empty() ? "{}" : out_ + '}'; }

  private:
    std::string out_{};
};

/// {"$ref":"#/components/schemas/<name>"}
inline std::string schema_ref(std::string_view name) {
    return json_object().text("$ref", "#/components/schemas/" + std::string(name)).str();
}

} // namespace crudite::http::detail
