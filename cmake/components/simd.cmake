# SPDX-License-Identifier: BSL-1.0
find_package(xsimd QUIET GLOBAL)  # its version file refuses every other major version, so the least one is checked here
if(TARGET xsimd AND NOT xsimd_VERSION VERSION_LESS 8.1 AND NOT TARGET t2scaling::simd)
  add_library(t2scaling::simd INTERFACE IMPORTED GLOBAL)
  target_link_libraries(t2scaling::simd INTERFACE t2scaling::t2scaling)
  # Its headers only: the target of Debian's package also names the library xtl, which is not in that package.
  target_include_directories(t2scaling::simd SYSTEM INTERFACE $<TARGET_PROPERTY:xsimd,INTERFACE_INCLUDE_DIRECTORIES>)
endif()
