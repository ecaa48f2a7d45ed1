# SPDX-License-Identifier: BSL-1.0
# Linked PRIVATE by the project's own programs and never exported: a library does not choose its user's warnings.
# They are errors by way of CMAKE_COMPILE_WARNING_AS_ERROR (developer.cmake).

add_library(t2_warnings INTERFACE)
target_compile_options(t2_warnings INTERFACE -Wall -Wextra -Wpedantic -Wconversion -Wshadow)

# g++ 12 takes "text" + std::string for an overlapping copy (GCC bug 105651, repaired in 13).
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 13)
  target_compile_options(t2_warnings INTERFACE -Wno-restrict)
endif()
