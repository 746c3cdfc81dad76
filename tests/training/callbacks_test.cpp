// SPDX-License-Identifier: MIT
/// Callbacks, patterns of paths, and what is shown while training runs.
#include <regula/layers.hpp>
#include <regula/models/graph.hpp>
#include <regula/name_pattern.hpp>
#include <regula/training/callbacks.hpp>
#include <regula/training/fit.hpp>
#include <sstream>
#include <tests/catch.hpp>

namespace {

using namespace regula;
using callbacks::training_run;
using Catch::Matchers::ContainsSubstring;
using training::logs;

/// y = 2 x, and a model of it.
struct line_fit {
  ndarray x{{8, 1}, {-4, -3, -2, -1, 1, 2, 3, 4}}, y{{8, 1}, {-8, -6, -4, -2, 2, 4, 6, 8}};
  layers::ref<layers::dense_layer> hidden = layers::Dense(
      2, {.kernel_regularizer = regularizers::L1L2(0.01, 0.02), .activity_regularizer = "l2", .name = "hidden"});
  layers::ref<layers::dense_layer> last = layers::Dense(1, {.kernel_regularizer = "l2", .name = "last"});
  std::shared_ptr<models::graph> model = std::make_shared<models::graph>(
      std::vector<std::shared_ptr<layers::layer>>{hidden.shared(), last.shared()}, "line");
  optimizers::optimizer optimizer = optimizers::sgd{.learning_rate = 0.01};

  training::history fit(callbacks::callback_list all, int epochs = 4, const training::sink& out = {}) {
    return training::fit(
        *model, optimizer, "mse", {}, x, y,
        {.epochs = epochs, .batch_size = 4, .verbose = out.write ? 1 : 0, .callbacks = std::move(all), .out = out});
  }
  std::vector<ndarray> values() const {
    std::vector<ndarray> all;
    model->visit_weights([&](layers::layer&, layers::weight& w, bool) { all.push_back(w.value); });
    return all;
  }
  bool finite() const {
    const auto all = values();
    return std::all_of(all.begin(), all.end(), [](const ndarray& v) { return v.flat().isFinite().all(); });
  }
};

/// Moves the learning rate so that the loss rises and falls: the epochs of `up` climb.
std::shared_ptr<callbacks::callback> climbing(int from) {
  return callbacks::LearningRateSchedule([=](int epoch, double) { return epoch < from ? 0.01 : 0.2; });
}

/// The same by trying every split of the path at each star.
bool slowly(std::string_view pattern, std::string_view path) {
  if (pattern.empty()) return path.empty();
  if (pattern[0] == '*') return slowly(pattern.substr(1), path) || (!path.empty() && slowly(pattern, path.substr(1)));
  return !path.empty() && (pattern[0] == '?' || pattern[0] == path[0]) && slowly(pattern.substr(1), path.substr(1));
}

}  // namespace

TEST_CASE("patterns of paths", "[callbacks]") {
  static_assert(name_matches("conv*/kernel", "conv2d_1/kernel") && !name_matches("conv*/kernel", "conv2d_1/bias"));
  static_assert(name_matches("*", "") && name_matches("", "") && !name_matches("", "a") && !name_matches("?", ""));
  static_assert(name_matches("*/activity", "a/b/activity") && name_matches("d?nse/*", "dense/kernel"));
  rng draw(1);
  int fits = 0;
  for (int k = 0; k < 20000; ++k) {
    std::string pattern, path;
    for (auto n = draw.below(6); n > 0; --n) pattern += "ab*?"[draw.below(4)];
    for (auto n = draw.below(7); n > 0; --n) path += "ab"[draw.below(2)];
    fits += slowly(pattern, path);
    if (name_matches(pattern, path) != slowly(pattern, path)) FAIL(pattern + " and " + path);
  }
  CHECK(fits > 2000);
  std::string stars;
  for (int k = 0; k < 1000; ++k) stars += "*a";
  CHECK_FALSE(name_matches(stars + "b", std::string(5000, 'a')));
}

