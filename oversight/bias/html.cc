#include "oversight/bias/html.h"

#include <algorithm>

#include "oversight/bias/numbers.h"

namespace reeve::oversight::bias {
namespace {

constexpr double kWidth = 1000;

std::string X(double share) { return Decimals(std::clamp(share, 0.0, 1.0) * kWidth, 1); }

std::string Line(const std::string& x1, double y1, const std::string& x2, double y2,
                 std::string_view css) {
  return "<line class=\"" + std::string(css) + "\" x1=\"" + x1 + "\" y1=\"" + Decimals(y1, 1) +
         "\" x2=\"" + x2 + "\" y2=\"" + Decimals(y2, 1) + "\"/>";
}

std::string Svg(double height, std::string_view says, const std::string& content) {
  return "<svg role=\"img\" aria-label=\"" + Escaped(says) + "\" viewBox=\"0 0 1000 " +
         Decimals(height, 0) + "\" preserveAspectRatio=\"none\">" + content + "</svg>";
}

constexpr std::string_view kStyle = R"css(
:root{color-scheme:light;--ink:#1b1f24;--soft:#555c66;--rule:#d5d9df;--paper:#fff;--blue:#2a6496;
--red:#a3231b;--grey:#6b7480;--wash:#f4f6f8}
*{box-sizing:border-box}
body{margin:0;background:var(--paper);color:var(--ink);font:16px/1.5 system-ui,"Segoe UI",
Roboto,"Helvetica Neue",Arial,sans-serif}
main,header.top,footer{max-width:64rem;margin:0 auto;padding:0 1.25rem}
header.top{padding-top:2rem}
h1{font-size:1.75rem;line-height:1.2;margin:0 0 .25rem}
h2{font-size:1.3rem;margin:2.5rem 0 .5rem;padding-top:.75rem;border-top:2px solid var(--ink)}
h3{font-size:1.05rem;margin:1.5rem 0 .5rem}
p{margin:.5rem 0;max-width:46rem}
.soft{color:var(--soft)}
dl.facts{display:grid;grid-template-columns:repeat(auto-fit,minmax(11rem,1fr));gap:.75rem;
margin:1.25rem 0;padding:0}
dl.facts div{background:var(--wash);padding:.6rem .8rem;border-radius:.4rem}
dl.facts dt{font-size:.85rem;color:var(--soft)}
dl.facts dd{margin:0;font-size:1.35rem;font-weight:600;font-variant-numeric:tabular-nums}
ul.findings{list-style:none;padding:0;margin:1rem 0}
ul.findings li{border-left:.3rem solid var(--grey);padding:.45rem .8rem;margin:.5rem 0;
background:var(--wash);overflow-wrap:anywhere}
ul.findings li.flag{border-color:var(--red)}
ul.findings li.plain{border-color:var(--blue)}
.tag{display:inline-block;font-size:.8rem;font-weight:600;border:1.5px solid currentColor;
border-radius:.3rem;padding:0 .4rem;margin-right:.4rem;white-space:nowrap}
.tag.flag{color:var(--red)}.tag.insufficient{color:var(--soft);border-style:dashed}
.tag.plain,.tag.reference{color:var(--blue)}
.bars{display:grid;grid-template-columns:minmax(7rem,14rem) 1fr auto;gap:.35rem .8rem;
align-items:center;margin:.75rem 0}
.bars .who{overflow-wrap:anywhere;line-height:1.25}
.bars .n{font-size:.85rem;color:var(--soft)}
.bars .value{font-variant-numeric:tabular-nums;text-align:right;line-height:1.25}
.axis{grid-column:2;display:flex;justify-content:space-between;font-size:.8rem;color:var(--soft)}
svg{display:block;width:100%;height:1.75rem;overflow:visible}
svg .track{fill:#eef1f4}
.drift svg{height:3rem;max-width:16rem}
svg .bar.plain{fill:#7fa8c9}svg .bar.reference{fill:var(--blue)}svg .bar.flag{fill:#cf6a62}
svg .bar.insufficient{fill:#b4bac2}
svg line{vector-effect:non-scaling-stroke}
svg .whisker{stroke:var(--ink);stroke-width:2}
svg .mark{stroke:var(--ink);stroke-width:1.5;stroke-dasharray:4 3}
svg .path{stroke:var(--blue);stroke-width:3}svg .path.flag{stroke:var(--red)}
.scroll{overflow-x:auto;margin:.75rem 0}
.scroll:focus-visible{outline:3px solid var(--blue)}
table{border-collapse:collapse;font-size:.9rem;font-variant-numeric:tabular-nums;min-width:100%}
caption{text-align:left;color:var(--soft);padding:.25rem 0;font-size:.9rem}
th,td{border-bottom:1px solid var(--rule);padding:.35rem .6rem;text-align:right;vertical-align:top}
td{white-space:nowrap}
td.words{white-space:normal}
td.why{min-width:20rem}
thead th{min-width:5.5rem}
thead th.long{min-width:13rem}
.grid thead th{text-align:center}
.grid thead th:first-child{text-align:left}
th:first-child,td.words{text-align:left}
thead th{border-bottom:2px solid var(--ink);vertical-align:bottom}
tbody th{font-weight:600}
td.cell{text-align:center;min-width:6.5rem}
td.cell b{font-size:1.05rem}
td.cell.flag{box-shadow:inset 0 0 0 2px var(--red)}
td.cell.insufficient{box-shadow:inset 0 0 0 1px var(--rule);color:var(--soft)}
td.cell.reference{box-shadow:inset 0 0 0 2px var(--blue)}
td.cell.none{color:var(--soft)}
footer{margin-top:3rem;padding-top:1rem;padding-bottom:2rem;border-top:1px solid var(--rule);
font-size:.9rem;color:var(--soft)}
code{font-size:.9em;overflow-wrap:anywhere}
@media (max-width:34rem){h1{font-size:1.4rem}.bars{grid-template-columns:1fr auto}
.bars .who{grid-column:1}.bars .value{grid-column:2;grid-row:auto}.bars .draw{grid-column:1/-1;
margin-bottom:.5rem}.axis{grid-column:1/-1}}
@media print{body{font-size:10.5pt}h2{break-after:avoid}.bars,tr,li{break-inside:avoid}
.scroll{overflow:visible}main,header.top,footer{max-width:none;padding:0}
svg,td,li,dl.facts div{print-color-adjust:exact;-webkit-print-color-adjust:exact}
table{font-size:7.5pt}td,th{padding:.2rem .3rem}td.why{min-width:8rem}thead th,thead th.long{min-width:0}
.wide{page:wide}@page{margin:14mm}@page wide{size:A4 landscape}}
)css";

}  // namespace

std::string Escaped(std::string_view text) {
  std::string escaped;
  for (const char c : text) {
    switch (c) {
      case '&':
        escaped += "&amp;";
        break;
      case '<':
        escaped += "&lt;";
        break;
      case '>':
        escaped += "&gt;";
        break;
      case '"':
        escaped += "&quot;";
        break;
      case '\'':
        escaped += "&#39;";
        break;
      default:
        escaped += c;
    }
  }
  return escaped;
}

Tone ToneOf(Verdict verdict) {
  if (verdict == Verdict::kFlag) return Tone::kFlag;
  return verdict == Verdict::kInsufficient ? Tone::kInsufficient : Tone::kPlain;
}

std::string_view ToneClass(Tone tone) {
  switch (tone) {
    case Tone::kReference:
      return "reference";
    case Tone::kFlag:
      return "flag";
    case Tone::kInsufficient:
      return "insufficient";
    case Tone::kPlain:
      break;
  }
  return "plain";
}

std::string BarSvg(double rate, const std::optional<Interval>& interval,
                   std::optional<double> reference, Tone tone, std::string_view says) {
  std::string content = "<rect class=\"track\" x=\"0\" y=\"3\" width=\"1000\" height=\"22\"/>";
  content += "<rect class=\"bar " + std::string(ToneClass(tone)) + "\" x=\"0\" y=\"3\" width=\"" +
             X(rate) + "\" height=\"22\"/>";
  if (interval) {
    const std::string low = X(interval->low);
    const std::string high = X(interval->high);
    content += Line(low, 14, high, 14, "whisker") + Line(low, 9, low, 19, "whisker") +
               Line(high, 9, high, 19, "whisker");
  }
  if (reference) content += Line(X(*reference), 0, X(*reference), 28, "mark");
  return Svg(28, says, content);
}

std::string DriftSvg(const Drift& drift, std::string_view says) {
  constexpr double kHeight = 120;
  const auto y = [](double rate) {
    return kHeight - 4 - std::clamp(rate, 0.0, 1.0) * (kHeight - 8);
  };
  std::string content = "<rect class=\"track\" x=\"0\" y=\"0\" width=\"1000\" height=\"120\"/>";
  content +=
      Line("40", y(drift.earlier), "960", y(drift.now), drift.changed ? "path flag" : "path");
  content += Line("960", y(drift.earlier + drift.difference.low), "960",
                  y(drift.earlier + drift.difference.high), "whisker");
  return Svg(kHeight, says, content);
}

std::string Page(std::string_view title, std::string_view body) {
  std::string page = "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">";
  page += "<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">";
  page += "<link rel=\"icon\" href=\"data:,\">";
  page += "<title>" + Escaped(title) + "</title><style>";
  page.append(kStyle).append("</style></head><body>");
  return page.append(body).append("</body></html>\n");
}

}  // namespace reeve::oversight::bias
