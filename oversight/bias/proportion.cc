#include "oversight/bias/proportion.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace reeve::oversight::bias {
namespace {

__extension__ using Wide = unsigned __int128;

double D(uint64_t count) { return static_cast<double>(count); }
double Square(double x) { return x * x; }
double NormalCdf(double x) { return 0.5 * std::erfc(-x / std::sqrt(2.0)); }

void CompareByNormal(const Fraction& a, const Fraction& b, Comparison* result) {
  const double p = D(a.part) / D(a.whole);
  const double q = D(b.part) / D(b.whole);
  const double both = D(a.part + b.part) / D(a.whole + b.whole);
  const double pooled = both * (1 - both) * (1 / D(a.whole) + 1 / D(b.whole));
  if (pooled > 0) {
    result->z_pooled = (p - q) / std::sqrt(pooled);
    result->p_z = TwoSidedP(*result->z_pooled);
  }
  const double apart = p * (1 - p) / D(a.whole) + q * (1 - q) / D(b.whole);
  if (apart > 0) result->z_unpooled = (p - q) / std::sqrt(apart);
}

void CompareByYates(const Fraction& a, const Fraction& b, Comparison* result) {
  const double n = D(a.whole + b.whole);
  const double selected = D(a.part + b.part);
  if (selected == 0 || selected == n) return;
  const double cross = std::abs(D(a.part) * D(b.whole - b.part) - D(b.part) * D(a.whole - a.part));
  const double corrected = std::max(0.0, cross - n / 2);
  result->chi2_yates =
      n * Square(corrected) / (D(a.whole) * D(b.whole) * selected * (n - selected));
  result->p_yates = std::erfc(std::sqrt(*result->chi2_yates / 2));
}

}  // namespace

double NormalQuantile(double p) {
  double low = -40;
  double high = 40;
  for (int i = 0; i < 200 && low < high; ++i) {
    const double middle = low + (high - low) / 2;
    if (middle <= low || middle >= high) break;
    (NormalCdf(middle) < p ? low : high) = middle;
  }
  // One step of Newton from the bisection's end: the last bits.
  const double density = std::exp(-high * high / 2) / std::sqrt(2 * std::acos(-1.0));
  return density > 0 ? high - (NormalCdf(high) - p) / density : high;
}

double TwoSidedP(double z) { return std::erfc(std::abs(z) / std::sqrt(2.0)); }

std::optional<Interval> Wilson(const Fraction& rate, double z) {
  if (rate.whole == 0) return std::nullopt;
  const double n = D(rate.whole);
  const double p = D(rate.part) / n;
  const double scale = 1 + z * z / n;
  const double centre = (p + z * z / (2 * n)) / scale;
  const double half = z / scale * std::sqrt(p * (1 - p) / n + z * z / (4 * n * n));
  return Interval{std::max(0.0, centre - half), std::min(1.0, centre + half)};
}

std::optional<Interval> Newcombe(const Fraction& a, const Fraction& b, double z) {
  const auto of_a = Wilson(a, z);
  const auto of_b = Wilson(b, z);
  if (!of_a || !of_b) return std::nullopt;
  const double p = *a.value();
  const double q = *b.value();
  return Interval{p - q - std::sqrt(Square(p - of_a->low) + Square(of_b->high - q)),
                  p - q + std::sqrt(Square(of_a->high - p) + Square(q - of_b->low))};
}

std::optional<Interval> Katz(const Fraction& a, const Fraction& b, double z) {
  if (a.part == 0 || b.part == 0) return std::nullopt;
  const double log_ratio = std::log(*a.value() / *b.value());
  const double deviation =
      std::sqrt(1 / D(a.part) - 1 / D(a.whole) + 1 / D(b.part) - 1 / D(b.whole));
  return Interval{std::exp(log_ratio - z * deviation), std::exp(log_ratio + z * deviation)};
}

std::optional<bool> RatioBelow(const Fraction& a, const Fraction& b, uint64_t permille) {
  if (a.whole == 0 || b.part == 0) return std::nullopt;
  return Wide{1000} * a.part * b.whole < Wide{permille} * b.part * a.whole;
}

Comparison Compare(const Fraction& a, const Fraction& b, double z) {
  Comparison result;
  if (a.whole == 0 || b.whole == 0) return result;
  const double p = *a.value();
  const double q = *b.value();
  result.difference = p - q;
  if (b.part > 0) result.ratio = p / q;
  result.difference_interval = Newcombe(a, b, z);
  result.ratio_interval = Katz(a, b, z);
  CompareByNormal(a, b, &result);
  CompareByYates(a, b, &result);
  result.fisher = Fisher(a, b);
  const double both = D(a.part + b.part) / D(a.whole + b.whole);
  result.shortfall = both * D(a.whole) - D(a.part);
  // (a.part + 1) / a.whole >= (b.part - 1) / b.whole, in integers.
  result.one_person_flip = Wide{a.part + 1} * b.whole + a.whole >= Wide{b.part} * a.whole;
  result.below_four_fifths = RatioBelow(a, b, 800);
  return result;
}

std::vector<double> Holm(std::span<const double> p) {
  std::vector<size_t> order(p.size());
  std::iota(order.begin(), order.end(), size_t{0});
  std::stable_sort(order.begin(), order.end(), [&](size_t a, size_t b) { return p[a] < p[b]; });
  std::vector<double> adjusted(p.size());
  double last = 0;
  for (size_t i = 0; i < order.size(); ++i) {
    last = std::max(last, std::min(1.0, p[order[i]] * D(order.size() - i)));
    adjusted[order[i]] = last;
  }
  return adjusted;
}

std::optional<double> Power(uint64_t n, uint64_t n_ref, double rate, double ratio, double z) {
  const double other = std::min(1.0, rate * ratio);
  if (n == 0 || n_ref == 0 || rate <= 0 || rate >= 1) return std::nullopt;
  const double both = (other * D(n) + rate * D(n_ref)) / D(n + n_ref);
  const double pooled = std::sqrt(both * (1 - both) * (1 / D(n) + 1 / D(n_ref)));
  const double apart = std::sqrt(other * (1 - other) / D(n) + rate * (1 - rate) / D(n_ref));
  const double gap = std::abs(rate - other);
  return NormalCdf((gap - z * pooled) / apart) + NormalCdf((-gap - z * pooled) / apart);
}

}  // namespace reeve::oversight::bias
