// The parts of the HTML page of a report; report_html.cc puts them together.
#pragma once

#include <string>

#include "oversight/bias/audit.h"

namespace reeve::oversight::bias {

std::string TableTitle(const GroupTable& table);
std::string TagHtml(Verdict verdict);  // a verdict as a labelled mark

// Bars of one attribute's groups, for the selection rate and every judged metric.
std::string BarsHtml(const Report& report, const GroupTable& table);
// Two attributes: rows and columns, in each cell rate, ratio, people, verdict.
std::string GridHtml(const GroupTable& table);
std::string DriftHtml(const Report& report);

// For who checks: rates with counts, ratios by every reference rule, tests, calibration.
std::string RatesTableHtml(const Report& report, const GroupTable& table);
std::string RatiosTableHtml(const GroupTable& table);
std::string TestsTableHtml(const GroupTable& table);
std::string CalibrationHtml(const Report& report, const GroupTable& table);
std::string ConventionsHtml(const Report& report);

}  // namespace reeve::oversight::bias
