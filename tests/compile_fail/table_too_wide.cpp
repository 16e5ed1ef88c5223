// A table has 64 fields, with the key.
// SPDX-License-Identifier: MIT
// expect: table: has more than 64 fields
#include <crudite/crudite.hpp>

struct station {
    std::int64_t id{};
    int measured_value_01{}, measured_value_02{}, measured_value_03{}, measured_value_04{},
        measured_value_05{}, measured_value_06{}, measured_value_07{}, measured_value_08{},
        measured_value_09{}, measured_value_10{}, measured_value_11{}, measured_value_12{},
        measured_value_13{}, measured_value_14{}, measured_value_15{}, measured_value_16{},
        measured_value_17{}, measured_value_18{}, measured_value_19{}, measured_value_20{},
        measured_value_21{}, measured_value_22{}, measured_value_23{}, measured_value_24{},
        measured_value_25{}, measured_value_26{}, measured_value_27{}, measured_value_28{},
        measured_value_29{}, measured_value_30{}, measured_value_31{}, measured_value_32{},
        measured_value_33{}, measured_value_34{}, measured_value_35{}, measured_value_36{},
        measured_value_37{}, measured_value_38{}, measured_value_39{}, measured_value_40{},
        measured_value_41{}, measured_value_42{}, measured_value_43{}, measured_value_44{},
        measured_value_45{}, measured_value_46{}, measured_value_47{}, measured_value_48{},
        measured_value_49{}, measured_value_50{}, measured_value_51{}, measured_value_52{},
        measured_value_53{}, measured_value_54{}, measured_value_55{}, measured_value_56{},
        measured_value_57{}, measured_value_58{}, measured_value_59{}, measured_value_60{},
        measured_value_61{}, measured_value_62{}, measured_value_63{}, measured_value_64{};
};

template <>
inline constexpr auto crudite::schema<station> = table(
    "stations", field<&station::id>(primary_key),
#ifdef CRUDITE_MISUSE
    field<&station::measured_value_64>(),
#endif
    field<&station::measured_value_01>(), field<&station::measured_value_02>(),
    field<&station::measured_value_03>(), field<&station::measured_value_04>(),
    field<&station::measured_value_05>(), field<&station::measured_value_06>(),
    field<&station::measured_value_07>(), field<&station::measured_value_08>(),
    field<&station::measured_value_09>(), field<&station::measured_value_10>(),
    field<&station::measured_value_11>(), field<&station::measured_value_12>(),
    field<&station::measured_value_13>(), field<&station::measured_value_14>(),
    field<&station::measured_value_15>(), field<&station::measured_value_16>(),
    field<&station::measured_value_17>(), field<&station::measured_value_18>(),
    field<&station::measured_value_19>(), field<&station::measured_value_20>(),
    field<&station::measured_value_21>(), field<&station::measured_value_22>(),
    field<&station::measured_value_23>(), field<&station::measured_value_24>(),
    field<&station::measured_value_25>(), field<&station::measured_value_26>(),
    field<&station::measured_value_27>(), field<&station::measured_value_28>(),
    field<&station::measured_value_29>(), field<&station::measured_value_30>(),
    field<&station::measured_value_31>(), field<&station::measured_value_32>(),
    field<&station::measured_value_33>(), field<&station::measured_value_34>(),
    field<&station::measured_value_35>(), field<&station::measured_value_36>(),
    field<&station::measured_value_37>(), field<&station::measured_value_38>(),
    field<&station::measured_value_39>(), field<&station::measured_value_40>(),
    field<&station::measured_value_41>(), field<&station::measured_value_42>(),
    field<&station::measured_value_43>(), field<&station::measured_value_44>(),
    field<&station::measured_value_45>(), field<&station::measured_value_46>(),
    field<&station::measured_value_47>(), field<&station::measured_value_48>(),
    field<&station::measured_value_49>(), field<&station::measured_value_50>(),
    field<&station::measured_value_51>(), field<&station::measured_value_52>(),
    field<&station::measured_value_53>(), field<&station::measured_value_54>(),
    field<&station::measured_value_55>(), field<&station::measured_value_56>(),
    field<&station::measured_value_57>(), field<&station::measured_value_58>(),
    field<&station::measured_value_59>(), field<&station::measured_value_60>(),
    field<&station::measured_value_61>(), field<&station::measured_value_62>(),
    field<&station::measured_value_63>());

int main() {
    return crudite::table_of<station>().columns.empty() ? 1 : 0;
}
