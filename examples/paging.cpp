// Lists: filters, search, order, pages by offset and by cursor, and a loop over all of them.
// SPDX-License-Identifier: MIT
#include <crudite/sqlite.hpp>

#include <algorithm>
#include <iostream>

struct book {
    std::int64_t id{};
    std::string title{};
    std::string author{};
    std::optional<int> year{};
};

template <>
inline constexpr auto crudite::schema<book> = table(
    "books", field<&book::id>(primary_key), field<&book::title>(length(1, 200), searchable),
    field<&book::author>(length(1, 100), searchable, indexed), field<&book::year>());

namespace {

void print(const char* what, const std::vector<book>& books) {
    std::cout << what << ':';
    for (const book& b : books) std::cout << ' ' << b.title << (&b == &books.back() ? "" : ",");
    std::cout << '\n';
}

} // namespace

int main() {
    using crudite::field, crudite::asc, crudite::desc, crudite::query;

    auto db = crudite::sqlite::open(":memory:").value();
    crudite::repository<book> books{db};
    const std::vector<book> shelf{
        {.title = "Middlemarch", .author = "Eliot", .year = 1871},
        {.title = "Emma", .author = "Austen", .year = 1815},
        {.title = "Persuasion", .author = "Austen", .year = 1817},
        {.title = "Beowulf", .author = "unknown"},
        {.title = "Ulysses", .author = "Joyce", .year = 1922},
        {.title = "Dubliners", .author = "Joyce", .year = 1914},
        {.title = "Silas Marner", .author = "Eliot", .year = 1861}};
    books.create_many(shelf).value();

    // [filter]
    // Operators make a filter; &&, || and ! join filters.
    const auto of_the_1800s = field<&book::year> >= 1800 && field<&book::year> < 1900;
    auto found = books.list({.where = of_the_1800s && !(field<&book::author> == "Eliot")});
    // [/filter]
    print("filter", found->items);

    // [null]
    // Every condition answers yes or no: a book without a year is not of 1815, and so it is "not of 1815".
    found = books.list({.where = field<&book::year> != 1815});
    const auto undated = books.count({.where = crudite::is_null<&book::year>()});
    // [/null]
    std::cout << "null: " << *found->total << " are not of 1815, " << undated.value() << " has no year\n";

    // [functions]
    found = books.list({.where = crudite::in<&book::author>({"Austen", "Joyce"})});
    found = books.list({.where = crudite::contains<&book::title>("mar")});       // case and all
    found = books.list({.where = crudite::starts_with<&book::title>("Middle")}); // an index can serve it
    // [/functions]
    print("starts with", found->items);

    // [search]
    // In all searchable fields, in any case of any script; '%' and '_' are plain characters.
    found = books.list({.search = "MAR"});
    // [/search]
    print("search", found->items);

    // [order]
    found = books.list({.order_by = {asc<&book::author>, desc<&book::year>}, .limit = 3});
    // [/order]
    print("by author", found->items);
    found = books.list({.order_by = desc<&book::year>});
    print("by year, null last", found->items);

    // [offset]
    found = books.list({.limit = 3, .offset = 3}); // page 2: rows 4 to 6 of *found->total
    // [/offset]
    print("offset 3", found->items);

    // [cursor]
    // A cursor stands between two rows, wherever these are by now. It belongs to its query.
    const query<book> by_title{.order_by = asc<&book::title>, .limit = 3};
    const auto first = books.list(by_title).value();
    query<book> further = by_title;
    further.after = first.next;
    const auto second = books.list(further).value();
    further.after = second.previous;
    const auto back = books.list(further).value();
    // [/cursor]
    print("first ", first.items);
    print("second", second.items);
    print("back  ", back.items);

    // [pages]
    // All pages, each fetched when the loop gets there. An error is the last element.
    for (const auto& page : books.pages(by_title)) {
        if (!page) return 1;
        print("page", page->items);
    }
    // [/pages]

    // [each]
    // Every row, in bounded memory, of one snapshot; no limit unless the query has one.
    int oldest = 2026;
    auto done = books.each({.where = !crudite::is_null<&book::year>()}, [&](const book& b) {
        oldest = std::min(oldest, *b.year);
    });
    // [/each]
    std::cout << "oldest: " << oldest << '\n';
    return done ? 0 : 1;
}
