// The commands of `reeve`, one file each. A command adds itself to the application and, when it is
// chosen, does its work and gives the exit code.
//
// Exit codes, for all commands:
//   0  done, and what was asked about is good
//   1  what was asked about is not good: a policy with errors, a failed test, a ledger that does
//      not verify
//   2  the command line is wrong
//   3  it could not be done: a file, a port, a damaged store; standard error says what and why
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "base/result.h"

namespace reeve::cli {

class Option;
class Parser;

inline constexpr int kGood = 0;
inline constexpr int kNotGood = 1;
inline constexpr int kUsage = 2;
inline constexpr int kFailed = 3;

// What the chosen command leaves to be run once the command line is read whole.
using Run = std::function<int()>;

void AddServe(Parser& app, Run* run);
void AddInit(Parser& app, Run* run);
void AddToken(Parser& app, Run* run);
void AddPolicy(Parser& app, Run* run);
void AddCel(Parser& app, Run* run);
void AddScan(Parser& app, Run* run);
void AddDetectors(Parser& app, Run* run);
void AddLedger(Parser& app, Run* run);
void AddLedgerDoctor(Parser& ledger, Run* run);  // of `reeve ledger`
// Of `reeve ledger`: what proves something, and what others read.
void AddLedgerProofs(Parser& ledger, Run* run);
void AddReceipt(Parser& app, Run* run);
void AddWitness(Parser& app, Run* run);
void AddKey(Parser& app, Run* run);
void AddBundle(Parser& app, Run* run);
void AddWaiver(Parser& app, Run* run);
void AddUsage(Parser& app, Run* run);
void AddApproval(Parser& app, Run* run);
void AddGrant(Parser& app, Run* run);
void AddTraining(Parser& app, Run* run);  // cli/grant.cc
void AddSystem(Parser& app, Run* run);
void AddHalt(Parser& app, Run* run);
void AddHook(Parser& app, Run* run);
void AddIncident(Parser& app, Run* run);
void AddBreakGlass(Parser& app, Run* run);
void AddOverride(Parser& app, Run* run);
void AddAppeal(Parser& app, Run* run);
void AddReview(Parser& app, Run* run);
void AddOversight(Parser& app, Run* run);
void AddNotification(Parser& app, Run* run);
void AddEvents(Parser& app, Run* run);
void AddSubject(Parser& app, Run* run);
void AddLegalHold(Parser& app, Run* run);
void AddRetention(Parser& app, Run* run);
void AddBackup(Parser& app, Run* run);
void AddBias(Parser& app, Run* run);
void AddClassify(Parser& app, Run* run);
void AddLaw(Parser& app, Run* run);
void AddIncidentDeadline(Parser& app, Run* run);  // to `reeve incident`; after the others of it

// "<message> [<code>]", with the place where the message does not say it.
std::string ErrorText(const Error& error);

// "reeve: error: <message> [<code>]" on standard error; gives kFailed.
int Fail(const Error& error);

// Everything there is on standard input.
std::string ReadStandardInput();

}  // namespace reeve::cli
