// SPDX-License-Identifier: MIT
#include <fmt/format.h>
#include <algorithm>
#include <cmath>
#include <numeric>
#include <random>
#include <regula/training/fit.hpp>
#include <regula/training/scores.hpp>

namespace regula::training {
namespace {

/// Samples to train on or to look at, as rows of x and y.
struct samples {
  const tensor_refs& x;
  const tensor_refs& y;
  std::vector<std::ptrdiff_t> rows;
};

/// The number of samples. Throws shape_error where there are none or their numbers differ.
std::ptrdiff_t check_samples(const tensor_refs& x, const tensor_refs& y = tensors{}) {
  if (x.size() == 0) throw shape_error("there are no input tensors");
  for (std::size_t k = 0; k < x.size() + y.size(); ++k) {
    const auto& t = k < x.size() ? x[k] : y[k - x.size()];
    if (t.rank() == 0) throw shape_error("inputs and targets have a first axis, the samples; a scalar has none");
    if (t.shape(0) != x[0].shape(0))
      throw shape_error("inputs and targets have one entry of the first axis for each sample; these are " +
                        shape_text(x[0].shape()) + " and " + shape_text(t.shape()));
  }
  if (y.size() > 0 && x[0].shape(0) == 0) throw shape_error("there are no samples: x is " + shape_text(x[0].shape()));
  return x[0].shape(0);
}

void check_batch_size(std::ptrdiff_t n) {
  if (n < 1) throw config_error(fmt::format("batch_size is at least 1, not {}", n));
}

/// `what(rows)` for each batch, the last one may be smaller.
void for_each_batch(std::span<const std::ptrdiff_t> rows, std::ptrdiff_t batch_size, const auto& what) {
  const auto most = static_cast<std::size_t>(batch_size);
  for (std::size_t at = 0; at < rows.size(); at += std::min(most, rows.size() - at))
    if (!what(rows.subspan(at, std::min(most, rows.size() - at)))) return;
}

/// Throws what a pass over all samples would throw for their shapes and labels; predictions of zeros stand for the
/// model's, which is neither called nor built. Returns the number of outputs.
std::size_t check_targets(const layer& model, const loss_list& losses, const metric_list& watched, const samples& all,
                          std::ptrdiff_t batch_size) {
  std::size_t outputs = 0;
  for_each_batch(all.rows, batch_size, [&](auto rows) {
    const auto made = model.output_shapes(all.x.shapes_of_batch(static_cast<std::ptrdiff_t>(rows.size())));
    outputs = made.size();
    losses.check(outputs);
    watched.check(outputs);
    training::check_targets(all.y.size(), outputs);
    const auto y = all.y.take(rows);
    for (std::size_t k = 0; k < outputs; ++k) {
      const ndarray zeros(made[k]);
      losses.of(k).value(y[k], zeros);
      for (const auto& m : watched.of(k)) m.count(y[k], zeros);
    }
    return true;
  });
  return outputs;
}

/// Weights are as they were; the logs have the names of `totals`.
void evaluate_into(layer& model, const loss_list& losses, const samples& all, std::ptrdiff_t batch_size, rng& draw,
                   const policy& on, scores& totals, logs& to) {
  const double of_weights = model.weight_penalties(on);
  totals.reset();
  for_each_batch(all.rows, batch_size, [&](auto rows) {
    record r{.draw = &draw, .on = on};
    const auto y = all.y.take(rows);
    auto s = run_batch(model, all.x.take(rows), y, losses, r);
    s.losses.penalty += of_weights;
    totals.add(s, y, rows.size());
    model.commit(r);
    return true;
  });
  totals.write(to);
}

}  // namespace

void shuffle(std::span<std::ptrdiff_t> rows, std::uint64_t seed, int epoch) {
  constexpr std::uint64_t apart = 0x9E3779B97F4A7C15;  // seeds s and s + 1 share no orders
  rng draw(seed * apart + static_cast<std::uint64_t>(epoch));
  for (std::size_t i = rows.size(); i > 1; --i) std::swap(rows[i - 1], rows[draw.below(i)]);
}

std::vector<std::ptrdiff_t> rows_from(std::ptrdiff_t first, std::ptrdiff_t end) {
  std::vector<std::ptrdiff_t> rows(static_cast<std::size_t>(end - first));
  std::iota(rows.begin(), rows.end(), first);
  return rows;
}

logs evaluate(layer& model, const loss_list& losses, const metric_list& watched, const tensor_refs& x,
              const tensor_refs& y, std::ptrdiff_t batch_size, const policy& on) {
  check_batch_size(batch_size);
  const auto n = check_samples(x, y);
  const samples all{x, y, rows_from(0, n)};
  const auto outputs = check_targets(model, losses, watched, all, batch_size);
  rng draw(model.built() ? 0 : std::random_device{}());
  model.build(x.shapes_of_batch(n), draw);
  scores totals(output_names(model, outputs), watched);
  logs values;
  evaluate_into(model, losses, all, batch_size, draw, on, totals, values);
  return values;
}

tensors predict(layer& model, const tensor_refs& x, std::ptrdiff_t batch_size, const policy& on) {
  check_batch_size(batch_size);
  const auto n = check_samples(x);
  rng draw(model.built() ? 0 : std::random_device{}());
  tensors all;
  for (auto& s : model.output_shapes(x.shapes_of_batch(n))) {
    if (s.empty() || s[0] != n)
      throw shape_error(fmt::format("outputs have one entry of the first axis for each of {} samples; this one is {}",
                                    n, shape_text(s)));
    all.emplace_back(std::move(s));
  }
  std::ptrdiff_t at = 0;
  for_each_batch(rows_from(0, n), batch_size, [&](auto rows) {
    record r{.draw = &draw, .on = on};
    const auto made = model.run(x.take(rows), r);
    const auto count = static_cast<std::ptrdiff_t>(rows.size());
    for (std::size_t k = 0; k < all.size(); ++k) {
      auto expected = all[k].shape();
      expected[0] = count;
      if (made.at(k).shape() != expected)
        throw shape_error("an output is " + shape_text(made[k].shape()) + " where its layer promised " +
                          shape_text(expected));
      std::copy_n(made[k].data(), made[k].size(), all[k].data() + at * (all[k].size() / n));
    }
    at += count;
    model.commit(r);
    return true;
  });
  return all;
}

ndarray predict(layer& model, const ndarray& x, std::ptrdiff_t batch_size, const policy& on) {
  auto all = predict(model, tensor_refs(x), batch_size, on);
  if (all.size() != 1)
    throw shape_error(fmt::format("the model has {} outputs: give the inputs as a list of tensors", all.size()));
  return std::move(all[0]);
}

history fit(layer& model, optimizers::optimizer& optimizer, const loss_list& losses, const metric_list& watched,
            const tensor_refs& x, const tensor_refs& y, const fit_options& o) {
  check_batch_size(o.batch_size);
  if (o.epochs < 0 || o.initial_epoch < 0)
    throw config_error(
        fmt::format("epochs and initial_epoch are not negative; given are {} and {}", o.epochs, o.initial_epoch));
  if (o.verbose < 0 || o.verbose > 2) throw config_error(fmt::format("verbose is 0, 1 or 2, not {}", o.verbose));
  if (!(o.validation_split >= 0 && o.validation_split < 1))
    throw config_error(fmt::format("validation_split is in [0, 1), not {}", number_text(o.validation_split)));
  if (o.validation_split > 0 && o.validation_data)
    throw config_error("give validation_split or validation_data, not both");
  if (std::find(o.callbacks.begin(), o.callbacks.end(), nullptr) != o.callbacks.end())
    throw config_error("a callback is a null pointer");
  const auto n = check_samples(x, y);
  const auto split = static_cast<std::ptrdiff_t>(std::floor(static_cast<double>(n) * (1 - o.validation_split)));
  if (split == 0 || (o.validation_split > 0 && split == n))
    throw config_error(
        fmt::format("validation_split {} leaves {} of {} samples to train on", o.validation_split, split, n));

  samples trained{x, y, rows_from(0, split)};
  const tensor_refs val_x = o.validation_data ? tensor_refs(o.validation_data->x) : x;
  const tensor_refs val_y = o.validation_data ? tensor_refs(o.validation_data->y) : y;
  const samples validated{val_x, val_y,
                          o.validation_data ? rows_from(0, check_samples(val_x, val_y)) : rows_from(split, n)};
  const auto outputs = check_targets(model, losses, watched, trained, o.batch_size);
  check_targets(model, losses, watched, validated, o.batch_size);
  rng draw(o.seed);
  model.build(x.shapes_of_batch(n), draw);

  const auto outputs_of = output_names(model, outputs);
  scores totals(outputs_of, watched), of_validation(outputs_of, watched, "val_");
  callbacks::training_run run{model, optimizer, o.epochs, (split - 1) / o.batch_size + 1, totals.names()};
  if (!validated.rows.empty())
    run.names.insert(run.names.end(), of_validation.names().begin(), of_validation.names().end());
  const auto tell = [&](const auto& event) {
    for (const auto& c : o.callbacks) event(*c);
  };
  progress shown(o.out.write ? o.out : sink::of(stdout), o.verbose);
  history all;
  record r{.draw = &draw, .on = o.on};
  tell([&](auto& c) { c.on_train_begin(run); });
  for (int epoch = o.initial_epoch; epoch < o.epochs && !run.stop; ++epoch) {
    totals.reset();
    logs values;
    shown.begin_epoch(epoch, o.epochs, run.batches);
    tell([&](auto& c) { c.on_epoch_begin(run, epoch); });
    auto rows = trained.rows;
    if (o.shuffle) shuffle(rows, o.seed, epoch);
    std::ptrdiff_t batch = 0;
    for_each_batch(rows, o.batch_size, [&](auto part) {
      const auto targets = y.take(part);
      totals.add(train_step(model, optimizer, x.take(part), targets, losses, r), targets, part.size());
      totals.write(values);
      shown.end_batch(values);
      tell([&](auto& c) { c.on_batch_end(run, batch, values); });
      ++batch;
      return !run.stop;
    });
    if (!validated.rows.empty())
      evaluate_into(model, losses, validated, o.batch_size, draw, o.on, of_validation, values);
    all.append(epoch, values);
    shown.end_epoch(values);
    tell([&](auto& c) { c.on_epoch_end(run, epoch, values); });
  }
  tell([&](auto& c) { c.on_train_end(run); });
  return all;
}

}  // namespace regula::training
