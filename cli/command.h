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

namespace CLI {
class App;
class Option;
}  // namespace CLI

namespace reeve::cli {

inline constexpr int kGood = 0;
inline constexpr int kNotGood = 1;
inline constexpr int kUsage = 2;
inline constexpr int kFailed = 3;

// What the chosen command leaves to be run once the command line is read whole.
using Run = std::function<int()>;

void AddServe(CLI::App& app, Run* run);
void AddPolicy(CLI::App& app, Run* run);
void AddCel(CLI::App& app, Run* run);
void AddScan(CLI::App& app, Run* run);
void AddDetectors(CLI::App& app, Run* run);
void AddLedger(CLI::App& app, Run* run);
void AddLedgerDoctor(CLI::App& ledger, Run* run);  // of `reeve ledger`
// Of `reeve ledger`: what proves something, and what others read.
void AddLedgerProofs(CLI::App& ledger, Run* run);
void AddReceipt(CLI::App& app, Run* run);
void AddWitness(CLI::App& app, Run* run);
void AddKey(CLI::App& app, Run* run);
void AddBundle(CLI::App& app, Run* run);
void AddWaiver(CLI::App& app, Run* run);
void AddApproval(CLI::App& app, Run* run);
void AddGrant(CLI::App& app, Run* run);
void AddTraining(CLI::App& app, Run* run);  // cli/grant.cc
void AddSystem(CLI::App& app, Run* run);
void AddHalt(CLI::App& app, Run* run);
void AddIncident(CLI::App& app, Run* run);
void AddBreakGlass(CLI::App& app, Run* run);
void AddOverride(CLI::App& app, Run* run);
void AddAppeal(CLI::App& app, Run* run);
void AddNotification(CLI::App& app, Run* run);
void AddSubject(CLI::App& app, Run* run);
void AddLegalHold(CLI::App& app, Run* run);
void AddRetention(CLI::App& app, Run* run);
void AddBackup(CLI::App& app, Run* run);
void AddBias(CLI::App& app, Run* run);
void AddClassify(CLI::App& app, Run* run);
void AddLaw(CLI::App& app, Run* run);
void AddIncidentDeadline(CLI::App& app, Run* run);  // to `reeve incident`; after the others of it

// "<message> [<code>]", with the place where the message does not say it.
std::string ErrorText(const Error& error);

// "reeve: error: <message> [<code>]" on standard error; gives kFailed.
int Fail(const Error& error);

// Everything there is on standard input.
std::string ReadStandardInput();

}  // namespace reeve::cli
