// representation: a row as it goes out. And the way back: a key out of a path.
// SPDX-License-Identifier: MIT
#pragma once

#include <crudite/base/build.hpp>
#include <crudite/base/uuid.hpp>
#include <crudite/http/message.hpp>
#include <crudite/schema/column.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace crudite::http {

/// A row as it goes out.
struct representation {
    std::string body{};                    ///< JSON
    std::string key{};                     ///< as text, not yet escaped for a URL
    std::optional<std::int64_t> version{}; ///< nothing if the entity has none
    bool created{};                        ///< the row is new
};

/// A row of the table as it goes out, with these columns only, or with all if there are none.
CRUDITE_DECL representation represent(const table_view& table, row values, column_set fields = {});

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

} // namespace crudite::http

#if CRUDITE_BODIES
#include <crudite/http/representation.ipp>
#endif
