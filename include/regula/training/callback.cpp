// SPDX-License-Identifier: MIT
#include <regula/training/callback.hpp>

namespace regula::callbacks {
namespace {

class lambda_callback final : public callback {
public:
  explicit lambda_callback(lambda_options o) : o_(std::move(o)) {}
  void on_train_begin(training_run& run) override { tell(o_.on_train_begin, run); }
  void on_epoch_begin(training_run& run, int epoch) override { tell(o_.on_epoch_begin, run, epoch); }
  void on_batch_end(training_run& run, std::ptrdiff_t batch, const logs& values) override {
    tell(o_.on_batch_end, run, batch, values);
  }
  void on_epoch_end(training_run& run, int epoch, const logs& values) override {
    tell(o_.on_epoch_end, run, epoch, values);
  }
  void on_train_end(training_run& run) override { tell(o_.on_train_end, run); }

private:
  template <class F, class... A> static void tell(const F& f, A&&... a) {
    if (f) f(a...);
  }
  lambda_options o_;
};

}  // namespace

callback::~callback() = default;
void callback::on_train_begin(training_run&) {}
void callback::on_epoch_begin(training_run&, int) {}
void callback::on_batch_end(training_run&, std::ptrdiff_t, const logs&) {}
void callback::on_epoch_end(training_run&, int, const logs&) {}
void callback::on_train_end(training_run&) {}

std::shared_ptr<callback> LambdaCallback(lambda_options options) {
  return std::make_shared<lambda_callback>(std::move(options));
}

}  // namespace regula::callbacks
