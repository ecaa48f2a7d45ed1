# SPDX-License-Identifier: BSL-1.0
# How this project builds its own code. None of it reaches a user of the library.

set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_COMPILE_WARNING_AS_ERROR ON)  # a newer compiler that finds more: cmake --compile-no-warning-as-error
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)

find_program(T2_CCACHE ccache)
mark_as_advanced(T2_CCACHE)
if(T2_CCACHE AND NOT DEFINED CMAKE_CXX_COMPILER_LAUNCHER)
  set(CMAKE_CXX_COMPILER_LAUNCHER ${T2_CCACHE})
endif()
