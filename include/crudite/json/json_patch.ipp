// The bodies of json_patch.hpp.
// SPDX-License-Identifier: MIT
#pragma once

#include <crudite/json/json_patch.hpp>
#include <crudite/json/operation_list.hpp>
#include <crudite/json/write.hpp>
#include <crudite/schema/validate.hpp>

#include <optional>

namespace crudite::json {

namespace detail {

std::size_t find_member(const table_view& table, std::string_view pointer) {
    if (pointer.empty()) return whole;
    std::string name;
    for (std::size_t at = 1; at < pointer.size(); ++at) {
        if (pointer[at] == '/') return npos; // no member has members
        const bool escaped = pointer[at] == '~';
        name += !escaped ? pointer[at] : pointer[at + 1] == '0' ? '~' : '/';
        at += escaped;
    }
    return table.find(name);
}

/// An entity under the operations of a patch. Each says what is wrong with it, or nothing.
class patched_entity {
  public:
    using refusal = std::optional<violation>;

    patched_entity(const table_view& table, void* entity, void* spare)
        : table_(table), entity_(entity), spare_(spare) {}

    refusal act(const patch_operation& o) {
        using enum patch_operation::kind;
        const std::size_t at = find_member(table_, o.path);
        const bool from_there = o.is == move || o.is == copy;
        const bool is_there = o.is != add && !from_there;
        if (at == npos) return unknown("path");
        if (is_there && is_gone(at)) return gone("path");
        if (o.is == test && !(at == whole ? equals_whole(o.value) : equals(at, o.value)))
            return violation{{}, "test_failed", "does not hold: the value is another one", {}};
        if (o.is == remove) return take_out(at, "path");
        if (o.is == add || o.is == replace)
            return at == whole ? put_whole(o.value) : put(at, o.value, "path", "value");
        return from_there ? carry(o, at) : std::nullopt;
    }

    /// Gives members that were removed what they have in a new entity.
    result<column_set> finish() {
        std::vector<violation> broken;
        for (const std::size_t i : gone_) {
            const column& c = table_.columns[i];
            if (c.fallback || c.nullable)
                c.store(entity_, c.fallback.value_or(value()));
            else
                broken.push_back({std::string(c.name), "required", "must be given", {}});
        }
        if (!broken.empty()) return fail(std::move(broken));
        return set_;
    }

  private:
    static violation unknown(std::string field) {
        return {std::move(field), "unknown", "is not a member of this object", {}};
    }
    static violation gone(std::string field) {
        return {std::move(field), "gone", "was taken away by an operation before", {}};
    }
    static violation closed(std::string field) {
        return {std::move(field), "read_only", "cannot be changed", {}};
    }

    bool is_gone(std::size_t at) const noexcept { return at != whole && gone_.contains(at); }

    /// `place` and `field` are what is to blame if nothing, or not this value, can be put there.
    refusal put(std::size_t at, const patch_value& v, std::string place, std::string field) {
        const column& c = table_.columns[at];
        if (!c.writable()) return equals(at, v) ? refusal() : closed(std::move(place));
        if (v.is == patch_value::kind::null && !c.nullable) return renamed(missing(c), std::move(field));
        const fitting how = store_token(c, token_of(v), entity_);
        if (how.how != fit::ok) {
            violation broken = renamed(misfit(c, how.how), std::move(field));
            if (how.misspelt) broken.code = "format";
            return broken;
        }
        set_.insert(at);
        gone_.erase(at);
        return {};
    }
    refusal put_whole(const patch_value& v) {
        if (v.is != patch_value::kind::object) return renamed(no_object(), "value");
        for (std::size_t i = 0; i < table_.columns.size(); ++i)
            if (table_.columns[i].writable()) drop(i);
        for (const auto& [name, member] : v.members) {
            const std::size_t at = table_.find(name);
            std::string field = "value." + presentable(name);
            if (at == npos) return unknown(std::move(field));
            if (auto no = put(at, member, field, field)) return no;
        }
        return {};
    }
    refusal take_out(std::size_t at, std::string field) {
        if (at == whole || !table_.columns[at].writable()) return closed(std::move(field));
        drop(at);
        return {};
    }
    void drop(std::size_t at) {
        gone_.insert(at);
        set_.insert(at);
    }

