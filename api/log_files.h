// The files of a log that a web server has (ledger/tiles.h), for whoever verifies it from afar.
//
// Thread-safety: one thread at a time.
#pragma once

#include <string>

#include "base/result.h"
#include "ledger/verify_tiles.h"

namespace reeve::api {

// `url` is the address in front of "/checkpoint" and "/tile/...". 404 is an absent file; one
// connection is kept. source.url; the fetcher gives log.unreachable, log.status, log.too_large
Result<ledger::FetchFile> HttpLogFiles(const std::string& url);

}  // namespace reeve::api
