// Every bound of the detectors, in one place. They make the time linear in the text, whatever the
// text is; docs/detectors.md lists them for readers.
#pragma once

#include <cstddef>

namespace reeve::detectors {

// A candidate whose score stays under this is no finding.
inline constexpr double kMinScore = 0.30;

// Of several readings of the same bytes, those whose scores are this near are all told.
inline constexpr double kAlternativeScore = 0.15;
// The same where each reading's own word stands beside it.
inline constexpr double kNamedAlternativeScore = 0.25;
// The same where one reading is all that its text says, and the other was told by its form.
inline constexpr double kAloneAlternativeScore = 0.25;
// From so much context on, the word is the number's own.
inline constexpr double kNamedContext = 0.4;

// A check that adds this much makes a shape with a prefix of letters tell by itself.
inline constexpr double kPrefixedCheck = 0.15;

// How far context words are looked for, in bytes, before and behind a candidate.
inline constexpr size_t kContextBefore = 64;
inline constexpr size_t kContextAfter = 32;
// Words that speak against a candidate count only this near before it ("order no. 4111..."), so
// that a distant word hides nothing.
inline constexpr size_t kAgainstBefore = 32;
// From a word that names what follows ("Tel.:", "call me on") to what follows.
inline constexpr size_t kCueReach = 28;
// Letters of one word of a name, and words of one name.
inline constexpr size_t kMaxNameLetters = 24;
inline constexpr size_t kMaxNameWords = 5;
// From the first word or number of a postal address to its last.
inline constexpr size_t kMaxAddressBytes = 160;
// From "born" to the date.
inline constexpr size_t kBirthReach = 40;
// The words that a date is judged by.
inline constexpr size_t kDateReach = 16;
// Path, query and fragment of a web address; what is longer is cut there.
inline constexpr size_t kMaxUrlBytes = 512;

// RFC 5321 section 4.5.3.1: local part, domain; RFC 1035: one label.
inline constexpr size_t kMaxEmailLocal = 64;
inline constexpr size_t kMaxEmailDomain = 255;
inline constexpr size_t kMaxDnsLabel = 63;

// ISO/IEC 7812-1: a card number has at most 19 digits; below 12 no issuer is known.
inline constexpr size_t kMinCardDigits = 12;
inline constexpr size_t kMaxCardDigits = 19;
// Digit groups that one candidate may have ("4111 1111 1111 1111 123" has five).
inline constexpr size_t kMaxDigitGroups = 8;

// Letters and digits of a national or international number, and groups that it may be written in.
inline constexpr size_t kMaxNumberLength = 40;
inline constexpr size_t kMaxNumberGroups = 24;
// So many groups may begin a longer row; more are one number or none.
inline constexpr size_t kMaxCutGroups = 10;
// "12  345", "12 - 345": characters that may stand between two groups.
inline constexpr size_t kMaxSeparatorMarks = 5;
// From the begin of a number, with all its groups and separators, to the last word behind it.
inline constexpr size_t kNumberReach = 512;
static_assert(kNumberReach >=
              2 * kMaxNumberLength + 3 * kMaxSeparatorMarks * kMaxNumberGroups + kContextAfter);
// "HRB 12345": letters that may stand before the first digit as a group of their own.
inline constexpr size_t kMaxNumberLetters = 4;
// Letters without a digit are a candidate from here on (a BIC).
inline constexpr size_t kMinLettersOnly = 8;

// "2024" is all that many a cell says, and no identifier.
inline constexpr size_t kMinNumberAlone = 5;
// A text this short may be one field: every short word may begin a number there.
inline constexpr size_t kMaxNumberField = 48;

// ITU-T E.164: at most 15 digits; fewer than 7 are no subscriber number that could be told, and the
// 6 of small countries only right behind a word that names them.
inline constexpr size_t kMinPhoneDigits = 6;
inline constexpr size_t kMaxPhoneDigits = 15;
// The longest written form, separators and extension included.
inline constexpr size_t kMaxPhoneBytes = 48;
// How often one scan asks libphonenumber. Past it a candidate with a context word, or in
// international form, is accepted by its form alone: the scan stays linear and misses nothing.
inline constexpr size_t kMaxPhoneParses = 4096;

// The longest written form of an IPv6 address with an embedded IPv4 address (RFC 4291), 45 bytes.
inline constexpr size_t kMaxIpv6Bytes = 45;

// A token longer than this is not one of the formats we know.
inline constexpr size_t kMaxTokenBytes = 8192;
// From "-----BEGIN" to the end of "-----END ... -----".
inline constexpr size_t kMaxPemBytes = 16384;

// An assignment: its key, its value, and the blanks and line ends between a tag or a block's mark
// and its value.
inline constexpr size_t kMaxKeyBytes = 64;
inline constexpr size_t kMaxValueBytes = 512;
inline constexpr size_t kMaxIndentBytes = 32;
// A value that only its key gives away.
inline constexpr size_t kMaxGenericBytes = 200;
// user:password of an address, with its host.
inline constexpr size_t kMaxUserinfoBytes = 512;
// From "curl" to its -u, and the four words of a line of .netrc.
inline constexpr size_t kMaxCommandBytes = 512;
// A Kubernetes secret, to either side of its `kind`.
inline constexpr size_t kMaxDocumentBytes = 1024;

// The longest phrase, from its first cue to its last.
inline constexpr size_t kMaxPhraseBytes = 400;
// What is around a phrase is read in its sentence, this many bytes to either side.
inline constexpr size_t kPhraseBefore = 160;
inline constexpr size_t kPhraseAfter = 240;
// Behind a phrase that begins with a quotation mark, the closing one stands this near.
inline constexpr size_t kQuoteAfter = 24;
// Cues of a persona that stand this near to one another count together.
inline constexpr size_t kPersonaReach = 1536;
// A phrase in an HTML comment: how far before it the comment's beginning is looked for.
inline constexpr size_t kCommentBefore = 400;
// Markup that instructs (control tokens, images with a slot): the window that a pattern sees.
inline constexpr size_t kMarkupBefore = 160;
inline constexpr size_t kMarkupAfter = 240;
// The next candidate this near is passed over: what it could begin was seen in that window.
inline constexpr size_t kMarkupStep = 64;

// A stream is looked at again whenever this many bytes more are there, or this part of what is held
// back, if that is more: so each byte is looked at some ten times, however long a token is.
inline constexpr size_t kStreamStep = 128;
inline constexpr size_t kStreamHeldPerStep = 8;
// A finding of a stream is told when this many bytes stand behind its start; the longest look-ahead
// of a phrase (kPhraseAfter) and of context lie well within.
inline constexpr size_t kStreamHoldBack = 768;
// What reaches further (a token, a key in PEM form) is held back up to this.
inline constexpr size_t kMaxStreamHoldBack = 20480;
// Bytes before what is not yet told that are looked at again, for context and sentences.
inline constexpr size_t kStreamLookBack = 512;

// Disguises. How many encodings inside one another are undone: Base64 of percent escapes is two.
inline constexpr int kDecodeLevels = 2;
// A view has at most kViewGrowth bytes for each of its slice, and kViewSlack more.
inline constexpr size_t kViewGrowth = 4;
inline constexpr size_t kViewSlack = size_t{64} * 1024;
// A longer text is unmasked in slices, which overlap so that no finding is cut at every end.
inline constexpr size_t kSliceBytes = size_t{256} * 1024;
inline constexpr size_t kSliceOverlap = 1024;
// The shortest run that is tried as Base64, Base32 or hex: nine digits in Base64 have twelve
// letters.
inline constexpr size_t kMinEncodedRun = 12;
// The shortest text that a run may decode to; shorter ones are chance.
inline constexpr size_t kMinDecodedBytes = 6;
// The longest word that is read as leet, backwards, or rotated.
inline constexpr size_t kMaxDisguisedWord = 24;

// Own entities (own_entity.h): patterns of one, bytes of a term or a word. A pattern's own limits
// are in base/word_pattern.h.
inline constexpr size_t kMaxOwnPatterns = 16;
inline constexpr size_t kMaxOwnText = 256;
// What a check digit that is right, and a word beside it, add to the score.
inline constexpr double kOwnCheckScore = 0.40;
inline constexpr double kOwnWordScore = 0.20;

}  // namespace reeve::detectors
