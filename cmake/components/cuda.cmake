# SPDX-License-Identifier: BSL-1.0
find_package(CUDAToolkit QUIET GLOBAL)
if(TARGET CUDA::cudart AND NOT TARGET t2scaling::cuda)
  add_library(t2scaling::cuda INTERFACE IMPORTED GLOBAL)
  target_link_libraries(t2scaling::cuda INTERFACE t2scaling::t2scaling CUDA::cudart)
endif()
