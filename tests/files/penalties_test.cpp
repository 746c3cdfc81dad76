// SPDX-License-Identifier: MIT
/// Penalties of files. The witness is Keras's own answer for its models, the models of the library for its files, and
/// plain loops in long double over entries that the test itself writes.
#include <regula/json.hpp>
#include <tests/files/penalty_files.hpp>

using namespace penalty_files;

TEST_CASE("Penalties of Keras's own files are what Keras says", "[files][penalties][golden]") {
  const std::string folder = "tests/golden/data/keras/models/";
  for (const std::string model : {"A_mlp", "B_cnn"}) {
    const auto expected = golden("models/" + model + ".expected.json");
    for (const std::string ending : {".keras", ".legacy.h5", ".weights.h5"}) {
      CAPTURE(model, ending);
      files::penalty_options options{.gradients = true};
      if (ending == ".weights.h5") options.config = folder + model + ".keras3.json";
      const auto table = files::penalties(folder + model + ending, options);
      double sum = 0;
      std::size_t activities = 0;
      for (const auto& loss : expected["losses"]) {
        if (loss["kind"] == "activity") {
          CHECK(table.activities.at(activities++).layer == loss["layer"].get<std::string>());
          continue;
        }
        auto path = loss["variable"].get<std::string>();
        if (path.starts_with("mlp/")) path.erase(0, 4);
        const auto slash = path.rfind('/');
        const auto& w = row(table, path.substr(0, slash), path.substr(slash + 1));
        CHECK_THAT(w.value, near(loss["value"].get<double>()));
        CHECK(json(w.config)["class_name"] == loss["regularizer"]["class_name"]);
        ndarray again(w.shape);
        for (const auto& from : expected["weights"])
          if (from["path"] == loss["variable"]) again = ndarray(w.shape, from["data"].get<std::vector<float>>());
        ndarray g(w.shape);
        w.regularizer.value_and_gradient(again, g);
        CHECK(g == w.gradient);
        sum += loss["value"].get<double>();
      }
      CHECK(activities == table.activities.size());
      CHECK(table.unbound.empty());
      CHECK_THAT(table.total(), near(sum));
    }
  }
}

TEST_CASE("Penalties of the library's files are those of its models", "[files][penalties]") {
  const test_folder folder;
  const auto g = zoo();
  fill(*g);
  double expected = 0;
  std::size_t weights = 0;
  for (auto* l : models::layers_below(*g))
    for (const auto& w : l->weights()) {
      ++weights;
      if (w.regularizer) expected += w.regularizer(w.value);
    }
  for (const auto* name : {"m.keras", "m.h5", "model.json"}) {
    CAPTURE(name);
    files::save_model(*g, folder / name);
    const auto table = files::penalties(folder / name);
    CHECK(table.unbound.empty());
    CHECK(table.weights.size() == weights);
    CHECK_THAT(table.total(), Catch::Matchers::WithinRel(expected, 1e-12));
    CHECK(table.activities.size() == 2);
    for (const auto& w : table.weights) CHECK(!w.layer.empty());
  }
}

