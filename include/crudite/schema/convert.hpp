// convert: how a C++ type becomes a value and comes back. The one customisation point of Crudite.
// SPDX-License-Identifier: MIT
#pragma once

#include <crudite/base/time.hpp>
#include <crudite/base/utf8.hpp>
#include <crudite/base/uuid.hpp>
#include <crudite/schema/column.hpp>

#include <array>
#include <concepts>
#include <limits>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

namespace crudite {

/// Specialise it for a type of your own, in one of two ways.
///
/// A type stored as another (text, a number, bytes, …; anything that already converts):
///
///     template <> struct crudite::convert<email> {
///         using as = std::string_view;
///         static std::string_view to(const email& e) { return e.text; }          // or by value: a
///         std::string static std::optional<email> from(std::string_view text);               // nothing:
///         refused
///     };
///
/// An enum, stored as text (each name once):
///
///     template <> struct crudite::convert<status> {
///         static constexpr std::pair<status, std::string_view> names[] = {{status::open, "open"}, …};
///     };
template <class T>
struct convert {};

namespace detail {

template <class T>
concept has_names = std::is_enum_v<T> && requires { convert<T>::names[0].second; };

template <class T>
concept stored_as_another = requires { typename convert<T>::as; };

template <class T>
struct codec; // the conversions themselves: load, store, type

template <class T>
concept is_integer = std::integral<T> && !std::same_as<T, bool> && sizeof(T) <= 8;

template <class T>
concept builtin =
    std::same_as<T, bool> || is_integer<T> || std::floating_point<T> || std::same_as<T, std::string> ||
    std::same_as<T, std::string_view> || std::same_as<T, std::vector<std::byte>> ||
    std::same_as<T, timestamp> || std::same_as<T, uuid>;

template <class T>
inline constexpr bool is_optional = false;
template <class T>
inline constexpr bool is_optional<std::optional<T>> = true;

template <class T>
struct unwrapped {
    using type = T;
};
template <class T>
struct unwrapped<std::optional<T>> {
    using type = T;
};
/// T, or the U of optional<U>.
template <class T>
using unwrapped_t = typename unwrapped<T>::type;

} // namespace detail

/// A type a field can have (or std::optional of it).
template <class T>
concept convertible_value = detail::builtin<T> || detail::has_names<T> || detail::stored_as_another<T>;

namespace detail {

template <>
struct codec<bool> {
    static constexpr column_type type = column_type::boolean;
    static constexpr value load(bool b, scratch&) noexcept { return value(b); }
    static fit store(bool& to, const value& v) noexcept {
        if (v.kind() != value_kind::boolean) return fit::type;
        to = v.boolean();
        return fit::ok;
    }
};

template <is_integer T>
struct codec<T> {
    static constexpr column_type type = column_type::integer;
    // Above int64 no database has room: the largest uint64s load as a real, which fits no integer column.
    static constexpr value load(T n, scratch&) noexcept {
        if constexpr (std::is_same_v<std::make_unsigned_t<T>, T> && sizeof(T) == 8)
            if (n > static_cast<T>(std::numeric_limits<std::int64_t>::max()))
                return value(static_cast<double>(n));
        return value(n);
    }
    static fit store(T& to, const value& v) noexcept {
        if (v.kind() != value_kind::integer) return fit::type;
        if (!std::in_range<T>(v.integer())) return fit::range;
        to = static_cast<T>(v.integer());
        return fit::ok;
    }
};

template <std::floating_point T>
struct codec<T> {
    static constexpr column_type type = column_type::real;
    // One zero: databases do not agree on keeping the sign of -0.0.
    static constexpr value load(T x, scratch&) noexcept {
        return value(x == T{} ? 0.0 : static_cast<double>(x));
    }
    static fit store(T& to, const value& v) noexcept {
        if (v.kind() != value_kind::real && v.kind() != value_kind::integer) return fit::type;
        const double x = v.kind() == value_kind::real ? v.real() : static_cast<double>(v.integer());
        if (!(x >= static_cast<double>(std::numeric_limits<T>::lowest()) &&
              x <= static_cast<double>(std::numeric_limits<T>::max())))
            return fit::range;
        to = static_cast<T>(x);
        return fit::ok;
    }
};

template <class T>
    requires std::same_as<T, std::string> || std::same_as<T, std::string_view>
struct codec<T> {
    static constexpr column_type type = column_type::text;
    static constexpr value load(const T& text, scratch&) noexcept { return value(std::string_view(text)); }
    static fit store(T& to, const value& v) {
        if (v.kind() != value_kind::text) return fit::type;
        to = v.text();
        return fit::ok;
    }
};

template <>
struct codec<std::vector<std::byte>> {
    static constexpr column_type type = column_type::bytes;
    static value load(const std::vector<std::byte>& b, scratch&) noexcept { return value(bytes_view(b)); }
    static fit store(std::vector<std::byte>& to, const value& v) {
        if (v.kind() != value_kind::bytes) return fit::type;
        to.assign(v.bytes().begin(), v.bytes().end());
        return fit::ok;
    }
};

template <>
struct codec<timestamp> {
    static constexpr column_type type = column_type::timestamp;
    static constexpr value load(timestamp t, scratch&) noexcept {
        return value(static_cast<std::int64_t>(t.time_since_epoch().count()));
    }
    static fit store(timestamp& to, const value& v) noexcept {
        if (v.kind() != value_kind::integer) return fit::type;
        const timestamp t{std::chrono::microseconds{v.integer()}};
        if (t < min_timestamp || t > max_timestamp) return fit::range;
        to = t;
        return fit::ok;
    }
};

template <>
struct codec<uuid> {
    static constexpr column_type type = column_type::uuid;
    static value load(const uuid& id, scratch&) noexcept { return value(bytes_view(id.bytes)); }
    static fit store(uuid& to, const value& v) noexcept {
        if (v.kind() != value_kind::bytes) return fit::type;
        if (v.bytes().size() != to.bytes.size()) return fit::form;
        std::memcpy(to.bytes.data(), v.bytes().data(), to.bytes.size());
        return fit::ok;
    }
};

template <has_names T>
struct codec<T> {
    static constexpr column_type type = column_type::text;
    static constexpr value load(T e, scratch&) noexcept {
        for (const auto& [enumerator, name] : convert<T>::names)
            if (enumerator == e) return value(name);
        return value(std::string_view{}); // no name: refused by the column's `allowed`
    }
    static fit store(T& to, const value& v) noexcept {
        if (v.kind() != value_kind::text) return fit::type;
        for (const auto& [enumerator, name] : convert<T>::names)
            if (name == v.text()) {
                to = enumerator;
                return fit::ok;
            }
        return fit::name;
    }
    static constexpr auto allowed = [] {
        std::array<value, std::size(convert<T>::names)> names{};
        for (std::size_t i = 0; i < names.size(); ++i) names[i] = value(convert<T>::names[i].second);
        return names;
    }();
};

template <stored_as_another T>
struct codec<T> {
    using as = typename convert<T>::as;
    static_assert(
        builtin<as> || has_names<as>,
        "convert: `as` must be a type that already converts: bool, an integer, a floating-point type, "
        "std::string, std::string_view, std::vector<std::byte>, timestamp, uuid or a named enum");
    static constexpr column_type type = codec<as>::type;