TEST_CASE("early stopping stops and restores the best weights", "[callbacks]") {
  line_fit f;
  std::vector<std::vector<ndarray>> after;
  const auto keep = callbacks::LambdaCallback(
      {.on_epoch_end = [&](training_run&, int, const logs&) { after.push_back(f.values()); }});
  const auto stop = callbacks::EarlyStopping({.monitor = "loss", .patience = 2, .restore_best_weights = true});
  const auto h = f.fit({climbing(5), keep, stop}, 50);
  const auto& loss = h["loss"];
  const auto best = std::min_element(loss.begin(), loss.end()) - loss.begin();
  CHECK(stop->best_epoch() == best);
  CHECK(stop->best() == loss[static_cast<std::size_t>(best)]);
  CHECK(stop->stopped_epoch() == best + 2);
  CHECK(h.epochs().back() == best + 2);
  CHECK(f.values() == after[static_cast<std::size_t>(best)]);
  CHECK(f.values() != after.back());

  line_fit g;
  const auto restore = callbacks::RestoreBest({.monitor = "loss", .best = callbacks::direction::largest});
  CHECK(g.fit({climbing(9), restore}, 6).epochs().size() == 6);
  CHECK(restore->best_epoch() == 0);
  CHECK_THROWS_WITH(g.fit({callbacks::EarlyStopping()}), ContainsSubstring("known: loss, data_loss, penalty"));
  CHECK_THROWS_AS(callbacks::EarlyStopping({.patience = -1}), config_error);
  CHECK_THROWS_AS(callbacks::EarlyStopping({.min_delta = std::nan("")}), config_error);
  const auto delta = callbacks::EarlyStopping({.monitor = "loss", .min_delta = 1e9, .patience = 3});
  CHECK(g.fit({delta}, 9).epochs().size() == 4);
}

TEST_CASE("a loss that is not finite stops training only where asked", "[callbacks]") {
  line_fit f, g;
  f.x(0, 0) = g.x(0, 0) = std::numeric_limits<float>::infinity();
  const auto on = f.fit({});
  CHECK(on.epochs().size() == 4);
  CHECK_FALSE(std::isfinite(on["loss"].back()));
  int batches = 0;
  const auto count =
      callbacks::LambdaCallback({.on_batch_end = [&](training_run&, std::ptrdiff_t, const logs&) { ++batches; }});
  CHECK(g.fit({callbacks::TerminateOnNaN(), count}).epochs().size() == 1);
  CHECK(batches <= 2);
}

TEST_CASE("the seed decides every bit", "[training]") {
  const auto trained = [](std::uint64_t seed, std::vector<int> stops) {
    line_fit f;
    for (std::size_t k = 1; k < stops.size(); ++k)
      training::fit(*f.model, f.optimizer, "mse", {"mae"}, f.x, f.y,
                    {.epochs = stops[k], .batch_size = 3, .seed = seed, .verbose = 0, .initial_epoch = stops[k - 1]});
    return f.values();
  };
  CHECK(trained(1, {0, 3}) == trained(1, {0, 3}));
  CHECK(trained(1, {0, 3}) == trained(1, {0, 2, 3}));
  CHECK(trained(1, {0, 3}) != trained(2, {0, 3}));
  const auto sorted = training::rows_from(0, 50);
  auto first = sorted, second = sorted;
  training::shuffle(first, 1, 0);
  training::shuffle(second, 1, 1);
  CHECK(first != second);
  CHECK(first != sorted);
  CHECK(std::is_permutation(first.begin(), first.end(), sorted.begin()));
}

TEST_CASE("schedules change rates and coefficients live", "[callbacks]") {
  line_fit f;
  std::vector<double> l1, rates, penalties;
  const auto look = callbacks::LambdaCallback({.on_epoch_end = [&](training_run& run, int, const logs&) {
    l1.push_back(f.hidden->kernel().regularizer.coefficient("l1"));
    rates.push_back(run.optimizer.learning_rate());
    penalties.push_back(f.hidden->kernel().regularizer(f.hidden->kernel().value));
  }});
  const auto all_kernels = callbacks::CoefficientSchedule("*/kernel", "l2", [](int e) { return 0.5 * e; });
  f.fit({callbacks::CoefficientSchedule("hid*/kernel", "l1", [](int e) { return 0.1 * (e + 1); }), all_kernels,
         callbacks::CoefficientSchedule("*/activity", "l2", [](int) { return 0; }),
         callbacks::LearningRateSchedule([](int, double rate) { return rate / 2; }), look});
  CHECK(l1 == std::vector{0.1, 0.2, 0.1 * 3, 0.4});
  CHECK(rates == std::vector{0.005, 0.0025, 0.00125, 0.000625});
  CHECK(f.hidden->kernel().regularizer.coefficient("l2") == 1.5);
  CHECK(f.last->kernel().regularizer.coefficient("l2") == 1.5);
  CHECK(f.hidden->activity_regularizer.coefficient("l2") == 0);
  const Eigen::ArrayXd w = f.values()[0].flat().cast<double>();
  CHECK(penalties.back() == Approx(0.4 * w.abs().sum() + 1.5 * w.square().sum()));

  const auto before = f.values();
  const auto refused = [&](const char* pattern, const char* name, double value, const std::string& why) {
    CHECK_THROWS_WITH(f.fit({callbacks::CoefficientSchedule(pattern, name, [=](int) { return value; })}),
                      ContainsSubstring(why));
    CHECK(f.values() == before);
    CHECK(f.last->kernel().regularizer.coefficient("l2") == 1.5);
  };
  refused("conv*/kernel", "l1", 1, "no regularizer fits \"conv*/kernel\"; known:\n  hidden/kernel: l1, l2\n");
  refused("*/bias", "l1", 1, "last/bias: no regularizer");
  refused("*/kernel", "l1", 1, "last/kernel fits \"*/kernel\" but has no coefficient \"l1\"; known:\n  hidden/kernel");
  for (const double bad : {-1.0, std::nan(""), HUGE_VAL}) refused("*/kernel", "l2", bad, "finite and not negative");
}