TEST_CASE("Quantized layers, whose class nobody knows", "[files][penalties]") {
  const test_folder folder;
  const auto q = [](const char* name, const json& r) {
    return layer("QDense", {{"name", name},
                            {"trainable", true},
                            {"units", 4},
                            {"use_bias", true},
                            {"kernel_regularizer", r},
                            {"bias_regularizer", nullptr},
                            {"kernel_quantizer", layer("quantized_bits", {{"bits", 6}})}});
  };
  const auto config = chain({layer("InputLayer", {{"name", "in"}}), q("fc1", l1(0.01)),
                             layer("QActivation", {{"name", "relu"}, {"trainable", true}}),
                             layer("Lambda", {{"name", "f"}, {"trainable", true}, {"function", {"4wE", nullptr}}}),
                             q("fc2", l2(0.02))});
  const auto a = entries({3, 4}, 1), b = entries({4}, 2), c = entries({4, 4}, 3);
  const auto expected = l1l2(a, 0.01L, 0) + l1l2(c, 0, 0.02L);
  const std::vector<std::pair<std::string, ndarray>> tensors{{"layers/q_dense/vars/0", a},
                                                             {"layers/q_dense/vars/1", b},
                                                             {"layers/q_dense_1/vars/0", c},
                                                             {"layers/q_dense_1/vars/1", b}};
  put_keras(folder / "order.keras", config, tensors);
  put_keras(folder / "names.keras", config, tensors,
            {{"layers/q_dense/vars", "fc1"}, {"layers/q_dense_1/vars", "fc2"}});
  for (const auto* name : {"order.keras", "names.keras"}) {
    const auto table = files::penalties(folder / name, {.gradients = true});
    CHECK_THAT(table.total(), near(expected));
    const auto& w = row(table, "fc2", "kernel");
    CHECK(w.class_name == "QDense");
    for (std::size_t k = 0; k < 16; ++k)
      CHECK_THAT(w.gradient.values()[k], Catch::Matchers::WithinAbs(0.04 * static_cast<double>(c.values()[k]), 1e-7));
    CHECK(row(table, "fc1", "bias").value == 0);
  }
  // The layers' own names go before the order.
  put_keras(folder / "swapped.keras", config, tensors,
            {{"layers/q_dense/vars", "fc2"}, {"layers/q_dense_1/vars", "fc1"}});
  CHECK_THAT(files::penalties(folder / "swapped.keras").total(), near(l1l2(c, 0.01L, 0) + l1l2(a, 0, 0.02L)));
  // Keras 2.12 counts each layer twice.
  put_keras(folder / "old.keras", config,
            {{"_layer_checkpoint_dependencies/q_dense/vars/0", a},
             {"_layer_checkpoint_dependencies/q_dense/vars/1", b},
             {"_layer_checkpoint_dependencies/q_dense_2/vars/0", c},
             {"_layer_checkpoint_dependencies/q_dense_2/vars/1", b}});
  CHECK_THAT(files::penalties(folder / "old.keras").total(), near(expected));
}

TEST_CASE("Keras 1: W_regularizer, names that begin with the layer's, gates apart", "[files][penalties]") {
  const test_folder folder;
  const json weight{{"name", "WeightRegularizer"}, {"l1", 0.0}, {"l2", 0.01}};
  const json both{{"name", "L1L2Regularizer"}, {"l1", 0.03}, {"l2", 0.0}};
  const auto config = layer(
      "Sequential", {layer("Convolution2D", {{"name", "convolution2d_1"},
                                             {"trainable", true},
                                             {"W_regularizer", weight},
                                             {"b_regularizer", both},
                                             {"activity_regularizer", {{"name", "ActivityRegularizer"}, {"l1", 0.5}}}}),
                     layer("LSTM", {{"name", "lstm_1"},
                                    {"trainable", true},
                                    {"W_regularizer", both},
                                    {"U_regularizer", weight},
                                    {"b_regularizer", nullptr}})});
  const auto W = entries({3, 3, 1, 2}, 1), b = entries({2}, 2), g = entries({2, 2}, 3), h = entries({2, 2}, 4),
             u = entries({2, 2}, 5);
  put_legacy(folder / "k1.h5", config,
             {{"convolution2d_1", {{"convolution2d_1_W:0", W}, {"convolution2d_1_b:0", b}}},
              {"lstm_1", {{"lstm_1_W_i:0", g}, {"lstm_1_U_i:0", u}, {"lstm_1_b_i:0", b}, {"lstm_1_W_c:0", h}}}});
  const auto table = files::penalties(folder / "k1.h5");
  CHECK_THAT(table.total(),
             near(l1l2(W, 0, 0.01L) + l1l2(b, 0.03L, 0) + l1l2(g, 0.03L, 0) + l1l2(h, 0.03L, 0) + l1l2(u, 0, 0.01L)));
  CHECK(row(table, "lstm_1", "b_i").config->is_null());
  CHECK(table.activities.at(0).regularizer == regularizer(regularizers::L1L2(0.5, 0.0)));
}

