// Where a text comes from, as far as it changes what the scanner makes of it.
//
// What a tool returns or a document holds is data: an instruction in it belongs to nobody who may
// give one, so it weighs more, and phrases that only make sense in such a place are looked for.
//
// Thread-safety: plain values.
#pragma once

#include <cstdint>

namespace reeve::detectors {

enum class Source : uint8_t {
  kUser,      // what a person wrote, or what is not known better
  kTool,      // what a tool returned
  kDocument,  // a file, a page, a mail that was put into the prompt
  kSystem,    // the operator's own prompt, which may instruct
  kModel,     // what the model answered
};

struct ScanContext {
  Source source = Source::kUser;
};

}  // namespace reeve::detectors
