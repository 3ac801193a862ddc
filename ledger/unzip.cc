// The reading half of zip.h.
#include <zlib.h>

#include <algorithm>
#include <fstream>
#include <memory>
#include <optional>
#include <set>
#include <system_error>

#include "ledger/zip.h"
#include "ledger/zip_layout.h"

namespace reeve::ledger {
namespace {

constexpr size_t kLocalBytes = 30;
constexpr size_t kCentralBytes = 46;
constexpr size_t kEndBytes = 22;
constexpr size_t kMaxComment = 65'535;
constexpr size_t kMaxName = 4'096;
constexpr uint16_t kEncrypted = 0x0001;

Error Malformed(std::string why) { return {"zip.malformed", "the zip " + std::move(why)}; }
Error TooLarge(std::string why) { return {"zip.too_large", std::move(why)}; }
Error IoError(std::string_view doing, const std::filesystem::path& path) {
  return {"file.io", "cannot " + std::string(doing) + " `" + path.string() + "`", path.string()};
}

Bytef* Bytes(std::string& text) { return reinterpret_cast<Bytef*>(text.data()); }

uint32_t Get(std::string_view bytes, size_t at, size_t count) {
  uint32_t v = 0;
  for (size_t i = count; i-- > 0;) v = v << 8 | static_cast<unsigned char>(bytes[at + i]);
  return v;
}

// Exactly so many bytes, or nothing.
std::optional<std::string> ReadAt(std::istream& in, uint64_t at, size_t count) {
  in.clear();
  in.seekg(static_cast<std::streamoff>(at));
  std::string bytes(count, '\0');
  in.read(bytes.data(), static_cast<std::streamsize>(count));
  if (!in || static_cast<size_t>(in.gcount()) != count) return std::nullopt;
  return bytes;
}

uint64_t SizeOf(std::istream& in) {
  in.clear();
  in.seekg(0, std::ios::end);
  const std::streamoff size = in.tellg();
  return size < 0 ? 0 : static_cast<uint64_t>(size);
}

struct InflateEnd {
  void operator()(z_stream* stream) const {
    inflateEnd(stream);
    delete stream;
  }
};

// A name that stays within its folder, on every system.
Status CheckName(const std::string& name) {
  const std::filesystem::path path(name);
  bool inside = !name.empty() && !path.is_absolute() && name.find('\\') == std::string::npos &&
                name.find('\0') == std::string::npos && name.find(':') == std::string::npos;
  for (const std::filesystem::path& part : path) inside &= part != ".." && part != ".";
  if (inside) return {};
  return Error{"zip.name", "the zip has an entry whose name would lead outside the folder"};
}

Result<ZipEntry> ReadCentralHeader(std::istream& in, uint64_t* at) {
  const auto head = ReadAt(in, *at, kCentralBytes);
  if (!head || Get(*head, 0, 4) != kZipCentralMagic) return Malformed("has a damaged directory");
  const uint32_t name_bytes = Get(*head, 28, 2);
  if (name_bytes == 0 || name_bytes > kMaxName) return Malformed("has a name that is too long");
  ZipEntry entry;
  entry.method = static_cast<uint16_t>(Get(*head, 10, 2));
  entry.crc = Get(*head, 16, 4);
  entry.packed = Get(*head, 20, 4);
  entry.size = Get(*head, 24, 4);
  entry.at = Get(*head, 42, 4);
  const auto name = ReadAt(in, *at + kCentralBytes, name_bytes);
  if (!name) return Malformed("is cut off");
  entry.name = *name;
  REEVE_RETURN_IF_ERROR(CheckName(entry.name));
  if ((Get(*head, 8, 2) & kEncrypted) != 0) return Malformed("has an encrypted entry");
  if (entry.method != kZipStored && entry.method != kZipDeflated) {
    return Malformed("is packed by a method unknown here: unpack it and give the folder");
  }
  if (entry.method == kZipStored && entry.packed != entry.size) {
    return Malformed("has an entry of two sizes");
  }
  *at += kCentralBytes + name_bytes + Get(*head, 30, 2) + Get(*head, 32, 2);
  return entry;
}

// Where the end record stands, looked for from the end.
Result<std::string> FindEnd(std::istream& in) {
  const uint64_t size = SizeOf(in);
  if (size < kEndBytes) return Malformed("is cut off");
  const auto tail_bytes = static_cast<size_t>(std::min<uint64_t>(size, kEndBytes + kMaxComment));
  const auto tail = ReadAt(in, size - tail_bytes, tail_bytes);
  if (!tail) return Malformed("cannot be read");
  for (size_t at = tail_bytes - kEndBytes + 1; at-- > 0;) {
    if (Get(*tail, at, 4) != kZipEndMagic) continue;
    if (at + kEndBytes + Get(*tail, at + 20, 2) == tail_bytes) return tail->substr(at, kEndBytes);
  }
  return Malformed("has no directory: it is cut off, or no zip");
}

Status Inflate(std::istream& in, const ZipEntry& entry,
               const std::function<Status(std::string_view)>& take) {
  const std::unique_ptr<z_stream, InflateEnd> stream(new z_stream{});
  if (inflateInit2(stream.get(), kZipRawDeflate) != Z_OK) {
    return Error{"zip.deflate", "the decompression could not be begun"};
  }
  std::string source(kZipChunk, '\0');
  std::string plain(kZipChunk, '\0');
  uint64_t left = entry.packed;
  uint64_t size = 0;
  int state = Z_OK;
  while (state != Z_STREAM_END) {
    if (stream->avail_in == 0) {
      const auto want = static_cast<size_t>(std::min<uint64_t>(left, kZipChunk));
      in.read(source.data(), static_cast<std::streamsize>(want));
      if (want == 0 || static_cast<size_t>(in.gcount()) != want) return Malformed("is cut off");
      left -= want;
      stream->next_in = Bytes(source);
      stream->avail_in = static_cast<uInt>(want);
    }
    stream->next_out = Bytes(plain);
    stream->avail_out = static_cast<uInt>(plain.size());
    state = inflate(stream.get(), Z_NO_FLUSH);
    if (state != Z_OK && state != Z_STREAM_END) return Malformed("has a damaged entry");
    const size_t count = plain.size() - stream->avail_out;
    size += count;
    if (size > entry.size) return Malformed("has an entry that is larger than it says");
    REEVE_RETURN_IF_ERROR(take(std::string_view(plain).substr(0, count)));
  }
  return left == 0 && stream->avail_in == 0 ? Status() : Malformed("has an entry of two sizes");
}

Status CopyStored(std::istream& in, const ZipEntry& entry,
                  const std::function<Status(std::string_view)>& take) {
  std::string bytes(kZipChunk, '\0');
  uint64_t left = entry.packed;
  while (left > 0) {
    const auto want = static_cast<size_t>(std::min<uint64_t>(left, kZipChunk));
    in.read(bytes.data(), static_cast<std::streamsize>(want));
    if (static_cast<size_t>(in.gcount()) != want) return Malformed("is cut off");
    REEVE_RETURN_IF_ERROR(take(std::string_view(bytes).substr(0, want)));
    left -= want;
  }
  return {};
}

Status UnzipInto(std::istream& in, const ZipEntry& entry, const std::filesystem::path& folder) {
  const std::filesystem::path path = folder / entry.name;
  std::error_code error;
  if (entry.name.ends_with('/')) {
    std::filesystem::create_directories(path, error);
    return error ? Status(IoError("make", path)) : Status();
  }
  std::filesystem::create_directories(path.parent_path(), error);
  if (error) return IoError("make", path.parent_path());
  std::ofstream out(path, std::ios::binary);
  REEVE_RETURN_IF_ERROR(ReadZipEntry(in, entry, [&](std::string_view bytes) -> Status {
    out.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    return {};
  }));
  out.close();
  return out ? Status() : Status(IoError("write", path));
}

Status CheckEmpty(const std::filesystem::path& folder) {
  std::error_code error;
  if (!std::filesystem::exists(folder, error) || std::filesystem::is_empty(folder, error)) {
    return {};
  }
  return Error{"file.exists", "`" + folder.string() + "` is there already and is not empty",
               folder.string()};
}

}  // namespace

Result<std::vector<ZipEntry>> ReadZipDirectory(std::istream& in) {
  REEVE_ASSIGN_OR_RETURN(const std::string end, FindEnd(in));
  const uint32_t count = Get(end, 10, 2);
  uint64_t at = Get(end, 16, 4);
  if (count > kMaxZipEntries || at > kMaxZipBytes) {
    return TooLarge("the zip is a zip64: unpack it and give the folder");
  }
  std::vector<ZipEntry> entries;
  std::set<std::string> names;
  uint64_t total = 0;
  for (uint32_t i = 0; i < count; ++i) {
    REEVE_ASSIGN_OR_RETURN(ZipEntry entry, ReadCentralHeader(in, &at));
    total += entry.size;
    if (total > kMaxUnzippedBytes) return TooLarge("the zip holds more than 64 GiB");
    if (!names.insert(entry.name).second) return Malformed("has two entries of one name");
    entries.push_back(std::move(entry));
  }
  return entries;
}

Status ReadZipEntry(std::istream& in, const ZipEntry& entry,
                    const std::function<Status(std::string_view)>& take) {
  const auto head = ReadAt(in, entry.at, kLocalBytes);
  if (!head || Get(*head, 0, 4) != kZipLocalMagic)
    return Malformed("has an entry without a header");
  // The bytes are those of the directory's entry; only where they begin is said here.
  if (!ReadAt(in, entry.at + kLocalBytes, Get(*head, 26, 2) + Get(*head, 28, 2))) {
    return Malformed("is cut off");
  }
  uLong crc = crc32(0, nullptr, 0);
  uint64_t size = 0;
  const auto count = [&](std::string_view bytes) {
    crc = crc32(crc, reinterpret_cast<const Bytef*>(bytes.data()), static_cast<uInt>(bytes.size()));
    size += bytes.size();
    return take(bytes);
  };
  REEVE_RETURN_IF_ERROR(entry.method == kZipDeflated ? Inflate(in, entry, count)
                                                     : CopyStored(in, entry, count));
  if (size == entry.size && static_cast<uint32_t>(crc) == entry.crc) return {};
  return Malformed("has an entry that is not what was packed");
}

Status UnzipFolder(const std::filesystem::path& zip, const std::filesystem::path& folder) {
  REEVE_RETURN_IF_ERROR(CheckEmpty(folder));
  std::ifstream in(zip, std::ios::binary);
  if (!in) return IoError("read", zip);
  REEVE_ASSIGN_OR_RETURN(const std::vector<ZipEntry> entries, ReadZipDirectory(in));
  std::error_code error;
  std::filesystem::create_directories(folder, error);
  if (error) return IoError("make", folder);
  for (const ZipEntry& entry : entries) {
    REEVE_RETURN_IF_ERROR(UnzipInto(in, entry, folder));
  }
  return {};
}

bool LooksLikeZip(const std::filesystem::path& path) {
  std::error_code error;
  if (!std::filesystem::is_regular_file(path, error)) return false;
  std::ifstream in(path, std::ios::binary);
  const auto magic = ReadAt(in, 0, 4);
  return magic && (Get(*magic, 0, 4) == kZipLocalMagic || Get(*magic, 0, 4) == kZipEndMagic);
}

}  // namespace reeve::ledger
