// SPDX-License-Identifier: MIT
/// Models with penalties of a program's own, written by another process: this one has never registered them.
#include <sys/wait.h>
#include <unistd.h>
#include <regula/json.hpp>

#include <fstream>
#include <regula/files.hpp>
#include <regula/training/fit.hpp>
#include <tests/files/folder.hpp>
#include <tests/models/saved.hpp>

namespace {

using namespace regula;

constexpr auto smooth = [](auto w) { return coef<"k">(0.25) * sum(sqrt(1.0 + square(w))) / constant<3>; };
struct Ridge {
  BOOST_HANA_DEFINE_STRUCT(Ridge, (double, strength), (int, times));
  auto formula(auto w) const { return strength * times * sum(square(w)) + 0.125 * norm2(w); }
};
struct Groups {
  BOOST_HANA_DEFINE_STRUCT(Groups, (double, lambda));
  auto operator()(auto w) const { return coef<"lambda">(lambda) * sum(norm2(rowwise(w))); }
};

std::shared_ptr<models::graph> made() {
  regularizer tuned = smooth;
  tuned.set("k", 0.5);
  const auto g = models::Sequential(
                     {layers::InputLayer({3}, "in"),
                      layers::Dense(4, {.kernel_regularizer = tuned, .bias_regularizer = Ridge{0.5, 3}, .name = "a"}),
                      layers::Dense(3, {.kernel_regularizer = Groups{0.75},
                                        .bias_regularizer = [](auto w) { return free_coef<"mu">(-0.5) * mean(w); },
                                        .name = "b"}),
                      layers::Dense(2, {.kernel_regularizer = "0.1 * sum(norm2(colwise(W)))", .name = "c"})},
                     "m")
                     .shared();
  saved::fill(*g);
  return g;
}

/// Value, gradient, formula of every penalty of the weights.
struct answers {
  std::vector<double> numbers;
  std::vector<std::string> texts;
};
answers asked(const models::graph& g) {
  answers all;
  for (auto* l : models::layers_below(g))
    for (auto& w : l->weights()) {
      if (!w.regularizer) continue;
      ndarray slope(w.value.shape());
      all.numbers.push_back(w.regularizer.value_and_gradient(w.value, slope));
      all.numbers.insert(all.numbers.end(), slope.values().begin(), slope.values().end());
      all.texts.push_back(w.regularizer.text({text_form::text, {}}));
    }
  return all;
}

/// The process that knows them.
[[noreturn]] void write_and_leave(const test_folder& folder) {
  int failed = 1;
  try {
    regularizers::register_serializable<"Custom", "smooth">(smooth);
    regularizers::register_serializable<"Custom", "ridge">(Ridge{1, 1});
    const auto g = made();
    for (const auto* name : {"m.keras", "m.h5", "model.json"}) files::save_model(*g, folder / name);
    files::save_weights(*g, folder / "m.weights.h5");
    std::ofstream(folder / "config") << models::to_json(*g).dump();
    const auto all = asked(*g);
    std::ofstream(folder / "answers") << json{all.numbers, all.texts}.dump();
    failed = 0;
  } catch (...) {
  }
  _exit(failed);
}

}  // namespace

TEST_CASE("a file brings its penalties to a process that does not know them", "[described][files]") {
  const test_folder folder;
  const auto child = fork();
  if (child == 0) write_and_leave(folder);
  int status = 1;
  REQUIRE(waitpid(child, &status, 0) == child);
  REQUIRE(status == 0);
  REQUIRE(!regularizers::find_custom("Custom>smooth"));

  const auto written = json::parse(saved::content((folder / "answers").string()));
  const auto numbers = written[0].get<std::vector<double>>();
  for (const auto* name : {"m.keras", "m.h5", "model.json"}) {
    CAPTURE(name);
    const auto g = files::load_model(folder / name);
    const auto all = asked(*g);
    CHECK(all.texts == written[1].get<std::vector<std::string>>());
    REQUIRE(all.numbers.size() == numbers.size());
    for (std::size_t k = 0; k < numbers.size(); ++k) CHECK(all.numbers[k] == Approx(numbers[k]).epsilon(1e-6));

    // Written again it is what the process wrote that knows the names.
    if (std::string_view{name} != "model.json")
      CHECK(models::to_json(*g).dump() == saved::content((folder / "config").string()));
    const auto copy = models::clone(*g);
    CHECK(asked(*copy).texts == all.texts);
    files::load_weights(*copy, folder / "m.weights.h5");
    CHECK(saved::values(*copy) == saved::values(*g));
    const auto again = [&] {
      files::save_model(*g, folder / name);
      return asked(*files::load_model(folder / name)).texts;
    };
    CHECK(again() == all.texts);

    // It trains: the whole loss falls, penalties in it.
    ndarray x({16, 3}), y({16, 2});
    for (std::size_t k = 0; k < x.values().size(); ++k) x.values()[k] = std::sin(static_cast<float>(k));
    for (std::size_t k = 0; k < y.values().size(); ++k) y.values()[k] = std::cos(static_cast<float>(k));
    optimizers::optimizer sgd = optimizers::sgd{.learning_rate = 0.05};
    const auto h = training::fit(*g, sgd, "mse", {}, x, y, {.epochs = 30, .verbose = 0});
    const auto& losses = h["loss"];
    CHECK(losses.back() < 0.7 * losses.front());
  }

  // Coefficients change; a function keeps its name, a class whose members are other numbers does not.
  const auto g = files::load_model(folder / "m.keras");
  auto& a = *models::layers_below(*g)[0];
  a.weights()[0].regularizer.set("k", 0.25);
  CHECK(regularizers::serialize(a.weights()[0].regularizer)["config"] == "Custom>smooth");
  CHECK(regularizers::serialize(a.weights()[1].regularizer)["registered_name"] == "Custom>ridge");
  a.weights()[1].regularizer.set("c1", 0.25);
  CHECK(regularizers::serialize(a.weights()[1].regularizer)["class_name"] == "Formula");
  auto& b = *models::layers_below(*g)[1];
  b.weights()[0].regularizer.set("lambda", 2.0);
  CHECK(regularizers::serialize(b.weights()[0].regularizer)["config"] == json{{"lambda", 2.0}});
  CHECK(regularizers::serialize(b.weights()[0].regularizer)["class_name"] == "Groups");
  // Who is given the names has them compiled, with the numbers of the file.
  const auto known = files::load_model(folder / "m.keras", {{"Custom>smooth", smooth}, {"Groups", Groups{0}}});
  const auto& weights = models::layers_below(*known)[0]->weights();
  CHECK(weights[0].regularizer.model()->source() == regularizer(smooth).model()->source());
}

TEST_CASE("penalties of a file that nobody knows are asked", "[described][files]") {
  const test_folder folder;
  const auto g = made();
  files::save_model(*g, folder / "m.keras");
  const auto table = files::penalties(folder / "m.keras");
  double all = 0;
  for (auto* l : models::layers_below(*g))
    for (auto& w : l->weights()) all += w.regularizer(w.value);
  CHECK(table.total() == Approx(all).epsilon(1e-6));
}
