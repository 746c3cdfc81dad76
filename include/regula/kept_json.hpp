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
  kept_json(const kept_json&) = default;  // and no move: what was moved from has a value, too
  kept_json& operator=(const kept_json&) = default;

  const json& operator*() const { return *value_; }
  const json* operator->() const { return value_.get(); }
  operator const json&() const { return *value_; }
  bool operator==(const json& other) const;
  bool operator==(const kept_json& other) const { return *this == *other; }

private:
  std::shared_ptr<const json> value_;  // never null
};

}  // namespace regula
