// SPDX-License-Identifier: BSL-1.0
// The one macro of the library, T2_HD: code that runs on the host and in a CUDA kernel.
// Flow: under every step.   Needs: nothing.
#pragma once

// Keyed on __CUDACC__, not on __CUDA_ARCH__: host and device pass must see the same signatures.
#if defined(__CUDACC__)
#define T2_HD __host__ __device__
#else
#define T2_HD
#endif

// What nvcc hands to clang as its host compiler spells designated initialisers in an old way, of which clang then warns.
#if defined(__CUDACC__) && defined(__clang__)
#pragma clang diagnostic ignored "-Wgnu-designator"
#endif

// NaN marks a value outside a function's domain and compensated sums rely on IEEE order of operations;
// -ffast-math and its parts remove them, so they are refused here rather than answered wrongly at run time.
#if defined(__FAST_MATH__) || (defined(__FINITE_MATH_ONLY__) && __FINITE_MATH_ONLY__) || defined(__ASSOCIATIVE_MATH__)
#error "t2scaling needs IEEE arithmetic: build without -ffast-math, -ffinite-math-only, -funsafe-math-optimizations \
(-O3 -ffp-contract=fast is fine)"
#endif

/// The library. The inline namespace is the version of the binary interface: objects built against two versions
/// that differ in layout do not link together by accident.
namespace t2::inline v0 {}
