// The options under which the store runs RocksDB, apart, so that the bench can measure a bare
// RocksDB with the very same ones.
#pragma once

namespace rocksdb {
struct ColumnFamilyOptions;
struct DBOptions;
struct WriteOptions;
}  // namespace rocksdb

namespace reeve::ledger {

rocksdb::DBOptions StoreDbOptions();
rocksdb::ColumnFamilyOptions StoreFamilyOptions();
rocksdb::WriteOptions StoreWriteOptions();

}  // namespace reeve::ledger
