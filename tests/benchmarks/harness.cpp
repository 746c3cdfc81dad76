// SPDX-License-Identifier: MIT
/// Checks the peers against long double, then times them.
///
///   harness ROUNDS SIZES WORKLOADS TYPES PEER.so...
///
/// prints a line "workload type size peer ns/element value_error gradient_error" for each case and peer. Lists are
/// separated by commas. A size is a number of entries, arranged as square as powers of two can be, or ROWSxCOLUMNS.
/// Workloads joined by + as in total_variation+copy are timed together, for a ratio between them. In each round every
/// peer has its turn, in random order, so that a slow minute of the machine meets all of them; a turn takes some
/// milliseconds of CPU time, and the median turn counts. With 0 rounds it only checks.
#include <dlfcn.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <limits>
#include <memory>
#include <random>
#include <sstream>
#include <stdexcept>
#include <string>
#include <vector>

#include "api.hpp"
#include "reference.hpp"

namespace {

using namespace bench;

constexpr double turn = 4e-3;  // seconds

struct freed {
  void operator()(void* p) const { std::free(p); }
};

struct shape {
  std::size_t rows, columns;
};

/// The tensors: weights of standard deviation 0.1, near their old values.
template <class T> struct tensors {
  explicit tensors(shape s) : tensors(s.rows * s.columns) { form = s; }
  arguments<T> all() const { return {w.get(), w0.get(), mask.get(), g.get(), form.rows, form.columns}; }

private:
  explicit tensors(std::size_t n) : w(pages(n)), w0(pages(n)), mask(pages(n)), g(pages(n)) {
    std::mt19937_64 random;
    std::normal_distribution<double> weight(0, 0.1), step(0, 0.01);
    std::bernoulli_distribution kept;
    for (std::size_t i = 0; i < n; ++i) {
      const double x = weight(random);
      w[i] = static_cast<T>(x);
      w0[i] = static_cast<T>(x + step(random));
      mask[i] = kept(random) ? T(1) : T(0);
    }
  }

  using buffer = std::unique_ptr<T[], freed>;
  static buffer pages(std::size_t n) {
    constexpr std::size_t page = 4096;
    void* memory = std::aligned_alloc(page, (n * sizeof(T) + page - 1) / page * page);
    if (memory == nullptr) throw std::bad_alloc();
    return buffer(static_cast<T*>(memory));
  }

  buffer w, w0, mask, g;
  shape form;
};

struct errors {
  double value, gradient;  // relative, the gradient's to its largest entry
};

template <class T> errors check(kernel<T> answers, const arguments<T>& a, const answer& right) {
  std::fill_n(a.g, a.size(), std::numeric_limits<T>::quiet_NaN());
  const long double off = std::abs(answers(a) - right.value);
  long double largest = std::numeric_limits<long double>::min(), worst = 0;
  for (std::size_t i = 0; i < right.gradient.size(); ++i) {
    const long double away = std::abs(a.g[i] - right.gradient[i]);
    largest = std::max(largest, std::abs(right.gradient[i]));
    if (!(away <= worst)) worst = away;  // NaN too
  }
  return {static_cast<double>(off == 0 ? 0 : off / right.value), static_cast<double>(worst / largest)};
}

double cpu_seconds() { return static_cast<double>(std::clock()) / CLOCKS_PER_SEC; }

template <class T> double seconds(kernel<T> answer, const arguments<T>& a, std::size_t calls) {
  const double start = cpu_seconds();
  for (std::size_t i = 0; i < calls; ++i) answer(a);
  return cpu_seconds() - start;
}

template <class T> std::size_t calls_in_a_turn(kernel<T> answer, const arguments<T>& a) {
  for (std::size_t calls = 1;; calls *= 2)
    if (const double time = seconds(answer, a, calls); time > turn / 8)
      return std::max<std::size_t>(1, static_cast<std::size_t>(static_cast<double>(calls) * turn / time));
}

double median(std::vector<double> v) {
  if (v.empty()) return std::numeric_limits<double>::quiet_NaN();
  std::sort(v.begin(), v.end());
  return v[v.size() / 2];
}

/// A kernel of a peer.
template <class T> struct entry {
  std::string peer;
  workload which;
  kernel<T> answer;
};

/// The kernels of all peers.
class loaded final : public registry {
public:
  void load(const std::string& file) {
    void* library = dlopen(file.c_str(), RTLD_NOW | RTLD_LOCAL);
    void* symbol = library ? dlsym(library, "register_peer") : nullptr;
    if (symbol == nullptr) throw std::runtime_error(dlerror());
    const std::size_t start = file.rfind('/') + 1;
    peer_ = file.substr(start, file.rfind('.') - start);
    reinterpret_cast<decltype(&register_peer)>(symbol)(*this);
  }
  void add(workload which, kernel<float> answer) override { floats_.push_back({peer_, which, answer}); }
  void add(workload which, kernel<double> answer) override { doubles_.push_back({peer_, which, answer}); }

