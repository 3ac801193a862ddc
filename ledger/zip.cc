#include "ledger/zip.h"

#include <fcntl.h>
#include <unistd.h>
#include <zlib.h>

#include <algorithm>
#include <fstream>
#include <memory>
#include <system_error>

#include "ledger/zip_layout.h"

namespace reeve::ledger {
namespace {

constexpr uint16_t kVersion = 20;
constexpr uint16_t kUtf8Names = 0x0800;
constexpr uint16_t kDate = 0x0021;  // 1 January 1980, the first that a zip can say

Error TooLarge(std::string why) { return {"zip.too_large", std::move(why)}; }
Error IoError(std::string_view doing, const std::filesystem::path& path) {
  return {"file.io", "cannot " + std::string(doing) + " `" + path.string() + "`", path.string()};
}

void Put(uint64_t v, size_t bytes, std::string* out) {
  for (size_t i = 0; i < bytes; ++i) out->push_back(static_cast<char>(v >> (8 * i) & 0xFF));
}

std::string SharedFields(const ZipEntry& entry) {
  std::string out;
  Put(kVersion, 2, &out);
  Put(kUtf8Names, 2, &out);
  Put(entry.method, 2, &out);
  Put(0, 2, &out);  // midnight
  Put(kDate, 2, &out);
  Put(entry.crc, 4, &out);
  Put(entry.packed, 4, &out);
  Put(entry.size, 4, &out);
  Put(entry.name.size(), 2, &out);
  Put(0, 2, &out);  // no extra field
  return out;
}

std::string LocalHeader(const ZipEntry& entry) {
  std::string out;
  Put(kZipLocalMagic, 4, &out);
  return out + SharedFields(entry) + entry.name;
}

std::string CentralHeader(const ZipEntry& entry) {
  std::string out;
  Put(kZipCentralMagic, 4, &out);
  Put(kVersion, 2, &out);
  out += SharedFields(entry);
  out.append(2 + 2 + 2 + 4, '\0');  // comment, disk, attributes
  Put(entry.at, 4, &out);
  return out + entry.name;
}

std::string EndRecord(size_t entries, uint64_t directory_at, uint64_t directory_bytes) {
  std::string out;
  Put(kZipEndMagic, 4, &out);
  Put(0, 4, &out);
  Put(entries, 2, &out);
  Put(entries, 2, &out);
  Put(directory_bytes, 4, &out);
  Put(directory_at, 4, &out);
  Put(0, 2, &out);
  return out;
}

struct DeflateEnd {
  void operator()(z_stream* stream) const {
    deflateEnd(stream);
    delete stream;
  }
};
Bytef* Bytes(std::string& text) { return reinterpret_cast<Bytef*>(text.data()); }

// Deflates the whole of a file into `out`; fills crc, packed and size.
Status DeflateFile(std::istream& in, std::ostream& out, ZipEntry* entry) {
  const std::unique_ptr<z_stream, DeflateEnd> stream(new z_stream{});
  if (deflateInit2(stream.get(), Z_DEFAULT_COMPRESSION, Z_DEFLATED, kZipRawDeflate, 8,
                   Z_DEFAULT_STRATEGY) != Z_OK) {
    return Error{"zip.deflate", "the compression could not be begun"};
  }
  std::string source(kZipChunk, '\0');
  std::string packed(kZipChunk, '\0');
  uLong crc = crc32(0, nullptr, 0);
  int flush = Z_NO_FLUSH;
  while (flush != Z_FINISH) {
    in.read(source.data(), static_cast<std::streamsize>(source.size()));
    const auto got = static_cast<uInt>(in.gcount());
    if (in.bad()) return Error{"file.io", "cannot read `" + entry->name + "`"};
    crc = crc32(crc, Bytes(source), got);
    entry->size += got;
    flush = in.eof() ? Z_FINISH : Z_NO_FLUSH;
    stream->next_in = Bytes(source);
    stream->avail_in = got;
    do {
      stream->next_out = Bytes(packed);
      stream->avail_out = static_cast<uInt>(packed.size());
      deflate(stream.get(), flush);
      const size_t count = packed.size() - stream->avail_out;
      out.write(packed.data(), static_cast<std::streamsize>(count));
      entry->packed += count;
    } while (stream->avail_out == 0);
  }
  entry->crc = static_cast<uint32_t>(crc);
  if (entry->size <= kMaxZipBytes && entry->packed <= kMaxZipBytes) return {};
  return TooLarge("`" + entry->name + "` has more than 4 GiB: export as a folder");
}

// The header is written again once the sizes are known.
Status AddFile(const std::filesystem::path& folder, std::ostream& out, ZipEntry* entry) {
  std::ifstream in(folder / entry->name, std::ios::binary);
  if (!in) return IoError("read", folder / entry->name);
  entry->at = static_cast<uint64_t>(out.tellp());
  if (entry->at > kMaxZipBytes) return TooLarge("the zip has more than 4 GiB: export as a folder");
  out << LocalHeader(*entry);
  REEVE_RETURN_IF_ERROR(DeflateFile(in, out, entry));
  const std::streampos end = out.tellp();
  out.seekp(static_cast<std::streamoff>(entry->at));
  out << LocalHeader(*entry);
  out.seekp(end);
  return {};
}

Result<std::vector<ZipEntry>> FilesOf(const std::filesystem::path& folder) {
  std::error_code error;
  std::vector<ZipEntry> entries;
  std::filesystem::recursive_directory_iterator it(folder, error);
  for (; !error && it != std::filesystem::recursive_directory_iterator(); it.increment(error)) {
    if (!it->is_regular_file()) continue;
    ZipEntry entry;
    entry.name = it->path().lexically_relative(folder).generic_string();
    entry.method = kZipDeflated;
    entries.push_back(std::move(entry));
  }
  if (error) return IoError("list", folder);
  if (entries.size() > kMaxZipEntries)
    return TooLarge("more than 65,534 files: export as a folder");
  std::sort(entries.begin(), entries.end(),
            [](const ZipEntry& a, const ZipEntry& b) { return a.name < b.name; });
  return entries;
}

Status WriteZip(const std::filesystem::path& folder, std::ostream& out) {
  REEVE_ASSIGN_OR_RETURN(std::vector<ZipEntry> entries, FilesOf(folder));
  for (ZipEntry& entry : entries) REEVE_RETURN_IF_ERROR(AddFile(folder, out, &entry));
  const auto at = static_cast<uint64_t>(out.tellp());
  std::string directory;
  for (const ZipEntry& entry : entries) directory += CentralHeader(entry);
  if (at + directory.size() > kMaxZipBytes) {
    return TooLarge("the zip has more than 4 GiB: export as a folder");
  }
  out << directory << EndRecord(entries.size(), at, directory.size());
  return {};
}

Status Sync(const std::filesystem::path& path) {
  const int fd = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (fd < 0) return IoError("open", path);
  const bool synced = ::fsync(fd) == 0;
  ::close(fd);
  return synced ? Status() : IoError("sync", path);
}

}  // namespace

Status ZipFolder(const std::filesystem::path& folder, const std::filesystem::path& out) {
  std::error_code error;
  if (std::filesystem::exists(std::filesystem::symlink_status(out, error))) {
    return Error{"file.exists", "`" + out.string() + "` is there already", out.string()};
  }
  const std::filesystem::path temporary = out.string() + ".new";
  std::ofstream file(temporary, std::ios::binary | std::ios::trunc);
  if (!file) return IoError("write", temporary);
  Status written = WriteZip(folder, file);
  file.close();
  if (written.ok() && !file) written = IoError("write", temporary);
  if (written.ok()) written = Sync(temporary);
  if (written.ok()) {
    std::filesystem::rename(temporary, out, error);
    if (error) written = IoError("rename", temporary);
  }
  if (!written.ok()) std::filesystem::remove(temporary, error);
  return written;
}

}  // namespace reeve::ledger
