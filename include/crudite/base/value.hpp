// value: one cell of a row as plain data, and owned_value, the same that keeps its text. Used by every floor.
// SPDX-License-Identifier: MIT
#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>

namespace crudite {

/// The six things a storage can hold. Times are integers (microseconds since 1970 UTC), uuids are 16 bytes.
enum class value_kind : std::uint8_t { null, boolean, integer, real, text, bytes };

using bytes_view = std::span<const std::byte>;

namespace detail {

/// The bytes of a text. (std::as_bytes of a span of it is dearer to compile.)
inline bytes_view bytes_of(std::string_view text) noexcept {
    return {reinterpret_cast<const std::byte*>(text.data()), text.size()};
}

} // namespace detail

/// One cell: a null, a number, or a view of text or bytes. Trivially copyable; the text belongs to somebody
/// else (a backend's row buffer, an entity, a literal) and must outlive the value.
class value {
  public:
    constexpr value() noexcept : integer_(0), size_(0), kind_(value_kind::null) {}
    template <class T>
        requires std::is_same_v<T, bool>
    constexpr value(T b) noexcept : integer_(b), size_(0), kind_(value_kind::boolean) {}
    template <class T>
        requires(std::is_integral_v<T> && !std::is_same_v<T, bool> && sizeof(T) <= sizeof(std::int64_t))
    constexpr value(T n) noexcept
        : integer_(static_cast<std::int64_t>(n)), size_(0), kind_(value_kind::integer) {}
    constexpr value(double x) noexcept : real_(x), size_(0), kind_(value_kind::real) {}
    constexpr value(std::string_view text) noexcept
        : data_(text.data()), size_(text.size()), kind_(value_kind::text) {}
    constexpr value(const char* text) noexcept : value(std::string_view(text)) {}
    value(const std::string& text) noexcept : value(std::string_view(text)) {}
    template <class T>
        requires std::is_same_v<T, bytes_view>
    value(T bytes) noexcept
        : data_(reinterpret_cast<const char*>(bytes.data())), size_(bytes.size()), kind_(value_kind::bytes) {}

    constexpr value_kind kind() const noexcept { return kind_; }
    constexpr bool is_null() const noexcept { return kind_ == value_kind::null; }

    /// Each of these is meaningful for its own kind only.
    constexpr bool boolean() const noexcept { return integer_ != 0; }
    constexpr std::int64_t integer() const noexcept { return integer_; }
    constexpr double real() const noexcept { return real_; }
    constexpr std::string_view text() const noexcept { return {data_, size_}; }
    bytes_view bytes() const noexcept { return {reinterpret_cast<const std::byte*>(data_), size_}; }

  private:
    union {
        std::int64_t integer_;
        double real_;
        const char* data_;
    };
    std::size_t size_;
    value_kind kind_;
};

/// A row: one value per column of the table, in the schema's order. Views the backend's buffer for one call.
using row = std::span<const value>;

/// The one order of values on every backend: numbers by size, text and bytes by their bytes (UTF-8 in code
/// point order), false before true, and NULL after everything.
constexpr std::strong_ordering compare(const value& a, const value& b) noexcept {
    if (a.is_null() || b.is_null()) return a.is_null() <=> b.is_null();
    if (a.kind() == value_kind::real && b.kind() == value_kind::real)
        return a.real() < b.real()   ? std::strong_ordering::less
               : a.real() > b.real() ? std::strong_ordering::greater
                                     : (a.real() != a.real()) <=> (b.real() != b.real()); // NaN last
    if (a.kind() != b.kind()) return a.kind() <=> b.kind();
    if (a.kind() == value_kind::text || a.kind() == value_kind::bytes) {
        // char_traits<char> compares as unsigned char: the byte order of UTF-8 is the order of code points.
        const std::string_view x =
            a.kind() == value_kind::text
                ? a.text()
                : std::string_view{reinterpret_cast<const char*>(a.bytes().data()), a.bytes().size()};
        const std::string_view y =
            b.kind() == value_kind::text
                ? b.text()
                : std::string_view{reinterpret_cast<const char*>(b.bytes().data()), b.bytes().size()};
        return x.compare(y) <=> 0;
    }
    return a.integer() <=> b.integer();
}

constexpr bool operator==(const value& a, const value& b) noexcept {
    return compare(a, b) == 0;
}

/// A value that keeps its own text or bytes: for filters, cursors and the memory backend.
class owned_value {
  public:
    owned_value() = default;
    owned_value(const value& v) : plain_(v) { // NOLINT: implicit, a value with a keeper
        if (v.kind() == value_kind::text) kept_ = v.text();
        if (v.kind() == value_kind::bytes && !v.bytes().empty())
            kept_.assign(reinterpret_cast<const char*>(v.bytes().data()), v.bytes().size());
    }
    template <class T>
        requires(std::is_convertible_v<T, value> && !std::is_same_v<std::remove_cvref_t<T>, value>)
    owned_value(const T& v) : owned_value(value(v)) {} // NOLINT: implicit

    /// The value; views this object.
    value view() const noexcept {
        switch (plain_.kind()) {
        case value_kind::text:
            return value(std::string_view(kept_));
        case value_kind::bytes:
            return value(detail::bytes_of(kept_));
        default:
            return plain_;
        }
    }

    friend bool operator==(const owned_value& a, const owned_value& b) noexcept {
        return a.view() == b.view();
    }

  private:
    value plain_{};
    std::string kept_{};
};

} // namespace crudite
