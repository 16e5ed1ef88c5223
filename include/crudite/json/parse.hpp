// A body that is one object: its members handed to an assignment.
// SPDX-License-Identifier: MIT
#pragma once

#include <crudite/json/assignment.hpp>
#include <crudite/json/reader.hpp>

#include <cstddef>
#include <string_view>
#include <vector>

namespace crudite::json::detail {

/// The violation of a value that has to be an object.
inline violation no_object() {
    return {{}, "type", "must be a JSON object", {}};
}

/// The document that is one object. What its members have inside is skipped.
class single_object {
  public:
    explicit single_object(assignment& members) : members_(members) {}

    bool is_object() const noexcept { return is_object_; }

    bool wants(std::size_t depth) const noexcept { return depth == 1 && is_object_; }
    void open(std::size_t depth, bool object) {
        if (depth == 0)
            is_object_ = object;
        else if (wants(depth))
            members_.take({.is = token::kind::nested});
    }
    void close(std::size_t) noexcept {}
    bool name(std::size_t, std::string_view name) { return members_.begin(name); }
    void take(std::size_t, const token& t) { members_.take(t); }

  private:
    assignment& members_;
    bool is_object_{};
};

/// Hands the members of the object that `body` is to `members`. errc::malformed as `read` says;
/// errc::invalid if it is JSON, but no object.
inline result<void> parse(std::string_view body, assignment& members) {
    single_object document(members);
    if (auto done = read(body, document); !done) return done;
    if (!document.is_object()) return fail(std::vector<violation>{no_object()});
    return {};
}

} // namespace crudite::json::detail