TEST_CASE("Weights alone with their config beside them; separable kernels in .hdf5", "[files][penalties]") {
  const test_folder folder;
  const auto config =
      layer("Model", {{"name", "m"},
                      {"layers",
                       {layer("SeparableConv2D", {{"name", "s"},
                                                  {"trainable", true},
                                                  {"depthwise_regularizer", l1(0.1)},
                                                  {"pointwise_regularizer", l2(0.2)},
                                                  {"bias_regularizer", l2(0.3)}}),
                        layer("BatchNormalization", {{"name", "bn"},
                                                     {"trainable", true},
                                                     {"gamma_regularizer", l1(0.4)},
                                                     {"beta_regularizer", l2(0.5)},
                                                     {"momentum", 0.99}}),
                        layer("Dense", {{"name", "frozen"}, {"trainable", false}, {"kernel_regularizer", l2(9.0)}})}}});
  const auto d = entries({3, 3, 2, 1}, 1), p = entries({1, 1, 2, 4}, 2), b = entries({4}, 3), gamma = entries({4}, 4),
             beta = entries({4}, 5), moving = entries({4}, 6), k = entries({4, 2}, 7);
  const auto expected =
      l1l2(d, 0.1L, 0) + l1l2(p, 0, 0.2L) + l1l2(b, 0, 0.3L) + l1l2(gamma, 0.4L, 0) + l1l2(beta, 0, 0.5L);
  const std::vector<legacy_layer> weights{
      {"s", {{"s/depthwise_kernel:0", d}, {"s/pointwise_kernel:0", p}, {"s/bias:0", b}}},
      {"bn",
       {{"bn/gamma:0", gamma}, {"bn/beta:0", beta}, {"bn/moving_mean:0", moving}, {"bn/moving_variance:0", moving}}},
      {"frozen", {{"frozen/kernel:0", k}}}};
  put_legacy(folder / "m.hdf5", config, weights);
  files::write_file(folder / "n_weights.h5", files::write_hdf5(legacy(weights)));
  CHECK_THROWS_AS(files::penalties(folder / "n_weights.h5"), file_error);
  files::write_file(folder / "n.json", config.dump());
  put_keras(folder / "m.keras", config,
            {{"layers/separable_conv2d/vars/0", d},
             {"layers/separable_conv2d/vars/1", p},
             {"layers/separable_conv2d/vars/2", b},
             {"layers/batch_normalization/vars/0", gamma},
             {"layers/batch_normalization/vars/1", beta},
             {"layers/batch_normalization/vars/2", moving},
             {"layers/batch_normalization/vars/3", moving},
             {"layers/dense/vars/0", k}});
  for (const auto* name : {"m.hdf5", "n_weights.h5", "n.json", "m.keras"}) {
    CAPTURE(name);
    const auto table = files::penalties(folder / name, {.gradients = true});
    CHECK_THAT(table.total(), near(expected));
    CHECK(table.weights.size() == 8);
    CHECK(row(table, "bn", "moving_variance").config->is_null());
    const auto& frozen = row(table, "frozen", "kernel");
    CHECK((!frozen.trainable && frozen.regularizer && frozen.value == 0 && frozen.gradient == ndarray({4, 2})));
  }
}

