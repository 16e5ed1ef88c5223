# What the examples and the tests share: the warnings of our own code, and linking by what a file includes.
# SPDX-License-Identifier: MIT

# Not exported: a user's build has its own idea of warnings.
add_library(crudite_warnings INTERFACE)
target_compile_options(crudite_warnings INTERFACE -Wall -Wextra -Wpedantic -Wconversion -Wshadow)

# crudite_includes(<result> <file>…): the optional targets (crudite::sqlite …) whose headers the files include.
function(crudite_includes result)
    set(things "")
    foreach(file IN LISTS ARGN)
        file(STRINGS ${file} lines REGEX "^ *# *include *[<\"]crudite/")
        foreach(line IN LISTS lines)
            if(line MATCHES "crudite/(sqlite|postgres|json|http|server)[./]")
                list(APPEND things crudite::${CMAKE_MATCH_1})
            endif()
        endforeach()
    endforeach()
    list(REMOVE_DUPLICATES things)
    set(${result} ${things} PARENT_SCOPE)
endfunction()

# crudite_missing(<result> <target>…): those of the targets that are not there.
function(crudite_missing result)
    set(missing "")
    foreach(target IN LISTS ARGN)
        if(NOT TARGET ${target})
            list(APPEND missing ${target})
        endif()
    endforeach()
    set(${result} ${missing} PARENT_SCOPE)
endfunction()