  const auto& all(float) const { return floats_; }
  const auto& all(double) const { return doubles_; }

private:
  std::string peer_;
  std::vector<entry<float>> floats_;
  std::vector<entry<double>> doubles_;
};

template <class T> struct contestant {
  const entry<T>* who;
  errors off;
  std::size_t calls = 1;           // in a turn
  std::vector<double> times = {};  // of one call, from each turn

  double time() const { return median(times); }
};

/// All kernels for a workload. Ends the program if one of them computes something else.
template <class T> std::vector<contestant<T>> contestants(const loaded& peers, workload which, const arguments<T>& a) {
  constexpr double epsilon = std::numeric_limits<T>::epsilon();
  const double sum_of_rounding = epsilon * static_cast<double>(a.size());  // a plain loop may be so far off
  const answer right = right_answer(which, a);
  std::vector<contestant<T>> found;
  for (const entry<T>& e : peers.all(T{})) {
    if (e.which != which) continue;
    const errors off = check(e.answer, a, right);
    if (!(off.gradient < 100 * epsilon && off.value < 100 * epsilon + sum_of_rounding))
      throw std::runtime_error(e.peer + " is wrong about " + workload_names[static_cast<int>(which)] + ": errors " +
                               std::to_string(off.value) + ", " + std::to_string(off.gradient));
    found.push_back({&e, off});
  }
  return found;
}

template <class T> void race(std::vector<contestant<T>>& all, const arguments<T>& a, int rounds) {
  for (auto& c : all) c.calls = rounds > 0 ? calls_in_a_turn(c.who->answer, a) : 0;
  std::vector<contestant<T>*> order;
  for (auto& c : all) order.push_back(&c);
  std::mt19937 random;
  for (int round = 0; round < rounds; ++round) {
    std::shuffle(order.begin(), order.end(), random);
    for (auto* c : order) {
      c->who->answer(a);  // not timed: brings the caches back
      c->times.push_back(seconds(c->who->answer, a, c->calls) / static_cast<double>(c->calls));
    }
  }
}

/// Workloads that are timed together, and a size as it was asked for.
using heat = std::vector<workload>;
struct named_shape : shape {
  std::string name;
};

template <class T>
void measure(const loaded& peers, const heat& together, const arguments<T>& a, const std::string& size, int rounds) {
  std::vector<contestant<T>> all;
  for (const workload which : together)
    for (auto& c : contestants(peers, which, a)) all.push_back(std::move(c));
  race(all, a, rounds);
  const char* const type = sizeof(T) == sizeof(float) ? "float" : "double";
  const auto n = static_cast<double>(a.size());
  for (std::size_t i = 0; i < all.size();) {  // the kernels of a peer for a workload are neighbours
    const contestant<T>* best = &all[i];
    const auto of_same = [&](const entry<T>& e) { return e.peer == best->who->peer && e.which == best->who->which; };
    for (++i; i < all.size() && of_same(*all[i].who); ++i)
      if (all[i].time() < best->time()) best = &all[i];
    std::printf("%s %s %s %s %.6g %.3g %.3g\n", workload_names[static_cast<int>(best->who->which)], type, size.c_str(),
                best->who->peer.c_str(), best->time() / n * 1e9, best->off.value, best->off.gradient);
  }
  std::fflush(stdout);
}

std::vector<std::string> words(const std::string& list, char separator = ',') {
  std::vector<std::string> found;
  std::istringstream in(list);
  for (std::string word; std::getline(in, word, separator);) found.push_back(word);
  return found;
}

workload named(const std::string& name) {
  std::string known;
  int index = 0;
  for (const char* w : workload_names) {
    if (name == w) return static_cast<workload>(index);
    known += std::string(" ") + w;
    ++index;
  }
  throw std::invalid_argument("no workload " + name + "; there are" + known);
}

named_shape shape_of(const std::string& word) {
  const auto numbers = words(word, 'x');
  const std::size_t first = std::stoul(numbers.at(0)), n = numbers.size() > 1 ? first * std::stoul(numbers[1]) : first;
  if (n == 0 || n % 64 != 0) throw std::invalid_argument("sizes are multiples of 64");
  std::size_t rows = numbers.size() > 1 ? first : 1;
  if (numbers.size() == 1)
    while (rows * rows < n && n % (2 * rows) == 0) rows *= 2;
  return {{rows, n / rows}, word};
}

void check_sides(const named_shape& size) {
  for (const std::size_t side : {size.rows, size.columns})
    if (side == 0 || side % 64 != 0)
      throw std::invalid_argument(size.name + " does not make a matrix with sides in multiples of 64");
}

template <class T>
void measure_all(const loaded& peers, const std::vector<heat>& heats, const named_shape& size, int rounds) {
  const tensors<T> tensors(size);
  for (const heat& together : heats) measure(peers, together, tensors.all(), size.name, rounds);
}

void run(char** argument) {
  const int rounds = std::stoi(*argument++);
  std::vector<named_shape> sizes;
  for (const auto& word : words(*argument++)) sizes.push_back(shape_of(word));
  std::vector<heat> heats;
  for (const auto& list : words(*argument++)) {
    heats.emplace_back();
    for (const auto& word : words(list, '+')) heats.back().push_back(named(word));
  }
  const auto types = words(*argument++);
  loaded peers;
  while (*argument != nullptr) peers.load(*argument++);

  for (const named_shape& size : sizes) {
    for (const heat& together : heats)
      if (std::any_of(together.begin(), together.end(), is_structured)) check_sides(size);
    for (const auto& type : types)
      type == "float" ? measure_all<float>(peers, heats, size, rounds)
                      : measure_all<double>(peers, heats, size, rounds);
  }
}

}  // namespace

int main(int count, char** argument) try {
  if (count < 6) throw std::invalid_argument("usage: harness ROUNDS SIZES WORKLOADS TYPES PEER.so...");
  run(argument + 1);
} catch (const std::exception& e) {
  std::fprintf(stderr, "%s\n", e.what());
  return EXIT_FAILURE;
}
