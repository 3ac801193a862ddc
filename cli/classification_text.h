// A classification for people: the class first, why, the duties by role with their dates, what is
// open.
#pragma once

#include <string>

#include "oversight/law/classify.h"

namespace reeve::cli {

std::string ClassificationText(const oversight::law::Classification& classification);

}  // namespace reeve::cli
