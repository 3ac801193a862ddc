// What moved since an earlier audit.
#pragma once

#include "base/json.h"
#include "oversight/bias/audit.h"

namespace reeve::oversight::bias {

// Sets report->drift: the selection rate and every judged metric of each group that both audits
// show, with Newcombe's interval of the change; and report->earlier, the digest of `earlier`, which
// is a report in JSON. bias.report_format; bias.earlier: another outcome or favourable value, which
// cannot be compared.
Status AddDrift(const json::Value& earlier, Report* report);

}  // namespace reeve::oversight::bias