    /// Moves or copies.
    refusal carry(const patch_operation& o, std::size_t to) {
        const std::size_t from = find_member(table_, o.from);
        if (from == npos) return unknown("from");
        if (is_gone(from)) return gone("from");
        if (from == to) return {};
        if (to == whole) return renamed(no_object(), "path");
        if (from == whole) return renamed(misfit(table_.columns[to], fit::type), "from");
        const patch_value carried = value_of(from);
        if (o.is == patch_operation::kind::move)
            if (auto no = take_out(from, "from")) return no;
        return put(to, carried, "path", "from");
    }

    bool equals(std::size_t at, const patch_value& v) {
        const column& c = table_.columns[at];
        scratch temporaries;
        const value held = c.load(entity_, temporaries);
        if (v.is == patch_value::kind::null || held.is_null())
            return held.is_null() && v.is == patch_value::kind::null;
        return store_token(c, token_of(v), spare_).how == fit::ok && c.load(spare_, temporaries) == held;
    }
    bool equals_whole(const patch_value& v) {
        if (v.is != patch_value::kind::object) return false;
        for (const auto& [name, member] : v.members) {
            const std::size_t at = table_.find(name);
            if (at == npos || is_gone(at) || !equals(at, member)) return false;
        }
        return v.members.size() + gone_.size() == table_.columns.size();
    }

    /// As it stands in JSON.
    patch_value value_of(std::size_t at) const {
        const column& c = table_.columns[at];
        scratch temporaries;
        const value held = c.load(entity_, temporaries);
        patch_value made;
        if (held.is_null()) return made;
        if (c.type == column_type::boolean)
            return {.is = patch_value::kind::boolean, .truth = held.boolean()};
        if (c.type == column_type::text)
            return {.is = patch_value::kind::string, .text = std::string(held.text())};
        append(made.text, c.type, held);
        made.is = made.text.starts_with('"') ? patch_value::kind::string : patch_value::kind::number;
        if (made.is == patch_value::kind::string) made.text = made.text.substr(1, made.text.size() - 2);
        return made;
    }

    static token token_of(const patch_value& v) noexcept {
        using kind = token::kind;
        constexpr kind kinds[] = {kind::null,   kind::boolean, kind::number,
                                  kind::string, kind::nested,  kind::nested};
        return {.is = kinds[static_cast<std::size_t>(v.is)], .text = v.text, .truth = v.truth};
    }
    static violation renamed(violation v, std::string field) {
        v.field = std::move(field);
        return v;
    }

    const table_view& table_;
    void* entity_;
    void* spare_;
    column_set set_{};
    column_set gone_{};
};

} // namespace detail

result<json_patch> json_patch::read(std::string_view body) {
    detail::operation_list document;
    if (auto done = detail::read(body, document); !done) return fail(std::move(done.error()));
    auto operations = document.finish();
    if (!operations) return fail(std::move(operations.error()));
    json_patch made;
    made.operations_ = *std::move(operations);
    return made;
}

result<column_set> json_patch::apply(const table_view& table, void* entity, void* spare) const {
    detail::patched_entity patched(table, entity, spare);
    for (std::size_t i = 0; i < operations_.size(); ++i)
        if (auto refused = patched.act(operations_[i])) {
            const bool tested = refused->code == "test_failed";
            std::vector<violation> broken{*std::move(refused)};
            crudite::detail::place(broken, i);
            return fail(std::move(broken), tested ? errc::test_failed : errc::invalid);
        }
    return patched.finish();
}

} // namespace crudite::json
