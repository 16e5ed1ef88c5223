# Install rules: the headers, and the package files that find_package(crudite COMPONENTS …) reads.
# SPDX-License-Identifier: MIT
include(CMakePackageConfigHelpers)

set(destination ${CMAKE_INSTALL_LIBDIR}/cmake/crudite)
install(DIRECTORY include/crudite DESTINATION ${CMAKE_INSTALL_INCLUDEDIR} FILES_MATCHING PATTERN "*.[hi]pp")
set(CRUDITE_SERVER_FIBERS OFF)
if(TARGET crudite::async)
    set(CRUDITE_SERVER_FIBERS ON)
endif()
configure_package_config_file(
    .cmake/crudite-config.cmake.in ${PROJECT_BINARY_DIR}/crudite-config.cmake INSTALL_DESTINATION ${destination})
# While the major number is 0 a minor number may break: only the same minor is compatible.
write_basic_package_version_file(
    ${PROJECT_BINARY_DIR}/crudite-config-version.cmake COMPATIBILITY SameMinorVersion)
install(
    FILES ${PROJECT_BINARY_DIR}/crudite-config.cmake ${PROJECT_BINARY_DIR}/crudite-config-version.cmake
    DESTINATION ${destination})
