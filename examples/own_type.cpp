// Fields of types of your own: a strong key, an email address, an enum; and rules of your own.
// SPDX-License-Identifier: MIT
#include <crudite/sqlite.hpp>

#include <iostream>

// [types]
/// A key that is not any other number.
struct account_id {
    std::int64_t number{};
};

/// Text that has been looked at: there is no other way to make one.
class email {
  public:
    email() = default;
    static std::optional<email> parse(std::string_view text) {
        const auto at = text.find('@');
        if (at == 0 || at == text.npos || at + 1 == text.size()) return std::nullopt;
        email made;
        made.text_ = text;
        return made;
    }
    const std::string& text() const noexcept { return text_; }

  private:
    std::string text_{};
};

enum class plan : std::uint8_t { free, team, company };
// [/types]

// [convert]
template <>
struct crudite::convert<account_id> {
    using as = std::int64_t;
    static std::int64_t to(account_id id) { return id.number; }
    static std::optional<account_id> from(std::int64_t number) { return account_id{number}; }
};

template <>
struct crudite::convert<email> {
    using as = std::string_view;
    static std::string_view to(const email& e) { return e.text(); }
    static std::optional<email> from(std::string_view text) { return email::parse(text); } // nothing: refused
};

template <>
struct crudite::convert<plan> {
    static constexpr std::pair<plan, std::string_view> names[] = {
        {plan::free, "free"}, {plan::team, "team"}, {plan::company, "company"}};
};
// [/convert]

// clang-format off: one field a line
// [schema]
struct account {
    account_id id{};
    email owner{};
    plan on{plan::free};
    int seats{1};
};

template <>
inline constexpr auto crudite::schema<account> = table("accounts",
    field<&account::id>(primary_key),
    field<&account::owner>(unique, max_length(254)),
    field<&account::on>("plan", default_to(plan::free)),
    field<&account::seats>(
        range(1, 1000),
        check("pairs", [](int seats) { return seats == 1 || seats % 2 == 0; },
              "beyond one, seats are sold in pairs")),
    check("free_seats", [](const account& a) { return a.on != plan::free || a.seats <= 2; },
          "the free plan has two seats at most"));
// [/schema]
// clang-format on

int main() {
    using crudite::field, crudite::patch;

    auto db = crudite::sqlite::open(":memory:").value();
    crudite::repository<account> accounts{db};

    // [use]
    const email ada = email::parse("ada@example.org").value();
    const account made = accounts.create({.owner = ada, .on = plan::team, .seats = 4}).value();
    const account_id id = made.id; // find(4) would not compile: 4 is no account_id
    const auto teams = accounts.count({.where = field<&account::on> == plan::team});
    // [/use]
    std::cout << "account " << id.number << " of " << made.owner.text() << ", teams: " << teams.value()
              << '\n';

    // [broken]
    // A rule of one field, and one of the whole entity: the row is on the team plan with 4 seats.
    const auto odd = accounts.update(id, patch<account>{}.set<&account::seats>(5));
    const auto cheap = accounts.update(id, patch<account>{}.set<&account::on>(plan::free));
    // [/broken]
    for (const auto& attempt : {odd, cheap})
        for (const crudite::violation& v : attempt.error().violations)
            std::cout << '[' << v.field << "] " << v.code << ": " << v.message << '\n';
    std::cout << "still " << accounts.find(id)->seats << " seats\n";
}