TEST_CASE("a callback that throws leaves a usable model", "[callbacks]") {
  line_fit f;
  std::string order;
  struct : callbacks::callback {
    std::string* order = nullptr;
    int steps = 0;
    void on_train_begin(training_run& run) override { *order += "b" + std::to_string(run.batches); }
    void on_epoch_begin(training_run&, int) override { *order += "("; }
    void on_batch_end(training_run&, std::ptrdiff_t batch, const logs&) override {
      *order += std::to_string(batch);
      if (++steps == 3) throw std::runtime_error("enough");
    }
    void on_epoch_end(training_run&, int, const logs&) override { *order += ")"; }
    void on_train_end(training_run&) override { *order += "e"; }
  } throwing;
  throwing.order = &order;
  std::ostringstream shown;
  auto terminal = training::sink::of(shown);
  terminal.terminal = true;
  const std::shared_ptr<callbacks::callback> held(std::shared_ptr<void>(), &throwing);
  CHECK_THROWS_WITH(f.fit({held}, 2, terminal), "enough");
  CHECK(order == "b2(01)(0");
  CHECK(shown.str().back() == '\n');
  CHECK(f.finite());
  const auto h = f.fit({held}, 2);
  CHECK(order == "b2(01)(0b2(01)(01)e");
  CHECK(h["loss"][1] < h["loss"][0]);
  CHECK(f.finite());

  std::ostringstream table;
  f.fit({callbacks::CSVLogger(table)}, 2);
  CHECK_THAT(table.str(), Catch::Matchers::StartsWith("epoch,loss,data_loss,penalty\n0,") && ContainsSubstring("\n1,"));
}

TEST_CASE("what training shows", "[callbacks]") {
  using namespace training;
  logs values;
  for (const auto& [name, v] : {std::pair{"loss", 0.5123}, {"data_loss", 0.41}, {"penalty", 1.023e-4}, {"mae", 2e7}})
    values.set(name, v);
  const std::string numbers = "loss 0.5123 = data_loss 0.4100 + penalty 1.0230e-04  mae 2.0000e+07";
  const progress_state half{1, 10, 15, 30, 3.2};
  CHECK(progress_text(half, values, 200) ==
        "Epoch  2/10  15/30 [===============>..............]  0:03 left  " + numbers);
  CHECK(progress_text(half, values, 20) == "Epoch  2/10  15/30 [");
  CHECK_THAT(progress_text({0, 1, 0, 3, 0}, {}), ContainsSubstring(" 0/3 [>.............................]  ? left"));
  CHECK_THAT(progress_text({0, 1, 3, 3, 1}, {}), ContainsSubstring(" 3/3 [" + std::string(30, '=') + "]  0:00 left"));
  CHECK(epoch_end_text(half, values) == "Epoch  2/10  0:03  " + numbers);
  CHECK(duration_text(3723.4) == "1:02:03");
  CHECK(duration_text(-1) + duration_text(INFINITY) + value_text(NAN) + value_text(-NAN) + value_text(0) ==
        "??nannan0.0000");

  std::vector<std::string> written;
  sink to{[&](std::string_view text) { written.emplace_back(text); }, true, 40};
  const auto start = progress::clock::time_point{};
  const auto at = [&](int ms) { return start + std::chrono::milliseconds(ms); };
  {
    progress bar(to, 1);
    bar.begin_epoch(0, 1, 1000, start);
    for (int k = 1; k <= 1000; ++k) bar.end_batch(values, at(k));  // 1 s: drawn at 1, 101, 201, ... 901 ms
    CHECK(written.size() == 10);
    for (const auto& line : written) CHECK((line.front() == '\r' && line.size() == 1 + 39 + 3));
    bar.end_epoch(values, at(1000));
    CHECK(written[10] == "\rEpoch 1/1  0:01  " + numbers + "\x1b[K");
  }
  CHECK(written.size() == 12);
  to.terminal = false;
  for (const int verbosity : {0, 1, 2}) {
    written.clear();
    progress plain(to, verbosity);
    plain.begin_epoch(0, 1, 1, start);
    plain.end_batch(values, at(1000));
    plain.end_epoch(values, at(2000));
    CHECK(written == (verbosity == 0 ? std::vector<std::string>{}
                                     : std::vector<std::string>{"Epoch 1/1  0:02  " + numbers, "\n"}));
  }
}
