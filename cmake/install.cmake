# SPDX-License-Identifier: BSL-1.0
# What find_package(t2scaling) needs. All of it is independent of the architecture, hence share/ and not lib/.
include(GNUInstallDirs)
include(CMakePackageConfigHelpers)

set(package_dir ${CMAKE_INSTALL_DATADIR}/cmake/t2scaling)

install(TARGETS t2scaling EXPORT t2scaling FILE_SET HEADERS)
install(EXPORT t2scaling FILE t2scaling-targets.cmake NAMESPACE t2scaling:: DESTINATION ${package_dir})

configure_package_config_file(
  ${CMAKE_CURRENT_LIST_DIR}/t2scaling-config.cmake.in ${PROJECT_BINARY_DIR}/t2scaling-config.cmake
  INSTALL_DESTINATION ${package_dir}
)
write_basic_package_version_file(
  ${PROJECT_BINARY_DIR}/t2scaling-config-version.cmake COMPATIBILITY SameMajorVersion ARCH_INDEPENDENT
)
install(
  FILES ${PROJECT_BINARY_DIR}/t2scaling-config.cmake ${PROJECT_BINARY_DIR}/t2scaling-config-version.cmake
  DESTINATION ${package_dir}
)
install(FILES ${T2_COMPONENTS} DESTINATION ${package_dir}/components)
install(FILES ${PROJECT_SOURCE_DIR}/LICENSE DESTINATION ${CMAKE_INSTALL_DOCDIR})
