#include "oversight/bias/audit_source.h"

#include <thread>

#include "base/sha256_stream.h"

namespace reeve::oversight::bias {
namespace {

constexpr size_t kBlock = size_t{1} << 20;

Result<std::string> DigestOf(const ByteSource& source) {
  Sha256Stream digest;
  std::string block(kBlock, '\0');
  for (uint64_t offset = 0; offset < source.size();) {
    REEVE_ASSIGN_OR_RETURN(const size_t got, source.ReadAt(offset, block.data(), kBlock));
    digest.Add(std::string_view(block).substr(0, got));
    offset += got;
  }
  return DigestName(digest.Done());
}

json::Object RecordsJson(const RecordsSource& source, const RecordsQuery& query) {
  return {{"kind", "ledger"},
          {"origin", source.origin},
          {"checkpoint", source.checkpoint},
          {"first", source.first},
          {"end", source.end},
          {"tenant", query.tenant},
          {"system", query.system},
          {"decisions", source.decisions},
          {"without_attributes", source.without_attributes},
          {"outcomes", source.outcomes},
          {"unread", source.unread},
          {"attributes_unused", source.attributes_unused}};
}

}  // namespace

Result<Report> AuditRows(SourceKind kind, const ByteSource& rows, const RowLayout& layout,
                         const Conventions& conventions, const ReadOptions& options) {
  REEVE_RETURN_IF_ERROR(CheckConventions(conventions, layout));
  const bool lines = kind == SourceKind::kJsonLines;
  Result<std::string> digest = std::string();
  std::jthread hashing([&] { digest = DigestOf(rows); });
  REEVE_ASSIGN_OR_RETURN(const Population population, lines ? ReadJsonLines(rows, layout, options)
                                                            : ReadCsv(rows, layout, options));
  REEVE_ASSIGN_OR_RETURN(Report report,
                         RunAudit(population, layout, conventions, {.stop = options.stop}));
  hashing.join();
  if (!digest.ok()) return digest.error();
  report.source = json::Object{{"kind", lines ? "json_lines" : "csv"},
                               {"bytes", rows.size()},
                               {"digest", *std::move(digest)}};
  if (options.delimiter != ',') report.source.Add("delimiter", std::string(1, options.delimiter));
  return report;
}

Result<Report> AuditRecords(SignedRecords& records, const RecordsQuery& query,
                            const ByteSource& attributes, const RowLayout& layout,
                            const Conventions& conventions, const ReadOptions& options) {
  REEVE_RETURN_IF_ERROR(CheckConventions(conventions, layout));
  REEVE_ASSIGN_OR_RETURN(const RecordsPopulation read,
                         ReadRecords(records, query, attributes, layout, options));
  REEVE_ASSIGN_OR_RETURN(Report report,
                         RunAudit(read.population, layout, conventions, {.stop = options.stop}));
  REEVE_ASSIGN_OR_RETURN(std::string digest, DigestOf(attributes));
  report.source = RecordsJson(read.source, query);
  report.source.Add("attributes_digest", std::move(digest));
  if (options.delimiter != ',') report.source.Add("delimiter", std::string(1, options.delimiter));
  return report;
}

Result<Report> AuditFrom(const AuditSource& source, const RowLayout& layout,
                         const Conventions& conventions, const ReadOptions& options) {
  REEVE_ASSIGN_OR_RETURN(const auto rows, OpenFileSource(source.rows));
  if (source.kind != SourceKind::kLedger) {
    return AuditRows(source.kind, *rows, layout, conventions, options);
  }
  REEVE_RETURN_IF_ERROR(CheckConventions(conventions, layout));
  REEVE_RETURN_IF_ERROR(CheckRecordsLayout(layout));
  REEVE_ASSIGN_OR_RETURN(const auto records, OpenExport(source.ledger));
  return AuditRecords(*records, source.records, *rows, layout, conventions, options);
}

}  // namespace reeve::oversight::bias
