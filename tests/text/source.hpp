// SPDX-License-Identifier: MIT
/// The text that {:cpp} prints, compared with the source it was compiled from.
#pragma once
#include <regula/text.hpp>
#include <tests/catch.hpp>

/// A formula prints as its own source.
#define CHECK_PRINTS_ITSELF(...) CHECK(fmt::format("{:cpp}", regula::penalty(__VA_ARGS__)) == #__VA_ARGS__)

/// The text of penalty p, compiled here, has the same type and the same values.
#define CHECK_READS_BACK(p, ...)                                                     \
  {                                                                                  \
    const auto again = regula::penalty(__VA_ARGS__);                                 \
    CHECK(fmt::format("{:cpp}", p) == #__VA_ARGS__);                                 \
    static_assert(std::is_same_v<decltype(again), const std::decay_t<decltype(p)>>); \
    CHECK(again == p);                                                               \
  }
