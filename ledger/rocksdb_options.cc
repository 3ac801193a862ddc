#include "ledger/rocksdb_options.h"

#include <rocksdb/cache.h>
#include <rocksdb/convenience.h>
#include <rocksdb/file_checksum.h>
#include <rocksdb/filter_policy.h>
#include <rocksdb/options.h>
#include <rocksdb/slice_transform.h>
#include <rocksdb/table.h>

#include <algorithm>
#include <cstdarg>
#include <cstdio>
#include <memory>
#include <string_view>
#include <vector>

#include "base/log.h"

namespace reeve::ledger {
namespace {

constexpr size_t kMiB = size_t{1} << 20;

// RocksDB's warnings go where ours go. Its own log file is a file more that a full disk fails, and
// RocksDB (7.8, as Debian builds it) aborts at the second line that it cannot write there.
class Warnings final : public rocksdb::Logger {
 public:
  Warnings() : Logger(rocksdb::InfoLogLevel::WARN_LEVEL) {}
  using Logger::Logv;
  void Logv(const char* format, va_list arguments) override {
    char text[512];
    std::vsnprintf(text, sizeof text, format, arguments);
    std::string_view line = text;
    if (line.ends_with('\n')) line.remove_suffix(1);
    reeve::Log(LogLevel::kWarning, "ledger.rocksdb", {{"text", line}});
  }
  void LogHeader(const char* /*format*/, va_list /*arguments*/) override {}
};

// The first of the wanted that this build of RocksDB has.
rocksdb::CompressionType FirstSupported(std::initializer_list<rocksdb::CompressionType> wanted) {
  const std::vector<rocksdb::CompressionType> have = rocksdb::GetSupportedCompressions();
  for (rocksdb::CompressionType type : wanted) {
    if (std::find(have.begin(), have.end(), type) != have.end()) return type;
  }
  return rocksdb::kNoCompression;
}

}  // namespace

rocksdb::DBOptions StoreDbOptions() {
  rocksdb::DBOptions options;
  // A torn last write is a crash and is dropped; anything else wrong in the log of writes refuses
  // to open, where the default would silently drop all that follows.
  options.wal_recovery_mode = rocksdb::WALRecoveryMode::kTolerateCorruptedTailRecords;
  options.track_and_verify_wals_in_manifest = true;
  options.paranoid_checks = true;
  options.file_checksum_gen_factory = rocksdb::GetFileChecksumGenCrc32cFactory();
  // There is one writer, so nothing is gained by machinery for many.
  options.allow_concurrent_memtable_write = false;
  // What a start has to replay, and what the memory tables hold at the most.
  options.max_total_wal_size = 128 * kMiB;
  options.db_write_buffer_size = 96 * kMiB;
  options.max_open_files = 512;
  options.max_background_jobs = 2;
  options.info_log = std::make_shared<Warnings>();
  options.stats_dump_period_sec = 0;
  options.stats_persist_period_sec = 0;
  return options;
}

rocksdb::ColumnFamilyOptions StoreFamilyOptions() {
  rocksdb::ColumnFamilyOptions options;
  options.write_buffer_size = 64 * kMiB;
  options.compression = FirstSupported({rocksdb::kLZ4Compression, rocksdb::kSnappyCompression});
  options.bottommost_compression =
      FirstSupported({rocksdb::kZSTD, rocksdb::kLZ4Compression, rocksdb::kSnappyCompression});
  // Keys come in rising order, so the place of the last insert is the place of the next.
  options.memtable_insert_with_hint_prefix_extractor.reset(rocksdb::NewCappedPrefixTransform(1));
  rocksdb::BlockBasedTableOptions table;
  table.block_cache = rocksdb::NewLRUCache(32 * kMiB);
  table.block_size = 16'384;
  table.filter_policy.reset(rocksdb::NewBloomFilterPolicy(10));
  table.format_version = 5;
  options.table_factory.reset(rocksdb::NewBlockBasedTableFactory(table));
  return options;
}

rocksdb::WriteOptions StoreWriteOptions() {
  rocksdb::WriteOptions options;
  options.sync = true;
  return options;
}

}  // namespace reeve::ledger
