// writer: SQL text in the making. Names come from schemas alone and are quoted; values are parameters.
// SPDX-License-Identifier: MIT
#pragma once

#include <crudite/sql/dialect.hpp>

#include <string>
#include <string_view>

namespace crudite::sql {

/// Appends pieces to a statement. Parameters are numbered, so that one can stand in several places.
class writer {
  public:
    explicit writer(const dialect& speech) : speech_(speech) {}

    writer& operator<<(std::string_view piece) {
        text_ += piece;
        return *this;
    }
    /// A name of a schema: letters, digits and '_' by the schema's own rule, so the quotes always hold.
    writer& name(std::string_view identifier) {
        text_ += '"';
        text_ += identifier;
        text_ += '"';
        return *this;
    }
    writer& name(const column& c) { return name(c.name); }

    /// The next parameter; returns its number.
    std::size_t parameter() {
        parameter(++parameters_);
        return parameters_;
    }
    /// Parameter number n once more.
    writer& parameter(std::size_t n) {
        text_ += speech_.placeholder;
        text_ += std::to_string(n);
        return *this;
    }
    /// Sets a number aside, to be written later.
    std::size_t reserve() { return ++parameters_; }

    /// All columns of a table: "id", "name", …
    writer& columns(const table_view& table) {
        std::string_view comma;
        for (const column& c : table.columns) {
            *this << comma;
            name(c);
            comma = ", ";
        }
        return *this;
    }

    const dialect& speech() const noexcept { return speech_; }
    std::string take() { return std::move(text_); }

  private:
    const dialect& speech_;
    std::string text_{};
    std::size_t parameters_{0};
};

} // namespace crudite::sql
