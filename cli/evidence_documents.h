// What goes along with an export so that it outlives the product: the document of the format, and a
// verifier that is no part of Reeve. Generated from docs/ and clients/python.
#pragma once

#include <vector>

#include "ledger/export.h"

namespace reeve::cli {

std::vector<ledger::ExportDocument> EvidenceDocuments();

}  // namespace reeve::cli
