// Random entities, patches, filters and orders, from a seed: small pools, so that values often collide.
// SPDX-License-Identifier: MIT
#pragma once

#include "contract/outcome.hpp"

#include <array>
#include <random>

namespace contract {

/// Draws the same things from the same seed on every platform.
class dice {
  public:
    explicit dice(std::uint64_t seed) : engine_(seed) {}

    /// 0 … sides - 1.
    std::size_t roll(std::size_t sides) { return static_cast<std::size_t>(engine_() % sides); }
    bool chance(std::size_t one_in) { return roll(one_in) == 0; }
    template <class T, std::size_t Count>
    T one_of(const T (&values)[Count]) {
        return values[roll(Count)];
    }

    std::string name() {
        static const char* const kinds[]{"Road", "road", "\u00c4rger", "\u00e4rger",
                                         "a%",   "a_b",  "\U0001f600", "b"};
        return one_of(kinds) + std::to_string(roll(24));
    }
    std::optional<std::string> note() {
        static const char* const notes[]{"", "road", "ROAD map", "%", "\u03a3\u03c2", "x"};
        if (chance(3)) return std::nullopt;
        return one_of(notes);
    }
    std::optional<std::int64_t> rank() {
        if (chance(3)) return std::nullopt;
        return static_cast<std::int64_t>(roll(7)) - 3;
    }
    std::optional<double> weight() {
        static const double weights[]{0.0, -0.5, 0.1, 1e300, -1e-300};
        if (chance(3)) return std::nullopt;
        return one_of(weights);
    }
    std::optional<timestamp> due() {
        if (chance(3)) return std::nullopt;
        return timestamp{std::chrono::microseconds(static_cast<std::int64_t>(roll(5)) - 2)};
    }
    std::optional<std::string> code() {
        if (chance(2)) return std::nullopt;
        return std::to_string(roll(150));
    }
    std::vector<std::byte> data() {
        std::vector<std::byte> made(roll(4));
        for (std::byte& b : made) b = static_cast<std::byte>(roll(256));
        return made;
    }
    specimen entity() {
        specimen made;
        made.name = chance(30) ? std::string() : name(); // empty: breaks a rule
        made.note = note();
        made.marked = chance(2);
        made.size = static_cast<std::int32_t>(roll(5));
        made.rank = rank();
        made.ratio = weight().value_or(2.5);
        made.weight = weight();
        made.mood = chance(2) ? mood::wild : mood::calm;
        made.data = data();
        made.due = due();
        made.token.bytes[roll(16)] = static_cast<std::byte>(roll(3));
        made.code = code();
        made.room = one_of({"hall", "attic", "cellar"});
        if (!chance(3)) made.slot = static_cast<std::int64_t>(roll(50));
        made.origin = chance(2) ? "sea" : "land";
        return made;
    }

    patch<specimen> changes() {
        patch<specimen> made;
        const specimen from = entity();
        if (chance(4)) made.set<&specimen::name>(from.name);
        if (chance(3)) made.set<&specimen::note>(from.note);
        if (chance(3)) made.set<&specimen::size>(from.size);
        if (chance(4)) made.set<&specimen::rank>(from.rank);
        if (chance(5)) made.set<&specimen::weight>(from.weight);
        if (chance(5)) made.set<&specimen::mood>(from.mood);
        if (chance(6)) made.set<&specimen::data>(from.data);
        if (chance(6)) made.set<&specimen::due>(from.due);
        if (chance(6)) made.set<&specimen::code>(from.code);
        if (chance(6)) made.set<&specimen::room>(from.room);
        if (chance(6)) made.set<&specimen::slot>(from.slot);
        return made;
    }

    filter<specimen> where(int depth = 0) {
        if (depth < 3 && chance(3)) {
            auto a = where(depth + 1);
            switch (roll(3)) {
            case 0:
                return !std::move(a);
            case 1:
                return std::move(a) && where(depth + 1);
            default:
                return std::move(a) || where(depth + 1);
            }
        }
        const specimen v = entity();
        switch (roll(18)) {
        case 0:
            return field<&specimen::name> == v.name;
        case 1:
            return field<&specimen::name> != v.name;
        case 2:
            return field<&specimen::name> < v.name;
        case 3:
            return field<&specimen::note> == v.note.value_or("x");
        case 4:
            return field<&specimen::note> != v.note.value_or("x");
        case 5:
            return is_null<&specimen::note>();
        case 6:
            return field<&specimen::rank> <= v.rank.value_or(0);
        case 7:
            return field<&specimen::rank> > v.rank.value_or(0);
        case 8:
            return in<&specimen::rank>({v.rank.value_or(1), rank().value_or(2)});
        case 9:
            return field<&specimen::weight> >= v.weight.value_or(0.1);
        case 10:
            return field<&specimen::mood> == v.mood;
        case 11:
            return field<&specimen::marked> != v.marked;
        case 12:
            return field<&specimen::data> < v.data;
        case 13:
            return field<&specimen::due> > v.due.value_or(timestamp{});
        case 14:
            return contains<&specimen::name>(one_of({"oad", "%", "_", "\u00e4", "1"}));
        case 15:
            return starts_with<&specimen::name>(one_of({"R", "r", "a", "\U0001f600", ""}));
        case 16:
            return contains<&specimen::note>(one_of({"road", "%", ""}));
        default:
            return field<&specimen::version> > static_cast<std::int64_t>(roll(4));
        }
    }

    std::string search() { return one_of({"ROAD", "\u00c4R", "%", "_", "\u03c3", "1", "zzz"}); }

    orders<specimen> order() {
        static const std::array<crudite::order<specimen>, 18> keys{
            asc<&specimen::id>,   desc<&specimen::id>,   asc<&specimen::name>,       desc<&specimen::name>,
            asc<&specimen::note>, desc<&specimen::note>, asc<&specimen::rank>,       desc<&specimen::rank>,
            asc<&specimen::size>, desc<&specimen::size>, asc<&specimen::weight>,     desc<&specimen::weight>,
            asc<&specimen::mood>, desc<&specimen::due>,  asc<&specimen::updated_at>, desc<&specimen::marked>,
            asc<&specimen::data>, desc<&specimen::token>};
        orders<specimen> made;
        for (std::size_t n = roll(5); n > 0; --n) made.add(keys[roll(keys.size())].plain);
        return made;
    }

    query<specimen> wanted() {
        query<specimen> made;
        if (chance(2)) made.where = where();
        if (chance(4)) made.search = search();
        made.order_by = order();
        if (!chance(4)) made.limit = static_cast<std::int64_t>(roll(12));
        if (chance(4)) made.offset = static_cast<std::int64_t>(roll(10));
        if (chance(5)) made.count = total::none;
        return made;
    }

  private:
    std::mt19937_64 engine_;
};

} // namespace contract
