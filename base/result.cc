#include "base/result.h"

#include <cstdio>
#include <cstdlib>

namespace reeve {

void Panic(std::string_view reason) {
  std::fprintf(stderr, "reeve: broken invariant: %.*s\n", static_cast<int>(reason.size()),
               reason.data());
  std::abort();
}

}  // namespace reeve
