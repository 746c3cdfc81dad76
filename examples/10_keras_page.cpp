// SPDX-License-Identifier: MIT
// The page of tf.keras.regularizers, line by line: layers with regularizers, custom ones, registration.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <regula/layers.hpp>
#include <regula/layers/serialization.hpp>

using regula::ndarray;
namespace layers = regula::layers;
namespace regularizers = regula::regularizers;

double sum(const std::vector<double>& losses) { return std::accumulate(losses.begin(), losses.end(), 0.0); }

//[custom]
// A custom regularizer is a function of the weights ...
const auto l1_reg = [](auto weight_matrix) { return 0.01 * sum(abs(weight_matrix)); };

// ... or a class. Its members are its config: there is no get_config to write.
struct L2Regularizer {
  BOOST_HANA_DEFINE_STRUCT(L2Regularizer, (double, l2));
  auto operator()(auto x) const { return regula::coef<"l2">(l2) * sum(square(x)); }
};
//[/custom]

int main() {
  //[layer]
  auto layer = layers::Dense(5, {.kernel_initializer = "ones",
                                 .kernel_regularizer = regularizers::L1(0.01),
                                 .activity_regularizer = regularizers::L2(0.01)});
  const ndarray tensor({5, 5}, 2.0F);
  const ndarray out = layer(tensor);
  fmt::print("activity, kernel: {:.4g}, their sum: {:.4g}\n", fmt::join(layer->losses(), ", "), sum(layer->losses()));
  //[/layer]

  fmt::print("L1(0.3):   {}\n", regularizers::L1(0.3));
  fmt::print("L2(0.1):   {}\n", regularizers::L2(0.1));
  fmt::print("L1L2:      {}\n", regularizers::L1L2(0.01, 0.01));
  fmt::print("l1_l2():   {}\n", regularizers::l1_l2());

  const ndarray ones({5, 5}, 1.0F);
  const regularizers::L2 regularizer(2.0);
  fmt::print("L2(2.) of ones(5, 5): {:.4g}\n", regularizer(ones));

  auto by_function = layers::Dense(5, {.kernel_initializer = "ones", .kernel_regularizer = l1_reg});
  by_function(tensor);
  fmt::print("a function: {:.4g}\n", sum(by_function->losses()));

  auto by_class = layers::Dense(5, {.kernel_initializer = "ones", .kernel_regularizer = L2Regularizer{0.5}});
  by_class(tensor);
  fmt::print("a class:    {:.4g}, config {}\n", sum(by_class->losses()),
             by_class->kernel().regularizer.get_config().dump());

  //[register]
  regularizers::register_serializable<"Custom", "l2", L2Regularizer>();
  const auto config = regularizers::serialize(L2Regularizer{0.5});
  fmt::print("serialized: {}\n", config.dump());
  const auto again = regularizers::deserialize(config);
  fmt::print("read back:  {}\n", again);
  //[/register]

  layer->activity_regularizer = "l1";  // settable, acts at the next call
  layer(tensor);
  fmt::print("activity regularizer l1: {:.4g}\n", fmt::join(layer->losses(), ", "));
}
