// What a resource can do to its rows, with the entity's type forgotten: between resource<Entity> and the
// routes.
// SPDX-License-Identifier: MIT
#pragma once

#include <crudite/base/build.hpp>
#include <crudite/base/error.hpp>
#include <crudite/base/uuid.hpp>
#include <crudite/http/parameters.hpp>
#include <crudite/schema/column.hpp>

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace crudite::http {

/// A row as it goes out.
struct representation {
    std::string body{};                    ///< JSON
    std::string key{};                     ///< as text, not yet escaped for a URL
    std::optional<std::int64_t> version{}; ///< nothing if the entity has none
};

/// The five things to do, each one call of the repository. Called from several threads at once.
struct resource_calls {
    std::function<result<representation>(std::string_view body)> create;
    std::function<result<std::string>(const list_parameters& wanted)> list;
    std::function<result<representation>(const value& key)> find;
    std::function<result<representation>(
        const value& key, std::string_view body, std::optional<std::int64_t> expected)>
        update;
    std::function<result<void>(const value& key, std::optional<std::int64_t> expected)> remove;
};

/// A key out of a path. Keeps what the value views, so it stays where it is.
class key_text {
  public:
    CRUDITE_DECL key_text(column_type type, std::string_view text);
    key_text(const key_text&) = delete;

    /// Nothing if the text is no key of this type: then no row has it.
    const std::optional<value>& get() const noexcept { return value_; }

  private:
    uuid id_{};
    std::optional<value> value_{};
};

/// An entity of the table as it goes out.
CRUDITE_DECL representation represent(const table_view& table, const void* entity);

} // namespace crudite::http

#if CRUDITE_BODIES
#include <crudite/http/resource_calls.ipp>
#endif
