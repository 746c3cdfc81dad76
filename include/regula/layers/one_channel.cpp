// SPDX-License-Identifier: MIT
#include <regula/layers/one_channel.hpp>
#include <regula/layers/window_lines.hpp>
#include <vector>

namespace regula::layers {
namespace {

constexpr std::ptrdiff_t together = 8;
using lanes = Eigen::Array<float, together, 1>;
using to_lanes = Eigen::Map<lanes>;
using from_lanes = Eigen::Map<const lanes>;

std::ptrdiff_t rounded_up(std::ptrdiff_t n) { return (n + together - 1) / together * together; }

/// Rows of `filters` numbers, zeros behind them up to a multiple of eight.
class padded_rows {
public:
  padded_rows(std::ptrdiff_t count, std::ptrdiff_t filters)
      : filters_(filters), step_(rounded_up(filters)), entries_(static_cast<std::size_t>(count * step_)) {}
  /// Theirs, or a copy where zeros are needed.
  const float* of(const float* rows, std::ptrdiff_t count) {
    if (step_ == filters_) return rows;
    for (std::ptrdiff_t i = 0; i < count; ++i) std::copy_n(rows + i * filters_, filters_, entries_.data() + i * step_);
    return entries_.data();
  }

private:
  std::ptrdiff_t filters_, step_;
  std::vector<float> entries_;
};

struct read_line {
  const float *inputs, *kernel;  // of the tap that is first in the line
};

/// Output o of a line, by the taps [first, last).
lanes output(const std::vector<read_line>& lines, const window_axis& w, std::ptrdiff_t step, std::ptrdiff_t o,
             std::ptrdiff_t first, std::ptrdiff_t last) {
  lanes sum = lanes::Zero();
  for (const auto& l : lines)
    for (auto t = first; t < last; ++t) sum += from_lanes(l.kernel + t * step) * l.inputs[w.at(o, t)];
  return sum;
}

/// Outputs o to o + 3, whose taps all hold inputs: what is read of the kernel serves four.
void four_outputs(const std::vector<read_line>& lines, const window_axis& w, std::ptrdiff_t step, std::ptrdiff_t o,
                  lanes (&y)[4]) {
  lanes a = lanes::Zero(), b = a, c = a, d = a;
  for (const auto& l : lines) {
    const float* x = l.inputs + w.at(o, 0);
    for (std::ptrdiff_t t = 0; t < w.window; ++t, x += w.dilation) {
      const lanes k = from_lanes(l.kernel + t * step);
      a += k * x[0], b += k * x[w.stride], c += k * x[2 * w.stride], d += k * x[3 * w.stride];
    }
  }
  y[0] = a, y[1] = b, y[2] = c, y[3] = d;
}

}  // namespace

void one_channel::forward(std::ptrdiff_t batch, const float* x, const float* kernel, float* y) const {
  const auto& w = axes[2];
  const auto taps = axes[0].window * axes[1].window * w.window, step = rounded_up(filters);
  padded_rows copy(taps, filters);
  const float* const k = copy.of(kernel, taps);
  const auto whole_first = outputs_of_tap(w, 0).first, whole_last = outputs_of_tap(w, w.window - 1).last;
  std::vector<read_line> lines;
  for (std::ptrdiff_t line = 0; line < line_count(axes, batch); ++line)
    for (std::ptrdiff_t f = 0; f < filters; f += together) {
      lines.clear();
      for_each_tap_line(axes, line, [&](std::ptrdiff_t tap, std::ptrdiff_t in) {
        lines.push_back({x + in * w.in, k + tap * step + f});
      });
      const auto write = [&](std::ptrdiff_t o, const lanes& sum) {
        float* const to = y + (line * w.out + o) * filters + f;
        if (filters - f >= together)
          to_lanes{to} = sum;
        else
          std::copy_n(sum.data(), filters - f, to);
      };
      for (std::ptrdiff_t o = 0; o < w.out;) {
        if (o >= whole_first && o + 4 <= whole_last) {
          lanes four[4];
          four_outputs(lines, w, step, o, four);
          for (const auto& sum : four) write(o++, sum);
          continue;
        }
        std::ptrdiff_t first = 0, last = w.window;
        while (first < last && !w.holds(w.at(o, first))) ++first;
        while (first < last && !w.holds(w.at(o, last - 1))) --last;
        write(o, output(lines, w, step, o, first, last)), ++o;
      }
    }
}

void one_channel::kernel_gradient(std::ptrdiff_t batch, const float* x, const float* dy, float* dkernel) const {
  const auto& w = axes[2];
  const auto taps = axes[0].window * axes[1].window * w.window, step = rounded_up(filters);
  Eigen::ArrayXd sums = Eigen::ArrayXd::Zero(taps * step);
  padded_rows copy(w.out, filters);
  for (std::ptrdiff_t line = 0; line < line_count(axes, batch); ++line) {
    const float* const slopes = copy.of(dy + line * w.out * filters, w.out);
    for_each_tap_line(axes, line, [&](std::ptrdiff_t first_tap, std::ptrdiff_t in) {
      for (std::ptrdiff_t t = 0; t < w.window; ++t) {
        const auto held = outputs_of_tap(w, t);
        for (std::ptrdiff_t f = 0; f < filters; f += together) {
          lanes even = lanes::Zero(), odd = even;
          auto o = held.first;
          for (; o + 2 <= held.last; o += 2) {
            even += from_lanes(slopes + o * step + f) * x[in * w.in + w.at(o, t)];
            odd += from_lanes(slopes + (o + 1) * step + f) * x[in * w.in + w.at(o + 1, t)];
          }
          if (o < held.last) even += from_lanes(slopes + o * step + f) * x[in * w.in + w.at(o, t)];
          sums.segment<together>((first_tap + t) * step + f) += (even + odd).cast<double>();
        }
      }
    });
  }
  for (std::ptrdiff_t t = 0; t < taps; ++t)
    ndarray::flat_map(dkernel + t * filters, filters) += sums.segment(t * step, filters).cast<float>();
}

}  // namespace regula::layers
