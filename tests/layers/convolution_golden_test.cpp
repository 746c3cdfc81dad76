// SPDX-License-Identifier: MIT
/// Convolution and its gradients against Keras (golden/data/keras/README.md). Run from the root of the sources.
#include <fstream>
#include <nlohmann/json.hpp>
#include <regula/layers/convolution.hpp>
#include <tests/catch.hpp>
#include <tests/layers/naive_convolution.hpp>

namespace {

using namespace regula::layers;
using regula::ndarray, regula::shape;

}  // namespace

TEST_CASE("Conv1D, Conv2D and Conv3D answer as Keras does", "[convolution][golden]") {
  std::ifstream file("tests/golden/data/keras/layers.json");
  REQUIRE(file);
  const auto tensor = [](const auto& j) {
    return ndarray(j["shape"].template get<shape>(), j["data"].template get<std::vector<float>>());
  };
  /// The slope of l1 * |w| + l2 * w^2.
  const auto slope = [](const auto& regularizer, const ndarray& w) {
    const auto& c = regularizer["config"];
    ndarray s(w.shape());
    s.flat() = c.value("l1", 0.0F) * w.flat().sign() + 2 * c.value("l2", 0.0F) * w.flat();
    return s;
  };
  const auto near = [](const ndarray& got, const std::vector<long double>& want) {
    CHECK(naive::distance(got, want) < 1e-6);
  };
  int seen = 0;
  const auto data = nlohmann::json::parse(file);
  for (const auto& test : data["cases"]) {
    if (test["layer"]["class_name"].get<std::string>().rfind("Conv", 0) != 0) continue;
    CAPTURE(test["id"].get<std::string>());
    ++seen;
    const auto& config = test["layer"]["config"];
    const auto pad = config["padding"] == "same" ? padding::same : padding::valid;
    const auto x = tensor(test["input"]), k = tensor(test["weights"][0]), b = tensor(test["weights"][1]);
    const convolution_geometry g(x.shape(), k.shape(),
                                 {config["strides"], config["dilation_rate"], pad, config["groups"]});
    auto y = convolve(x, k, g);
    y.matrix().rowwise() += b.flat().matrix().transpose();
    if (config["activation"] == "relu") y.flat() = y.flat().max(0.0F);
    CHECK(y.shape() == test["outputs"][0]["shape"].get<shape>());
    near(y, test["outputs"][0]["data"]);

    auto dy = slope(config["activity_regularizer"], y), dk = slope(config["kernel_regularizer"], k);
    dy.flat() /= static_cast<float>(x.shape(0));
    ndarray dx;
    convolve_gradient(x, k, dy, g, &dx, &dk);
    near(dx, test["grad_of_total"]["input"]);
    near(dk, test["grad_of_total"]["c/kernel"]);
  }
  CHECK(seen == 3);
}
