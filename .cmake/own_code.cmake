# What the examples and the tests share: the warnings of our own code, and linking by what a file includes.
# SPDX-License-Identifier: MIT

# Not exported: a user's build has its own idea of warnings.
add_library(crudite_warnings INTERFACE)
target_compile_options(crudite_warnings INTERFACE -Wall -Wextra -Wpedantic -Wconversion -Wshadow)

# Debian's Boost.Context switches stacks behind a sanitizer's back. Its other way tells the sanitizer, but is not
# in the library; what is missing is in fibers.cpp.
if(TARGET crudite_async AND CMAKE_CXX_FLAGS_DEBUG MATCHES "-fsanitize=(address|thread)")
    string(TOUPPER "${CMAKE_MATCH_1}" which)
    string(SUBSTRING ${which} 0 1 which)
    add_library(crudite_fibers STATIC ${PROJECT_SOURCE_DIR}/tests/tools/fibers.cpp)
    target_compile_definitions(crudite_fibers PUBLIC BOOST_USE_UCONTEXT BOOST_USE_${which}SAN)
    target_link_libraries(crudite_fibers PUBLIC Boost::context)
    target_link_libraries(crudite_async INTERFACE $<BUILD_INTERFACE:crudite_fibers>)
endif()

# What only examples use.
find_package(OpenSSL 3 QUIET COMPONENTS Crypto)
find_path(CRUDITE_HTTPLIB_INCLUDE httplib.h)
find_library(CRUDITE_HTTPLIB_LIBRARY cpp-httplib)
if(CRUDITE_HTTPLIB_INCLUDE)
    add_library(crudite_httplib INTERFACE)
    target_include_directories(crudite_httplib SYSTEM INTERFACE ${CRUDITE_HTTPLIB_INCLUDE})
    target_link_libraries(crudite_httplib INTERFACE Threads::Threads)
    if(CRUDITE_HTTPLIB_LIBRARY) # as Debian builds it: who uses it has to say the same
        target_link_libraries(crudite_httplib INTERFACE ${CRUDITE_HTTPLIB_LIBRARY})
        target_compile_definitions(crudite_httplib INTERFACE
            CPPHTTPLIB_OPENSSL_SUPPORT CPPHTTPLIB_ZLIB_SUPPORT CPPHTTPLIB_BROTLI_SUPPORT)
    endif()
endif()

# crudite_includes(<result> <file>…): the optional targets (crudite::sqlite …) whose headers the files include.
function(crudite_includes result)
    set(things "")
    foreach(file IN LISTS ARGN)
        file(STRINGS ${file} lines REGEX "^ *# *include *[<\"]")
        foreach(line IN LISTS lines)
            if(line MATCHES "[<\"]crudite/(sqlite|postgres|json|http|async|server)[./]")
                list(APPEND things crudite::${CMAKE_MATCH_1})
            elseif(line MATCHES "<openssl/")
                list(APPEND things OpenSSL::Crypto)
            elseif(line MATCHES "<httplib.h>")
                list(APPEND things crudite_httplib)
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
