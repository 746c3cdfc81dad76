// SPDX-License-Identifier: MIT
/// Penalties of files that have no value, and files that have none.
#include <regula/json.hpp>
#include <tests/files/penalty_files.hpp>

using namespace penalty_files;

TEST_CASE("What cannot be told is said, and makes no total", "[files][penalties]") {
  const test_folder folder;
  const auto w = entries({3, 2}, 1), b = entries({2}, 2);
  const auto one = [&](const char* kind, json config, const std::vector<std::pair<std::string, ndarray>>& weights,
                       const files::penalty_options& options = {}) {
    config["name"] = "x";
    put_legacy(folder / "x.h5", chain(json::array({layer(kind, std::move(config))})), {{"x", weights}});
    return files::penalties(folder / "x.h5", options);
  };
  const json mine{{"module", nullptr}, {"class_name", "Mine"}, {"config", {{"by", 2.0}}}, {"registered_name", "Mine"}};

  const auto unknown =
      one("Dense", {{"kernel_regularizer", mine}, {"bias_regularizer", l2(1.0)}}, {{"x/kernel:0", w}, {"x/bias:0", b}});
  CHECK(std::isnan(row(unknown, "x", "kernel").value));
  CHECK(row(unknown, "x", "kernel").config == mine);
  CHECK_THAT(unknown.known(), near(l1l2(b, 0, 1)));
  CHECK_THROWS_AS(unknown.total(), config_error);
  CHECK_THAT(says([&] { unknown.total(); }),
             Catch::Matchers::ContainsSubstring("x/kernel") && Catch::Matchers::ContainsSubstring("Mine"));
  files::penalty_options given;
  given.custom.regularizers.emplace("Mine", regularizer([](auto W) { return coef<"by">(1.0) * sum(abs(W)); }));
  CHECK_THAT(one("Dense", {{"kernel_regularizer", mine}}, {{"x/kernel:0", w}}, given).total(), near(l1l2(w, 2, 0)));
  CHECK(one("Dense", {{"trainable", false}, {"kernel_regularizer", mine}}, {{"x/kernel:0", w}}).total() == 0);

  const auto open = [&](const files::penalty_table& t, const char* why) {
    REQUIRE(t.unbound.size() == 1);
    CHECK_THAT(t.unbound[0].problem, Catch::Matchers::ContainsSubstring(why));
    CHECK_THROWS_AS(t.total(), config_error);
  };
  open(one("Dense", {{"kernel_regularizer", l2(1.0)}}, {}), "no weights");
  open(one("Dense", {{"kernel_regularizer", l2(1.0)}}, {{"x/other:0", w}}), "no weight of the layer");
  open(one("Block", {{"kernel_regularizer", l2(1.0)}}, {{"x/a/kernel:0", w}, {"x/b/kernel:0", w}}), "2 weights");
  open(one("Dense", {{"kernel_regularizer", l2(1.0)}, {"lora_rank", 2}}, {{"x/kernel:0", w}}), "LoRA");
  open(one("Block", {{"inside", {{"kernel_regularizer", l2(1.0)}}}}, {{"x/kernel:0", w}}), "no weight of the layer");
  CHECK_THAT(
      one("MultiHeadAttention", {{"kernel_regularizer", l2(1.0)}}, {{"x/q/kernel:0", w}, {"x/v/kernel:0", w}}).total(),
      near(2 * l1l2(w, 0, 1)));
  // Order tells nothing where the shapes are not those of the names.
  put_keras(folder / "x.keras", chain(json::array({layer("Mine", {{"name", "x"}, {"kernel_regularizer", l2(1.0)}})})),
            {{"layers/mine/vars/0", b}, {"layers/mine/vars/1", w}});
  open(files::penalties(folder / "x.keras"), "do not fit");

  const auto four = one("Conv2D", {{"kernel_regularizer", layer("OrthogonalRegularizer", {{"factor", 0.1}})}},
                        {{"x/kernel:0", entries({2, 2, 1, 3}, 1)}});
  CHECK(!row(four, "x", "kernel").problem.empty());
  CHECK_THROWS_AS(four.total(), config_error);
}

TEST_CASE("Configs and files that are none are refused", "[files][penalties]") {
  const test_folder folder;
  auto nested = layer("Dense", {{"name", "d"}, {"trainable", true}});
  for (int k = 0; k < 40; ++k) nested = layer("Bidirectional", {{"name", "b"}, {"trainable", true}, {"layer", nested}});
  const auto refused = [&](const json& config) {
    put_legacy(folder / "x.h5", config, {});
    return says([&] { files::penalties(folder / "x.h5"); });
  };
  CHECK_THAT(refused(chain(json::array({nested}))), Catch::Matchers::ContainsSubstring("more than 100000 layers"));
  CHECK_THAT(refused(json::array()), Catch::Matchers::ContainsSubstring("a layer is an object"));
  CHECK_THAT(refused({{"class_name", 3}}), Catch::Matchers::ContainsSubstring("class_name"));
  CHECK(
      refused(chain(json::array({layer("Dense", {{"name", 3}, {"kernel_regularizer", {1, 2}}, {"trainable", "no"}})})))
          .empty());
  CHECK(refused(chain({{{"class_name", "Dense"}}, 7, nullptr})).empty());

  const auto bare = layer("Dense", {{"name", "d"}, {"trainable", true}});
  CHECK(refused(layer("Bidirectional", {{"name", "b"}, {"layer", layer("Mine", {{"name", "long name"}, {"", bare}})}}))
            .empty());

  put_legacy(folder / "y.h5", chain(json::array()), {{"d", {{"d/kernel:0", entries({2, 2}, 1)}}}});
  const auto nobody = files::penalties(folder / "y.h5");
  CHECK((nobody.weights.size() == 1 && nobody.weights[0].layer.empty() && nobody.total() == 0));

  auto bytes = files::read_file(folder / "y.h5");
  files::write_file(folder / "z.h5", std::string_view(bytes).substr(0, bytes.size() / 2));
  CHECK_THROWS_AS(files::penalties(folder / "z.h5"), file_error);
  CHECK_THROWS_AS(files::penalties(folder / "none.keras"), file_error);
  CHECK_THROWS_AS(files::penalties(folder / "y.txt"), file_error);
  files::write_file(folder / "alone.json", chain({}).dump());
  CHECK_THAT(says([&] { files::penalties(folder / "alone.json"); }),
             Catch::Matchers::ContainsSubstring("without weights"));
}

/// Answers of keras.src.utils.naming.to_snake_case, computed with its two regular expressions.
TEST_CASE("Groups are named as Keras names layers", "[files][penalties]") {
  for (const auto& [name, expected] : {std::pair{"QDense", "q_dense"},
                                       {"Conv2DTranspose", "conv2d_transpose"},
                                       {"LSTMCell", "lstm_cell"},
                                       {"PReLU", "p_re_lu"},
                                       {"ConvLSTM2D", "conv_lstm2d"},
                                       {"StackedRNNCells", "stacked_rnn_cells"},
                                       {"SeparableConv2D", "separable_conv2d"},
                                       {"GlobalAveragePooling1D", "global_average_pooling1d"},
                                       {"ELU", "elu"}})
    CHECK(layers::snake_case(name) == expected);
}
