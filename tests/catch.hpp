// SPDX-License-Identifier: MIT
/// Catch2, version 2 or 3, under one spelling. Every test says #include <tests/catch.hpp>; main() is in tests/main.cpp.
/// Both versions then offer TEST_CASE, TEMPLATE_LIST_TEST_CASE, Approx and Catch::Matchers::ContainsSubstring.
#pragma once
#if __has_include(<catch2/catch_all.hpp>)
#include <catch2/catch_all.hpp>
using Catch::Approx;
#else
#include <catch2/catch.hpp>
namespace Catch::Matchers {
inline auto ContainsSubstring(const std::string& part) { return Contains(part); }
}  // namespace Catch::Matchers
#endif