TEST_CASE("Wrappers, cells and models inside", "[files][penalties]") {
  const test_folder folder;
  const auto lstm = layer("LSTM", {{"name", "lstm"},
                                   {"trainable", true},
                                   {"kernel_regularizer", l1(0.1)},
                                   {"recurrent_regularizer", l2(0.2)},
                                   {"bias_regularizer", nullptr}});
  const auto dense = layer("Dense", {{"name", "d"},
                                     {"trainable", true},
                                     {"kernel_regularizer", l2(0.3)},
                                     {"bias_regularizer", nullptr},
                                     {"use_bias", false}});
  const auto inner = layer("Functional", {{"name", "inner"}, {"trainable", true}, {"layers", {dense}}});
  const auto config = chain({layer("Bidirectional", {{"name", "bi"}, {"trainable", true}, {"layer", lstm}}),
                             layer("TimeDistributed", {{"name", "t"}, {"trainable", true}, {"layer", dense}}), inner});
  const auto fk = entries({2, 8}, 1), fr = entries({2, 8}, 2), fb = entries({8}, 3), bk = entries({2, 8}, 4),
             br = entries({2, 8}, 5), bb = entries({8}, 6), t = entries({4, 3}, 7), i = entries({3, 2}, 8);
  const auto expected = l1l2(fk, 0.1L, 0) + l1l2(bk, 0.1L, 0) + l1l2(fr, 0, 0.2L) + l1l2(br, 0, 0.2L) +
                        l1l2(t, 0, 0.3L) + l1l2(i, 0, 0.3L);
  put_legacy(folder / "tf2.h5", config,
             {{"bi",
               {{"bi/forward_lstm/lstm_cell_1/kernel:0", fk},
                {"bi/forward_lstm/lstm_cell_1/recurrent_kernel:0", fr},
                {"bi/forward_lstm/lstm_cell_1/bias:0", fb},
                {"bi/backward_lstm/lstm_cell_2/kernel:0", bk},
                {"bi/backward_lstm/lstm_cell_2/recurrent_kernel:0", br},
                {"bi/backward_lstm/lstm_cell_2/bias:0", bb}}},
              {"t", {{"t/kernel:0", t}}},
              {"inner", {{"inner/d/kernel:0", i}}}});
  put_legacy(folder / "halves.h5", config,
             {{"bi",
               {{"bi/kernel:0", fk},
                {"bi/recurrent_kernel:0", fr},
                {"bi/bias:0", fb},
                {"bi/kernel_1:0", bk},
                {"bi/recurrent_kernel_1:0", br},
                {"bi/bias_1:0", bb}}},
              {"t", {{"t/d/kernel:0", t}}},
              {"inner", {{"d_1/kernel:0", i}}}});
  put_keras(folder / "3.keras", config,
            {{"layers/bidirectional/forward_layer/cell/vars/0", fk},
             {"layers/bidirectional/forward_layer/cell/vars/1", fr},
             {"layers/bidirectional/forward_layer/cell/vars/2", fb},
             {"layers/bidirectional/backward_layer/cell/vars/0", bk},
             {"layers/bidirectional/backward_layer/cell/vars/1", br},
             {"layers/bidirectional/backward_layer/cell/vars/2", bb},
             {"layers/bidirectional/forward_layer/cell/seed_generator/vars/0", entries({2}, 1)},
             {"layers/time_distributed/layer/vars/0", t},
             {"layers/functional/layers/dense/vars/0", i}});
  for (const auto* name : {"tf2.h5", "halves.h5", "3.keras"}) {
    CAPTURE(name);
    const auto table = files::penalties(folder / name);
    CHECK(table.unbound.empty());
    CHECK_THAT(table.total(), near(expected));
    CHECK(table.weights.size() == 8);
    for (const auto& [path, w] : {std::pair{"bi/forward_lstm", fk}, {"bi/backward_lstm", bk}})
      for (const auto& r : table.weights)
        if (r.layer == path && r.name.ends_with("kernel") && r.shape == w.shape() &&
            json(r.config)["class_name"] == "L1")
          CHECK_THAT(r.value, near(l1l2(w, 0.1L, 0)));
  }
}
