// SPDX-License-Identifier: BSL-1.0
// Names that other people's headers define as macros. A header of ours that uses one of them does not compile.
// The letters of the papers (N, D, K, E, A, B ...) are not in the list: they are this library's names for their things.
#pragma once

#define T2_POISON _Pragma("GCC error \"other people's headers define this name as a macro\"")

// <complex.h>, <sys/sysmacros.h>, <math.h>, and what g++ and clang define without -std=c++20
#define I T2_POISON
#define imaginary T2_POISON
#define major T2_POISON
#define minor T2_POISON
#define makedev T2_POISON
#define DOMAIN T2_POISON
#define SING T2_POISON
#define OVERFLOW T2_POISON
#define UNDERFLOW T2_POISON
#define HUGE T2_POISON
#undef linux
#undef unix
#define linux T2_POISON
#define unix T2_POISON

// windows.h
#define small T2_POISON
#define near T2_POISON
#define far T2_POISON
#define interface T2_POISON
#define ERROR T2_POISON
#define IN T2_POISON
#define OUT T2_POISON

// X11, R, test frameworks, and the constants of many a numerical program
#define None T2_POISON
#define Bool T2_POISON
#define Status T2_POISON
#define Success T2_POISON
#define Always T2_POISON
#define True T2_POISON
#define False T2_POISON
#define PI T2_POISON
#define CHECK T2_POISON
#define ASSERT T2_POISON
#define EPS T2_POISON
#define X T2_POISON
#define Y T2_POISON
