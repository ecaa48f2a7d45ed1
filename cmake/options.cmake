# SPDX-License-Identifier: BSL-1.0
# An option is on by default only when this project is the top one and what it needs is found, so that neither
# add_subdirectory() nor a bare machine asks for anything.

# t2_option(<name> <help> [package...])
function(t2_option name help)
  set(default ${PROJECT_IS_TOP_LEVEL})
  if(default AND NOT DEFINED ${name})
    foreach(package IN LISTS ARGN)
      find_package(${package} QUIET)
      if(NOT ${package}_FOUND)
        message(STATUS "${name} is off: ${package} was not found")
        set(${name} OFF PARENT_SCOPE)  # not in the cache: the next configuration looks again
        return()
      endif()
    endforeach()
  endif()
  option(${name} "${help}" ${default})
endfunction()

t2_option(T2_BUILD_EXAMPLES "Build the examples, t2plan among them")
t2_option(T2_BUILD_TESTS "Build the tests" doctest)
t2_option(T2_BUILD_BENCH "Build the benchmarks" benchmark)
t2_option(T2_BUILD_DOCS "Build the reference documentation" Doxygen)
t2_option(T2_WITH_SIMD "Component simd: batches of xsimd" xsimd)
t2_option(T2_WITH_MPI "Component mpi: ranks on several machines" MPI)
t2_option(T2_WITH_CUDA "Component cuda: NVIDIA GPUs" CUDAToolkit)