    static constexpr value load(const T& t, scratch& temporaries) {
        if constexpr (std::same_as<decltype(convert<T>::to(t)), std::string>)
            return value(temporaries.keep(convert<T>::to(t)));
        else if constexpr (
            std::is_reference_v<decltype(convert<T>::to(t))> || !std::same_as<as, std::vector<std::byte>>)
            return loaded(convert<T>::to(t), temporaries);
        else {
            const auto bytes = convert<T>::to(t);
            const auto kept = temporaries.keep({reinterpret_cast<const char*>(bytes.data()), bytes.size()});
            return value(std::as_bytes(std::span(kept)));
        }
    }
    static fit store(T& to, const value& v) {
        as plain{};
        if (const fit how = codec<as>::store(plain, v); how != fit::ok) return how;
        std::optional<T> made = convert<T>::from(std::move(plain));
        if (!made) return fit::form;
        to = *std::move(made);
        return fit::ok;
    }

  private:
    static constexpr value loaded(const as& plain, scratch& temporaries) {
        if constexpr (std::same_as<as, uuid>) { // views its argument: a uuid by value has to be kept
            const auto kept =
                temporaries.keep({reinterpret_cast<const char*>(plain.bytes.data()), plain.bytes.size()});
            return value(std::as_bytes(std::span(kept)));
        } else {
            return codec<as>::load(plain, temporaries);
        }
    }
};

template <class T>
struct codec<std::optional<T>> {
    static constexpr column_type type = codec<T>::type;
    static constexpr value load(const std::optional<T>& t, scratch& temporaries) {
        return t ? codec<T>::load(*t, temporaries) : value();
    }
    static fit store(std::optional<T>& to, const value& v) {
        if (v.is_null()) {
            to.reset();
            return fit::ok;
        }
        if (to) return codec<T>::store(*to, v);
        const fit how = codec<T>::store(to.emplace(), v);
        if (how != fit::ok) to.reset();
        return how;
    }
};

} // namespace detail
} // namespace crudite
