// SHA-256 of what does not fit into memory, piece by piece.
// Thread-safety: one object on one thread at a time.
#pragma once

#include <memory>
#include <string_view>

#include "base/sha256.h"

namespace reeve {

class Sha256Stream {
 public:
  Sha256Stream();
  ~Sha256Stream();
  Sha256Stream(const Sha256Stream&) = delete;
  Sha256Stream& operator=(const Sha256Stream&) = delete;

  void Add(std::string_view piece);
  // Of all pieces. Precondition: not called before.
  Hash Done();

 private:
  struct Context;
  std::unique_ptr<Context> context_;
};

}  // namespace reeve
