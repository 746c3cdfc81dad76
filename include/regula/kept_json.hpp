// SPDX-License-Identifier: MIT
/// A JSON value as a member of what is included where nobody looks into it.
#pragma once
#include <memory>
#include <regula/json_fwd.hpp>

namespace regula {

/// Never changed once it is made; copies share it. null when default-made.
class kept_json {
public:
  kept_json();
  kept_json(const json& value);

  const json& operator*() const { return *value_; }
  const json* operator->() const { return value_.get(); }
  operator const json&() const { return *value_; }

private:
  std::shared_ptr<const json> value_;  // never null
};

}  // namespace regula
