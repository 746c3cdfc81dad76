// SPDX-License-Identifier: MIT
#include <cstring>
#include <memory>
#include <tests/catch.hpp>
#include <tests/numbers/sweep.hpp>

using regula::lanes;

TEMPLATE_TEST_CASE("a total is added in double", "[numbers]", float, double) {
  constexpr int size = lanes<TestType>::size;
  for (int at = 0; at < size; ++at) {
    for (int opposite = 0; opposite < size; ++opposite) {
      if (at == opposite) continue;
      TestType in[size];
      for (TestType& x : in) x = TestType(0.5);
      in[at] = TestType(0x1p40);
      in[opposite] = TestType(-0x1p40);
      CHECK(total(lanes<TestType>::load(in)) == 0.5 * (size - 2));
    }
  }
  CHECK(total(lanes<TestType>(1.0)) == size);
  CHECK(std::isnan(total(lanes<TestType>(std::numeric_limits<double>::quiet_NaN()))));
  CHECK(total(lanes<TestType>(static_cast<double>(std::numeric_limits<TestType>::max()))) ==
        size * static_cast<double>(std::numeric_limits<TestType>::max()));
}

TEMPLATE_TEST_CASE("the extreme lanes, NaN above all", "[numbers]", float, double) {
  constexpr int size = lanes<TestType>::size;
  for (int at = 0; at < size; ++at) {
    TestType in[size];
    for (TestType& x : in) x = TestType(-2);
    in[at] = TestType(-1);
    CHECK(highest(lanes<TestType>::load(in)) == -1.0);
    CHECK(lowest(lanes<TestType>::load(in)) == (size == 1 ? -1.0 : -2.0));
    in[at] = std::numeric_limits<TestType>::quiet_NaN();
    CHECK(std::isnan(highest(lanes<TestType>::load(in))));
    CHECK(std::isnan(lowest(lanes<TestType>::load(in))));
  }
}

TEMPLATE_TEST_CASE("the first lanes of one, the others of another", "[numbers]", float, double) {
  constexpr int size = lanes<TestType>::size;
  TestType in[size], out[size];
  for (int i = 0; i < size; ++i) in[i] = static_cast<TestType>(i + 1);
  in[0] = std::numeric_limits<TestType>::infinity();
  for (int m = 1; m < size; ++m) {
    keep_first(lanes<TestType>::load(in), m, -7.0).store(out);
    for (int i = 0; i < size; ++i) {
      CAPTURE(m, i);
      CHECK(out[i] == (i < m ? in[i] : TestType(-7)));
    }
  }
}

TEMPLATE_TEST_CASE("the first entries and no others", "[numbers]", float, double) {
  constexpr int size = lanes<TestType>::size;
  TestType in[size], out[size], all[size];
  for (int i = 0; i < size; ++i) in[i] = static_cast<TestType>(i + 2);
  for (int m = 0; m < size; ++m) {
    const auto end = std::make_unique<TestType[]>(static_cast<std::size_t>(m));  // a read behind it is an error
    std::copy_n(in, m, end.get());
    const auto first = regula::load_first(end.get(), m);
    first.store(all);
    std::fill_n(out, size, TestType(-7));
    regula::store_first(lanes<TestType>::load(in), out, m);
    for (int i = 0; i < size; ++i) {
      CAPTURE(m, i);
      CHECK(all[i] == (i < m ? in[i] : TestType(1)));
      CHECK(out[i] == (i < m ? in[i] : TestType(-7)));
    }
  }
}

TEMPLATE_TEST_CASE("what is stored is what was loaded", "[numbers]", float, double) {
  constexpr std::size_t size = lanes<TestType>::size;
  alignas(64) TestType in[2 * size], out[2 * size] = {};
  for (std::size_t i = 0; i < 2 * size; ++i) in[i] = static_cast<TestType>(i) - TestType(3);
  lanes<TestType>::load(in + 1).store(out + size - 1);
  CHECK(std::memcmp(in + 1, out + size - 1, size * sizeof(TestType)) == 0);
  lanes<TestType>::load(in + 1).stream(out + size);
  CHECK(std::memcmp(in + 1, out + size, size * sizeof(TestType)) == 0);
}
