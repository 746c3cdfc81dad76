// SPDX-License-Identifier: MIT
/// Shapes of convolutions: inferred, empty, and refused in a sentence.
#include <regula/layers/convolution.hpp>
#include <tests/catch.hpp>

namespace {

using namespace regula::layers;
using Catch::Matchers::ContainsSubstring;
using regula::ndarray, regula::shape, regula::shape_text;

constexpr auto huge = std::numeric_limits<std::ptrdiff_t>::max();

}  // namespace

TEST_CASE("shapes are inferred and empty tensors have answers", "[convolution]") {
  CHECK(convolution_output({-1, 28, 28, 3}, {3, 3, 3, 8}, {.strides = {2, 2}, .pad = padding::same}) ==
        shape{-1, 14, 14, 8});
  CHECK(convolution_output({0, 5, 2}, {5, 2, 1}) == shape{0, 1, 1});
  CHECK(convolution_output({2, 0, 3}, {3, 3, 1}, {.pad = padding::same}) == shape{2, 0, 1});
  CHECK(convolution_output({2, 0, 3}, {3, 3, 1}, {.pad = padding::causal}) == shape{2, 0, 1});
  CHECK(convolution_output({2, 5, 3}, {2, 3, 1}, {.strides = {huge}}) == shape{2, 1, 1});
  CHECK(convolution_output({2, 5, 3}, {1, 3, 1}, {.dilation = {huge}}) == shape{2, 5, 1});
  for (const bool depthwise : {false, true}) {
    const auto g =
        depthwise ? convolution_geometry::depthwise({2, 3, 0}, {2, 0, 3}) : convolution_geometry({2, 3, 0}, {2, 0, 3});
    ndarray x({2, 3, 0}), k({2, 0, 3}), dx, dk = k, y = convolve(x, k, g);
    CHECK(y == ndarray({2, 2, depthwise ? 0 : 3}));
    convolve_gradient(x, k, y, g, &dx, &dk);
    CHECK((dx == x && dk == k));
  }
}

TEST_CASE("what does not fit is refused in a sentence", "[convolution]") {
  struct refusal {
    shape input, kernel;
    convolution_options options;
    const char* says;
  };
  const auto make = [](const refusal& r) { convolution_geometry(r.input, r.kernel, r.options); };
  for (const auto& r : {
           refusal{{5, 3}, {3, 2}, {}, "the input is (5, 3)"},
           {{}, {}, {}, "the input is ()"},
           {{1, 2, 2, 2, 2, 3}, {1, 1, 1, 1, 3, 2}, {}, "1 to 3 spatial axes"},
           {{1, 5, 3}, {3, 3, 3, 2}, {}, "for an input (1, 5, 3) has 3 axes; given is (3, 3, 3, 2)"},
           {{1, -1, 3}, {3, 3, 2}, {}, "only the batch may be unknown; it is (1, None, 3)"},
           {{1, 5, 3}, {3, 4, 2}, {}, "the kernel (3, 4, 2) reads 4 channels; of the input (1, 5, 3) it has to read 3"},
           {{1, 5, 4}, {3, 4, 2}, {.groups = 2}, "it has to read 2 in each of 2 groups"},
           {{1, 5, 3}, {3, 1, 2}, {.groups = 2}, "3 channels and 2 filters do not divide into 2 groups"},
           {{1, 5, 4}, {3, 2, 3}, {.groups = 2}, "4 channels and 3 filters do not divide into 2 groups"},
           {{1, 5, 3}, {0, 3, 2}, {}, "given is (0, 3, 2)"},
           {{1, 5, 3}, {3, 3, 0}, {}, "given is (3, 3, 0)"},
           {{1, 5, 3},
            {3, 3, 2},
            {.dilation = {3}},
            "over 7 entries (3, dilation 3) does not fit into the 5 of spatial axis 0"},
           {{1, 0, 3}, {1, 3, 2}, {}, "over 1 entries"},
           {{1, huge, huge, 3}, {3, 3, 3, 2}, {}, "more entries than memory"},
           {{1, 1 << 30, 3}, {3, 3, huge}, {}, "more entries than memory"},
           {{1, huge / 32, 1}, {1, 1, 64}, {}, "more entries than memory"},
           {{1, 5, 3}, {3, 3, 2}, {.dilation = {huge}, .pad = padding::same}, "more entries than memory"},
       }) {
    CAPTURE(shape_text(r.input), shape_text(r.kernel));
    CHECK_THROWS_AS(make(r), regula::shape_error);
    CHECK_THROWS_WITH(make(r), ContainsSubstring(r.says));
  }
  for (const auto& r : {
           refusal{{1, 5, 3}, {3, 3, 2}, {.strides = {2, 2}}, "strides are 1 numbers from 1 up"},
           {{1, 5, 5, 3}, {3, 3, 3, 2}, {.dilation = {1, 0}}, "given are (1, 0)"},
           {{1, 5, 3}, {3, 3, 2}, {.strides = {2}, .dilation = {2}}, "given are strides (2,) and dilation (2,)"},
           {{1, 5, 3}, {3, 3, 2}, {.groups = 0}, "groups is at least 1, not 0"},
           {{1, 5, 5, 3}, {3, 3, 3, 2}, {.pad = padding::causal}, "the input (1, 5, 5, 3) has 2"},
       }) {
    CHECK_THROWS_AS(make(r), regula::config_error);
    CHECK_THROWS_WITH(make(r), ContainsSubstring(r.says));
  }
  const auto depthwise = convolution_geometry::depthwise;
  CHECK_THROWS_WITH(depthwise({1, 5, 3}, {3, 2, 2}, {}), ContainsSubstring("it has to read 3"));
  CHECK_THROWS_WITH(depthwise({1, 5, 3}, {3, 3, 2}, {.groups = 3}), ContainsSubstring("groups is 3"));
  CHECK_THROWS_WITH(depthwise({1, 5, 3}, {3, 3, 2}, {.pad = padding::causal}), ContainsSubstring("not causal"));
  const convolution_geometry g({-1, 5, 3}, {3, 3, 2});
  CHECK_THROWS_WITH(convolve(ndarray({1, 6, 3}), ndarray({3, 3, 2}), g), ContainsSubstring("given is (1, 6, 3)"));
  CHECK_THROWS_WITH(convolve(ndarray(), ndarray({3, 3, 2}), g), ContainsSubstring("is (None, 5, 3); given is ()"));
  CHECK_THROWS_WITH(convolve(ndarray({1, 5, 3}), ndarray({9, 2}), g), ContainsSubstring("kernel of this convolution"));
}
