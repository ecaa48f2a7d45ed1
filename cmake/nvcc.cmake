# SPDX-License-Identifier: BSL-1.0
# nvcc without CMake's CUDA language, so that a machine without it still configures, and so that these flags, which promise
# something to our users, are all there are: neither --expt-relaxed-constexpr nor --extended-lambda.
#   T2_NVCC_COMMAND        nvcc with the host compiler of this build and the language
#   T2_NVCC_ARCHITECTURES  machine code for sm_80 and sm_90, and PTX for what comes after
#   T2_NVCC_WHY_NOT        empty if it can be used

find_program(T2_NVCC nvcc PATHS /usr/local/cuda/bin)
mark_as_advanced(T2_NVCC)
set(T2_NVCC_COMMAND ${T2_NVCC} -ccbin ${CMAKE_CXX_COMPILER} -std=c++20)
set(T2_NVCC_ARCHITECTURES -gencode arch=compute_80,code=sm_80 -gencode arch=compute_90,code=[sm_90,compute_90])

# nvcc takes only some versions of a host compiler.
set(T2_NVCC_WHY_NOT "")
if(NOT T2_NVCC)
  set(T2_NVCC_WHY_NOT "nvcc not found")
elseif(NOT DEFINED T2_NVCC_WORKS)
  file(WRITE ${PROJECT_BINARY_DIR}/nvcc/probe.cu "#include <cmath>\n__global__ void probe() {}\n")
  execute_process(
    COMMAND ${T2_NVCC_COMMAND} -arch=sm_90 -c probe.cu -o probe.o
    WORKING_DIRECTORY ${PROJECT_BINARY_DIR}/nvcc RESULT_VARIABLE result OUTPUT_QUIET ERROR_QUIET
  )
  if(result EQUAL 0)
    set(T2_NVCC_WORKS TRUE CACHE INTERNAL "nvcc accepts the host compiler")
  else()
    set(T2_NVCC_WORKS FALSE CACHE INTERNAL "nvcc accepts the host compiler")
  endif()
endif()
if(T2_NVCC AND NOT T2_NVCC_WORKS)
  set(T2_NVCC_WHY_NOT
    "nvcc does not take ${CMAKE_CXX_COMPILER_ID} ${CMAKE_CXX_COMPILER_VERSION} as its host compiler")
endif()
