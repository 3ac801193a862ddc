// The types of the HTTP interface. Generated from docs/api/openapi.yaml by clients/generate.py; do not edit.

export type Role = "service" | "risk_officer" | "approver" | "auditor" | "administrator";

export type SystemState = "proposed" | "in_review" | "approved" | "active" | "restricted" | "suspended" | "retired" | "halted";

export type SystemNames = Array<string>;

export type IncidentCategory = "death" | "health" | "critical_infrastructure" | "fundamental_rights" | "property_or_environment" | "widespread";

export type CausalLink = "unknown" | "suspected" | "established";

export type ScopeValues = Array<string>;

export type Pair = Array<number>;

export type Hash = string;

export type Digest = string;

export interface Review {
  id: string;
  decision: string;
  interaction: string;
  system: string;
  request: string;
  requester: string;
  bundle: string;
  shown: string;
  action?: string;
  amount?: number;
  currency?: string;
  risk_class?: string;
  roles: Array<string>;
  opened: string;
  due: string;
  tenant: string;
  state: "open" | "overdue" | "done";
  verdict?: ReviewVerdict;
}

export interface ReviewVerdict {
  finding: "right" | "wrong" | "unclear";
  by: string;
  reviewer: string;
  reason: string;
  time: string;
}

export interface VoteShares {
  approvals?: number;
  fast?: number;
  agreement?: number;
  missed?: number;
  reversed?: number;
}

export interface OversightMeasures {
  min_votes?: number;
  fast?: number;
  missed?: number;
  reversed?: number;
  approvals?: number;
  suspends?: boolean;
}

export interface TokenTerms {
  /** Under which name records have its acts; not `development` or `reeve`. */
  principal: string;
  /** `service` and `administrator` stand alone. */
  roles: Array<Role>;
  /** A secret where it is left out. */
  credential?: TokenTermsCredential;
  /** Of a service: ids, or `*` alone. */
  systems?: Array<string>;
  /** The caller's where it is left out. */
  tenants?: Array<string>;
  /** Of every role but `service`. */
  person?: string;
  /** In 90 days where it is left out; at most 366. */
  expires?: string;
  note?: string;
}

export interface TokenTermsCredential {
  kind: "secret" | "certificate" | "jwt";
  /** Of a certificate a name, `uri:`, `dns:`, `email:` or `subject:` and what follows; of a JWT its subject. */
  value?: string;
  /** Of a JWT. */
  issuer?: string;
}

export interface Token {
  id: string;
  principal: string;
  roles: Array<Role>;
  credential: TokenCredential;
  systems?: Array<string>;
  tenants: Array<string>;
  person?: string;
  expires: string;
  note?: string;
  /** In which it is administered. */
  tenant: string;
  by: string;
  created: string;
  /** The last use; absent where there was none. */
  used?: string;
  state: "active" | "expired" | "revoked";
  revoked?: TokenRevoked;
  /** In the answer to its making, and never again. */
  secret?: string;
}

export interface TokenCredential {
  kind: "secret" | "certificate" | "jwt";
  /** Never of a secret. */
  value?: string;
  issuer?: string;
}

export interface TokenRevoked {
  by?: string;
  reason?: string;
  time?: string;
}

export interface Approval {
  id: string;
  tenant: string;
  state: "open" | "approved" | "rejected" | "withdrawn" | "expired" | "lapsed" | "void" | "used";
  /** Id of the decision that holds. */
  decision: string;
  interaction: string;
  system: string;
  action?: string;
  amount?: number;
  currency?: string;
  risk_class?: string;
  /** The priority; the greatest of the rules that held. */
  severity?: "low" | "medium" | "high" | "critical";
  /** `policy/rule` of those that held. */
  rules?: Array<string>;
  /** Keyed commitment to the actor. */
  requester?: string;
  /** Keyed commitment. */
  request: string;
  bundle: string;
  /** Keyed commitment to what the approver is to see. */
  shown: string;
  roles: Array<string>;
  quorum: number;
  opened: string;
  deadline: string;
  escalation?: ApprovalEscalation;
  on_timeout?: "allow";
  /** 1 where it is absent. */
  uses?: number;
  /** 86,400 where it is absent. */
  valid_seconds?: number;
  distinct_units?: true;
  exclude_author?: true;
  blind?: true;
  veto?: Array<string>;
  /** Of text that the approver is shown. */
  words?: number;
  votes_cast: number;
  /** How many have approved; not shown of a blind one while it is open. */
  approvals?: number;
  /** Not shown of a blind one while it is open. */
  votes?: Array<ApprovalVotes>;
  used: number;
  /** Id of the decision that passed last. */
  last_use?: string;
  /** Once a request may pass. */
  valid?: ApprovalValid;
  /** When it was decided, withdrawn, or noticed to be over. */
  closed?: ApprovalClosed;
}

export interface ApprovalEscalation {
  at?: string;
  roles?: Array<string>;
}

export interface ApprovalVotes {
  vote: "approve" | "reject";
  by: string;
  principal: string;
  /** Keyed commitment to the name. */
  voter: string;
  grant: string;
  role: string;
  unit?: string;
  reason: string;
  conditions?: Array<string>;
  time: string;
}

export interface ApprovalValid {
  from?: string;
  until?: string;
}

export interface ApprovalClosed {
  time?: string;
  by?: string;
  reason?: string;
}

export interface GrantTerms {
  person: string;
  role: string;
  unit?: string;
  /** Of the amount; needs `currency`. */
  up_to?: number;
  currency?: string;
  actions?: Array<string>;
  risk_classes?: Array<"unclassified" | "minimal" | "limited" | "high">;
  systems?: Array<string>;
  /** Default now. */
  from?: string;
  /** At most three years after its beginning. */
  until: string;
  /** A training that must not have run out. */
  competence?: string;
  /** Ids by which requests name the person; answers have their commitments. */
  known_as?: Array<string>;
  reason: string;
}

export interface Grant {
  grant: string;
  tenant: string;
  state: "active" | "pending" | "expired" | "ended";
  person: string;
  role: string;
  unit?: string;
  up_to?: number;
  currency?: string;
  actions?: Array<string>;
  risk_classes?: Array<string>;
  systems?: Array<string>;
  from: string;
  until: string;
  competence?: string;
  known_as?: Array<string>;
  /** Of a delegation: the grant that it is a part of. */
  of?: string;
  /** Keyed commitment. */
  delegator?: string;
  reason: string;
  by: string;
  given: string;
  ended?: GrantEnded;
}

export interface GrantEnded {
  by?: string;
  reason?: string;
  time?: string;
}

export interface Training {
  training: string;
  person: string;
  name: string;
  until: string;
  evidence?: string;
  reason: string;
  by: string;
  recorded: string;
  state: "current" | "expired";
}

export interface SystemFacts {
  name?: string;
  /** The person who answers for it. */
  owner?: string;
  deputy?: string;
  version?: string;
  role?: "provider" | "deployer" | "provider_and_deployer";
  /** The intended purpose, in words. */
  purpose?: string;
  purposes?: SystemNames;
  models?: SystemNames;
  tools?: SystemNames;
  data_categories?: SystemNames;
  regions?: SystemNames;
  affected_groups?: SystemNames;
  /** The last day (UTC) on which it may run before it is reviewed; empty takes it away. */
  review_due?: string;
  /** Of requests whose `action.purpose` is none of `purposes`. */
  purpose_drift?: "deny" | "alarm";
}

export interface SystemDocument {
  kind: "fria" | "dpia" | "worker_notice" | "training" | "other";
  digest: Digest;
  link?: string;
  title?: string;
}

export interface SystemAct {
  by: string;
  reason: string;
  time: string;
}

export interface System {
  name?: string;
  /** The person who answers for it. */
  owner?: string;
  deputy?: string;
  version?: string;
  role?: "provider" | "deployer" | "provider_and_deployer";
  /** The intended purpose, in words. */
  purpose?: string;
  purposes?: SystemNames;
  models?: SystemNames;
  tools?: SystemNames;
  data_categories?: SystemNames;
  regions?: SystemNames;
  affected_groups?: SystemNames;
  /** The last day (UTC) on which it may run before it is reviewed; empty takes it away. */
  review_due?: string;
  /** Of requests whose `action.purpose` is none of `purposes`. */
  purpose_drift?: "deny" | "alarm";
  id: string;
  tenant: string;
  risk_class: "unclassified" | "minimal" | "limited" | "high" | "prohibited";
  state: SystemState;
  documents?: Array<SystemDocument>;
  /** A person has acted on it; the file of systems no longer governs it. */
  governed?: boolean;
  proposed?: SystemAct;
  reviewed?: SystemAct;
  approved?: SystemAct;
  stopped?: SystemAct;
  classified?: SystemClassified;
  /** Whether it may run now, for a use that nothing forbids; halts stand beside it. */
  runs: boolean;
  /** Why it may not. */
  stands_still?: SystemStandsStill;
  /** Undeclared purposes that it was used for (Art. 25(1)(c)), the last seen first. */
  drift?: Array<SystemDrift>;
}

export interface SystemClassified {
  by: string;
  reason: string;
  time: string;
  /** Id of the record, which has facts, rules and duties. */
  record?: string;
  class?: string;
  as_of?: string;
}

export interface SystemStandsStill {
  code?: string;
  message?: string;
}

export interface SystemDrift {
  /** Empty where the request named none. */
  purpose?: string;
  days?: number;
  first?: string;
  last?: string;
  decision?: string;
}

export interface HaltTerms {
  system?: string;
  model?: string;
  tool?: string;
  /** The caller's own. */
  tenant?: string;
  all?: true;
  reason: string;
}

export interface Halt {
  id: string;
  system?: string;
  model?: string;
  tool?: string;
  tenant?: string;
  all?: true;
  reason: string;
  by: string;
  placed: string;
  lifted?: SystemAct;
}

export interface BiasAttributes {
  attributes: string;
  system: string;
  purpose: string;
  legal_basis: string;
  delete_at: string;
  rows: number;
  bytes: number;
  /** Beside `decision` */
  columns: Array<string>;
  digest: string;
  by: string;
  principal?: string;
  uploaded: string;
  state: "kept" | "due" | "deleted";
  deleted?: BiasAttributesDeleted;
}

export interface BiasAttributesDeleted {
  by?: string;
  reason?: string;
  time?: string;
}

export interface BiasAlarm {
  /** One that the conventions judge */
  metric?: string;
  raise_below?: number;
  /** 0.85, or `raise_below` where that is more */
  clear_at?: number;
  act?: "tell" | "halt";
}

export interface BiasMonitor {
  name: string;
  schedule: string;
  window_days: number;
  alarm: BiasAlarm;
  system: string;
  state: "quiet" | "raised" | "ended";
  /** Digest of what is audited */
  request: string;
  next?: string;
  by: string;
  set: string;
  /** The last audit */
  run?: string;
  missed?: BiasMonitorMissed;
  /** What the metric's worst ratio came to */
  value?: number;
  report?: string;
  /** The alarm that was raised last */
  raised?: Record<string, unknown>;
  /** When it was cleared */
  cleared?: Record<string, unknown>;
  ended?: Record<string, unknown>;
  corrections?: Array<BiasMonitorCorrections>;
}

export interface BiasMonitorMissed {
  code?: string;
  time?: string;
}

export interface BiasMonitorCorrections {
  correction: string;
  opened: string;
  measure: string;
  owner: string;
  due: string;
  by: string;
  overdue: boolean;
  before?: number;
  done?: Record<string, unknown>;
  effect?: BiasMonitorCorrectionsEffect;
}

export interface BiasMonitorCorrectionsEffect {
  value?: number;
  report?: string;
}

export interface BiasPublication {
  id: string;
  path: string;
  report: string;
  /** Digest of the page */
  page: string;
  tool: string;
  auditor: string;
  audit_date: string;
  used_from: string;
  by: string;
  published: string;
  withdrawn?: BiasPublicationWithdrawn;
}

export interface BiasPublicationWithdrawn {
  by?: string;
  reason?: string;
  time?: string;
}

export interface BiasAudit {
  id: string;
  state: "queued" | "running" | "done" | "failed" | "cancelled" | "interrupted";
  system: string;
  attributes: string;
  columns?: Record<string, unknown>;
  /** Digest of their canonical JSON */
  conventions?: string;
  preset?: string;
  first?: number;
  end?: number;
  earlier?: string;
  by: string;
  started: string;
  ended?: string;
  progress?: BiasAuditProgress;
  /** Its digest */
  report?: string;
  verdicts?: Record<string, unknown>;
  code?: string;
  message?: string;
  cancelled_by?: string;
}

export interface BiasAuditProgress {
  stage?: "reading" | "computing";
  done?: number;
  total?: number;
}

export interface KeptContent {
  decision: string;
  /** Risk class of the system when it was kept. */
  class: string;
  at: string;
  /** As the record has it in `kept`. */
  commitment: string;
  /** 64 hex digits, which stand in the committed text. */
  nonce: string;
  /** As the rules saw it. */
  request: Record<string, unknown>;
  /** What was let pass, where something was redacted. */
  released?: Record<string, unknown>;
}

export interface SubjectPage {
  /** Keyed digest of the pseudonym. */
  subject: string;
  origin: string;
  vkey: string;
  /** Of the log, as the page was read. */
  size: number;
  /** Where the next page begins; absent on the last. */
  next?: number;
  records: Array<SubjectPageRecords>;
}

export interface SubjectPageRecords {
  index: number;
  /** Its canonical bytes. */
  record: string;
  leaf_hash: string;
  /** C2SP tlog-proof. */
  receipt: string;
  content?: KeptContent;
}

export interface LegalHold {
  id: string;
  tenant: string;
  /** Keyed digest of the pseudonym. */
  subject?: string;
  system?: string;
  everything?: true;
  matter: string;
  reason: string;
  by: string;
  placed: string;
  lifted?: LegalHoldLifted;
}

export interface LegalHoldLifted {
  by?: string;
  reason?: string;
  time?: string;
}

export interface Retention {
  retention: Array<RetentionRetention>;
}

export interface RetentionRetention {
  class: "unclassified" | "minimal" | "limited" | "high" | "prohibited";
  content_days: number;
  records_days: number;
  floor_days: number;
  /** Absent while the default holds. */
  by?: string;
  reason?: string;
  time?: string;
}

export interface UsageCount {
  budget: string;
  of: "calls" | "tokens" | "cost";
  /** Seconds. */
  window: number;
  /** Keyed digest. */
  actor?: string;
  model?: string;
  system?: string;
  tenant?: string;
  /** Cost in millionths of a unit of money. */
  used: number;
  limit: number;
  remaining: number;
  until: string;
}

export interface Request {
  /** One id for all stages of one call cycle. */
  interaction: string;
  stage: "input" | "output" | "tool_call" | "tool_result";
  /** Id of a registered AI system. */
  system: string;
  actor: RequestActor;
  /** Pseudonym of the person the decision is about; recorded as a keyed digest only. */
  subject?: string;
  /** The model that is asked or has answered; halts of a model look at it (docs/halts.md). */
  model?: string;
  /** What the model uses, for budgets (docs/budgets.md). Of stages input and tool_call the most that it may be, which is reserved; of output and tool_result what it was, which settles what the interaction has reserved. */
  usage?: RequestUsage;
  /** By which the request came, for example web, voice or batch. */
  channel?: string;
  action: RequestAction;
  /** Required unless `action.arguments` is given. */
  content?: RequestContent1 | RequestContent2;
  /** Attributes that policies declare. An undeclared one is no error, but cannot be read by any rule; the answer warns of it. */
  context?: Record<string, unknown>;
  /** The caller's own count of its calls; a gap shows a call that never came. */
  sequence?: number;
  /** Of a request that was held and is repeated: the id of its approval. It passes by it once, or is denied with a reason of a code `approval.*`; docs/approvals.md. */
  approval?: string;
}

export interface RequestActor {
  /** Recorded as a keyed digest only. */
  id: string;
  roles?: Array<string>;
  unit?: string;
}

export interface RequestUsage {
  tokens?: number;
  /** In millionths of a unit of money. */
  cost_micros?: number;
}

export interface RequestAction {
  kind: string;
  tool?: string;
  purpose?: string;
  /** It has a legal or similarly significant effect on a person. */
  consequential?: boolean;
  amount?: number;
  currency?: string;
  /** Of a tool call; every text in it is scanned. */
  arguments?: Record<string, unknown>;
}

export interface RequestContent1 {
  text: string;
}

export interface RequestContent2 {
  messages: Array<RequestContent2Messages>;
}

export interface RequestContent2Messages {
  role: string;
  content?: string;
}

export interface Decision {
  id: string;
  /** allow: go on. redact: go on with `content` (and `action.arguments`) of this answer. hold: stop until the approval is given. deny: stop. */
  effect: "allow" | "redact" | "hold" | "deny";
  reasons: Array<DecisionReasons>;
  obligations: Array<DecisionObligations>;
  findings: Array<DecisionFindings>;
  /** What to use instead of the request's content; empty under hold and deny. */
  content: Record<string, unknown>;
  /** `arguments` to use instead of the request's, where it had some. */
  action?: Record<string, unknown>;
  /** The waivers and break-glasses that kept a rule from applying; absent where there was none. */
  waivers?: Array<DecisionWaivers>;
  /** The halt that let nothing pass; absent where none did. */
  halt?: DecisionHalt;
  /** Only under hold. */
  approval?: DecisionApproval;
  /** Of a hold that an approval has answered. */
  passed?: DecisionPassed;
  warnings?: Array<DecisionWarnings>;
  bundle: Digest;
  record: DecisionRecord;
}

export interface DecisionReasons {
  policy: string;
  rule: string;
  severity: "low" | "medium" | "high" | "critical";
  /** For the person whose request it is. */
  message: string;
  /** For who runs the service, where it differs. */
  operator?: string;
  /** For who checks it later, where it differs. */
  auditor?: string;
  references?: Array<string>;
  /** Code: the rule could not be evaluated and counted as its effect; of `reeve/detector`, why an external detector gave no answer. */
  error?: string;
  /** Which clause of the condition failed, as written. */
  clause?: string;
}

export interface DecisionObligations {
  type?: "notify" | "label_output" | "add_disclosure" | "log_content" | "route" | "review";
  /** Empty of `log_content`; of `review`, which Reeve itself meets, its terms: docs/reviews.md. */
  value?: string;
}

export interface DecisionFindings {
  kind?: "identifier" | "contact" | "network" | "credential" | "phrase";
  /** docs/detectors.md */
  entity?: string;
  category?: "pii" | "special_category" | "payment" | "secret" | "injection" | "jailbreak" | "topic" | "mention";
  /** ISO 3166-1 alpha-2, or EU; absent where the entity belongs to none. */
  country?: string;
  score?: number;
  /** The summands of the score, which is cut to [0, 1]. */
  parts?: DecisionFindingsParts;
  /** A check digit, a checksum or a numbering plan confirmed it. */
  validated?: boolean;
  /** What was seen through to find it, as docs/detectors/disguises.md names it; absent where nothing was. */
  disguises?: Array<string>;
  /** The external detector that found it, as docs/detectors/external.md says; absent where the scanner did. */
  detector?: string;
  /** JSON pointer of the text */
  path?: string;
  /** Half-open, in three units; where values came back in place of tokens, of the text with them. */
  span?: DecisionFindingsSpan;
}

export interface DecisionFindingsParts {
  /** How rare the form is in ordinary text. */
  format?: number;
  /** What a check digit, a checksum or a decoded header adds. */
  check?: number;
  /** What words beside it add, or that it is all that its text says. */
  context?: number;
  /** What words beside it take away; zero or negative. */
  against?: number;
}

export interface DecisionFindingsSpan {
  bytes?: Pair;
  code_points?: Pair;
  utf16?: Pair;
}

export interface DecisionWaivers {
  id: string;
  policy: string;
  rule: string;
  until: string;
  /** Who accepted or invoked it. */
  by: string;
  /** Where it is a break-glass. */
  break_glass?: true;
}

export interface DecisionHalt {
  id: string;
  scope: "all" | "tenant" | "system" | "model" | "tool";
  placed: string;
}

export interface DecisionApproval {
  id?: string;
  quorum?: number;
  roles?: Array<string>;
  deadline?: string;
  /** Who may approve as well, from then on. */
  escalation?: DecisionApprovalEscalation;
  /** Undecided at the deadline it allows; without this it denies. */
  on_timeout?: "allow";
}

export interface DecisionApprovalEscalation {
  at?: string;
  roles?: Array<string>;
}

export interface DecisionPassed {
  approval?: string;
  /** The how manyth. */
  use?: number;
  /** That the approvers set. */
  conditions?: Array<string>;
}

export interface DecisionWarnings {
  field?: string;
  message?: string;
}

export interface DecisionRecord {
  index: number;
  leaf_hash: Hash;
}

export interface Reason {
  reason: string;
}

export interface IncidentTerms {
  system: string;
  categories: Array<IncidentCategory>;
  /** In UTC, not in the future. */
  aware: string;
  occurred?: string;
  causal_link?: CausalLink;
  /** Kept beside the log; the record has its digest. */
  description?: string;
  decisions?: Array<string>;
  references?: Array<string>;
}

export interface IncidentChange {
  reason: string;
  add?: Array<IncidentCategory>;
  withdraw?: Array<IncidentCategory>;
  /** Since when what is added was known. */
  aware?: string;
  causal_link?: CausalLink;
  /** Kept beside the log; the record has its digest. */
  note?: string;
  decisions?: Array<string>;
}

export interface IncidentReporting {
  kind: "partial" | "full";
  to: string;
  references?: Array<string>;
}

export interface IncidentClosing {
  resolution: "reported" | "not_serious";
  reason: string;
}

export interface Incident {
  id: string;
  tenant: string;
  system: string;
  state: "open" | "partly_reported" | "reported" | "closed";
  /** Each category, and since when it was known. */
  categories: Record<string, string>;
  causal_link: CausalLink;
  clock: IncidentClock;
  pin: IncidentPin;
  legal_hold: string;
  occurred?: string;
  description?: Digest;
  decisions?: Array<string>;
  references?: Array<string>;
  /** Break-glasses that wait for a review. */
  unreviewed?: Array<string>;
  /** Who opened it. */
  by: string;
  opened: string;
  updates: number;
  partial?: ReportedIncident;
  full?: ReportedIncident;
  first_report?: string;
  overdue?: Array<IncidentOverdue>;
  closed?: IncidentClosed;
  /** Of the answer to a report, what was kept. */
  reported?: IncidentReported;
  /** The limit passed and nobody has reported. */
  late: boolean;
  checked_at: string;
}

export interface IncidentClock {
  /** Of the table of the law. */
  rule: string;
  articles: Array<string>;
  days: number;
  aware: string;
  due: string;
  outer: string;
}

export interface IncidentPin {
  first: number;
  size: number;
  root: Digest;
  bundles: Array<Digest>;
}

export interface IncidentOverdue {
  limit?: "due" | "outer";
  at?: string;
  noticed?: string;
}

export interface IncidentClosed {
  resolution?: "reported" | "not_serious";
  by?: string;
  reason?: string;
  time?: string;
}

export interface IncidentReported {
  kind?: "partial" | "full";
  report?: Digest;
  page?: Digest;
}

export interface ReportedIncident {
  report?: Digest;
  page?: Digest;
  to?: string;
  by?: string;
  time?: string;
}

export interface BreakGlassTerms {
  incident: string;
  /** Without `everywhere`. */
  scope: WaiverScope;
  /** POLICY/RULE; without, all that yield to an emergency. */
  rules?: Array<string>;
  /** A number and one of s, m, h; at most 4h. */
  time?: string;
  reason: string;
}

export interface BreakGlassReview {
  finding: "justified" | "not_justified";
  reason: string;
}

export interface BreakGlass {
  id: string;
  tenant: string;
  incident: string;
  scope: WaiverScope;
  rules?: Array<string>;
  reason: string;
  by: string;
  /** Persons to be told. */
  concerned?: Array<string>;
  invoked: string;
  /** The first moment at which it is over. */
  until: string;
  review_by: string;
  state: "active" | "to_review" | "overdue" | "reviewed";
  ended?: BreakGlassEnded;
  reviewed?: BreakGlassReviewed;
  /** Since when that is on record. */
  overdue?: string;
  uses: BreakGlassUses;
}

export interface BreakGlassEnded {
  by?: string;
  reason?: string;
  time?: string;
}

export interface BreakGlassReviewed {
  by?: string;
  finding?: string;
  reason?: string;
  time?: string;
}

export interface BreakGlassUses {
  count?: number;
}

export interface Bypasses {
  bypasses: Array<Bypass>;
}

export interface Bypass {
  /** Drawn once for each pass, for example a UUID. */
  key: string;
  system: string;
  interaction: string;
  stage: "input" | "output" | "tool_call" | "tool_result";
  /** Why there was no answer: connection, timeout, http.503, ... */
  cause: string;
  /** When, in UTC, by the client's clock. */
  passed: string;
}

export interface Overrides {
  overrides: Array<OverridesOverrides>;
}

export interface OverridesOverrides {
  decision: string;
  did: "followed" | "changed" | "overridden" | "disregarded";
  /** Required unless it was followed. */
  reason?: "context" | "inaccurate" | "incomplete" | "instruction" | "other" | "out_of_scope" | "outdated" | "unfair" | "unsafe";
  role?: string;
  /** The record has a keyed commitment to it. */
  person?: string;
}

export interface ResponseCounts {
  system?: string;
  /** POLICY/RULE */
  rule?: string;
  followed?: number;
  changed?: number;
  overridden?: number;
  disregarded?: number;
  appeals?: number;
  upheld?: number;
  reversed?: number;
  override_rate?: number;
  reversal_rate?: number;
}

export interface AppealTerms {
  decision: string;
  kind: "complaint" | "contest";
  grounds: "discrimination" | "facts" | "not_explained" | "not_human" | "other" | "procedure";
  /** Kept beside the log; the record has its digest. */
  statement?: string;
  /** A pseudonym; the record has a keyed commitment to it. */
  person?: string;
}

export interface AppealRuling {
  result: "upheld" | "reversed";
  /** Of a reversal, what became of it; else `reversed`. */
  outcome?: string;
  reason: string;
}

export interface Appeal {
  id: string;
  tenant: string;
  state: "open" | "decided";
  decision: string;
  system: string;
  rules?: Array<string>;
  kind: "complaint" | "contest";
  grounds: "discrimination" | "facts" | "not_explained" | "not_human" | "other" | "procedure";
  statement?: Digest;
  person?: string;
  /** Who took it in. */
  by: string;
  opened: string;
  decided?: AppealDecided;
}

export interface AppealDecided {
  result?: "upheld" | "reversed";
  outcome?: string;
  by?: string;
  reason?: string;
  time?: string;
}

export interface WaiverTerms {
  policy: string;
  rule: string;
  scope: WaiverScope;
  /** In UTC, not in the past; default now. */
  from?: string;
  /** In UTC, within 366 days. */
  until: string;
  reason: string;
  /** Another person than who accepts. */
  requested_by: string;
  references?: Array<string>;
}

export interface WaiverScope {
  everywhere?: true;
  systems?: ScopeValues;
  actions?: ScopeValues;
  tools?: ScopeValues;
  tenants?: ScopeValues;
  channels?: ScopeValues;
  stages?: Array<"input" | "output" | "tool_call" | "tool_result">;
  risk_classes?: Array<"unclassified" | "minimal" | "limited" | "high">;
}

export interface Waiver {
  id: string;
  tenant: string;
  policy: string;
  rule: string;
  scope: WaiverScope;
  from: string;
  /** The first moment at which it is over. */
  until: string;
  reason: string;
  /** Who accepts. */
  by: string;
  requested_by: string;
  references?: Array<string>;
  granted: string;
  state: "active" | "pending" | "expired" | "revoked";
  /** Under the active bundle. */
  rule_state: "waivable" | "not_waivable" | "orphaned";
  uses: WaiverUses;
  revoked?: WaiverRevoked;
}

export interface WaiverUses {
  count?: number;
  first?: string;
  last?: string;
  last_decision?: string;
}

export interface WaiverRevoked {
  by?: string;
  reason?: string;
  time?: string;
}

export interface BundleEntry {
  digest: Digest;
  state: "proposed" | "approved" | "rejected" | "scheduled" | "active" | "superseded" | "rolled_back";
  proposal?: BundleEntryProposal;
  approvals?: Array<BundleEntryApprovals>;
  rejected?: Record<string, unknown>;
  scheduled?: Record<string, unknown>;
  activated?: Record<string, unknown>;
  rolled_back?: Record<string, unknown>;
  trial?: Trial;
}

export interface BundleEntryProposal {
  id?: string;
  author?: string;
  reason?: string;
  time?: string;
  loosens?: boolean;
  approvals_needed?: number;
  revision?: number;
  created?: string;
  signed_by?: Array<BundleEntryProposalSignedBy>;
  diff?: Record<string, unknown>;
  tests?: Record<string, unknown>;
  blast_radius?: Record<string, unknown>;
}

export interface BundleEntryProposalSignedBy {
  name?: string;
  key?: string;
}

export interface BundleEntryApprovals {
  by?: string;
  time?: string;
  reason?: string;
}

export interface TrialThresholds {
  /** Percentage points. */
  deny_increase?: number;
  /** Percentage points. */
  hold_increase?: number;
  /** Percent of its decisions. */
  errors?: number;
  /** Times the active bundle's 99th percentile. */
  latency?: number;
  /** Of each side, before anything is judged. */
  min_decisions?: number;
}

export interface Trial {
  /** Of the record that began it; decisions name it. */
  id: string;
  mode: "shadow" | "canary";
  /** Hundredths of a percent. */
  share?: number;
  thresholds: TrialThresholds;
  promote_at?: string;
  /** by, time, reason, against */
  started: Record<string, unknown>;
  /** by, time, reason: of the last time */
  widened?: Record<string, unknown>;
  /** by, time, why, and what there is of reason, forced, breach, figures */
  ended?: Record<string, unknown>;
}

export interface TrialReport {
  bundle: Digest;
  running: boolean;
  trial: Trial;
  active?: TrialSide;
  tried?: TrialSide;
  minimum_reached?: boolean;
  breach?: Record<string, unknown>;
  /** Of a running shadow. */
  differences?: TrialReportDifferences;
}

export interface TrialReportDifferences {
  /** Decisions that would have another effect. */
  other_effect?: number;
  /** The same effect, by other rules. */
  other_rules?: number;
  /** Of more kinds than the hundred that are told apart. */
  unlisted?: number;
  changes?: Array<TrialReportDifferencesChanges>;
}

export interface TrialReportDifferencesChanges {
  count?: number;
  from?: string;
  to?: string;
  /** "+policy/rule" would apply, "-policy/rule" would not */
  rules?: Array<string>;
  /** Up to five ids of decisions. */
  examples?: Array<string>;
}

export interface TrialSide {
  decisions?: number;
  /** allow, redact, hold, deny */
  effects?: Record<string, unknown>;
  /** Decisions in which a rule failed. */
  errors?: number;
  /** Requests that it alone refused as malformed. */
  refused?: number;
  median_micros?: number;
  p99_micros?: number;
  /** Those that applied, up to a hundred; the rest together is the rule `other`. */
  rules?: Array<TrialSideRules>;
}

export interface TrialSideRules {
  policy?: string;
  rule?: string;
  mode?: "enforce" | "shadow";
  hits?: number;
  errors?: number;
}

export interface Problem {
  type: string;
  title: string;
  status: number;
  detail: string;
  /** Stable: json.missing, json.unknown_field, ledger.busy, ... */
  code: string;
  /** JSON pointer of the offending member. */
  field?: string;
}

export interface DecideBatchBody {
  requests: Array<Request>;
}

export interface DecideBatchAnswer {
  results: Array<Decision | Problem>;
}

export interface GetDecisionAnswer {
  leaf_hash: Hash;
  /** docs/ledger-format.md */
  record: Record<string, unknown>;
}

export interface GetConsistencyAnswer {
  old_size: number;
  size: number;
  old_root: Hash;
  root: Hash;
  proof: Array<string>;
  /** The signed one of that size */
  checkpoint?: string;
}

export interface SearchRecordsAnswer {
  /** The signed note (C2SP tlog-checkpoint) */
  checkpoint: string;
  size: number;
  /** `first` of the next page; newest first, its `end`. Absent at the end */
  next?: number;
  records: Array<SearchRecordsAnswerRecords>;
}

export interface SearchRecordsAnswerRecords {
  leaf_hash: Hash;
  /** c2sp.org/tlog-proof@v1 */
  receipt?: string;
  /** docs/ledger-format.md */
  record: Record<string, unknown>;
}

export interface CountRecordsAnswer {
  size: number;
  every_seconds: number;
  counts: Array<CountRecordsAnswerCounts>;
}

export interface CountRecordsAnswerCounts {
  start: string;
  records: number;
  by?: Record<string, number>;
}

export interface ListBundlesAnswer {
  active: Digest | null;
  bundles: Array<BundleEntry>;
}

export interface ProposeBundleBody {
  reason: string;
  /** The folder's documents, by name relative to it. Either this or `bundle`. */
  files?: Record<string, string>;
  /** A bundle file; docs/bundles.md. */
  bundle?: string;
  /** The file of signatures beside it. Required where the server has a trust; `files` are then refused. */
  signature?: string;
  /** What it would have changed, for those who approve; at most 16,384 bytes, without a member `computed_by`. */
  blast_radius?: Record<string, unknown>;
  /** In place of `blast_radius`: the server works it out over these records of its ledger, at most 100,000, e.g. `last 7d`, `2026-11-20..2026-11-27`, `100..200` (docs/diff.md). */
  records?: string;
}

export interface ChangeBundleBody {
  /** Of approve and share, and required of reject, shadow, canary and stop. */
  reason?: string;
  /** Required of canary, and of share, which only raises it: hundredths of a percent of the interactions. */
  share?: number;
  thresholds?: TrialThresholds;
  /** Of canary: it takes over by itself after this time, if nothing stopped it. */
  promote_after_seconds?: number;
  /** Of promote: why before the minimum of decisions is reached. */
  force_reason?: string;
  /** Required of schedule: in UTC, ahead by 366 days at the most. */
  at?: string;
}

export interface RollBackBundleBody {
  reason: string;
  /** Without it the bundle that the active one superseded. */
  to?: Digest;
}

export interface ListReviewsAnswer {
  reviews: Array<Review>;
}

export interface DecideReviewBody {
  finding: "right" | "wrong" | "unclear";
  reason: string;
}

export interface ShowQualityAnswer {
  approvers: Array<ShowQualityAnswerApprovers>;
  measures: OversightMeasures;
}

export interface ShowQualityAnswerApprovers {
  person: string;
  votes: number;
  approvals: number;
  mean_seconds: number;
  fastest_seconds: number;
  fast?: number;
  timed?: number;
  agreed?: number;
  compared?: number;
  seeded?: number;
  missed?: number;
  reversed?: number;
  total_seconds?: number;
  shares: VoteShares;
  /** What measures are compared with. */
  judged: ShowQualityAnswerApproversJudged;
  beyond: Array<"missed" | "fast" | "reversed" | "approvals">;
}

export interface ShowQualityAnswerApproversJudged {
  votes: number;
  shares: VoteShares;
}

export interface SetOversightMeasuresBody {
  min_votes?: number;
  fast?: number;
  missed?: number;
  reversed?: number;
  approvals?: number;
  suspends?: boolean;
  reason: string;
}

export interface SeedApprovalBody {
  approval: string;
  reason: string;
}

export interface ListNotificationsAnswer {
  targets: Array<ListNotificationsAnswerTargets>;
}

export interface ListNotificationsAnswerTargets {
  id: string;
  tenant: string;
  kinds: Array<string>;
  roles: Array<string>;
  /** Age of the oldest record that waits. */
  lag_seconds: number;
  /** It answered 410, and is told nothing until the server starts anew. */
  gone: boolean;
  /** Records before it were looked at. */
  cursor: number;
  /** Approvals whose callers wait to be called. */
  callbacks: number;
  pending: Array<ListNotificationsAnswerTargetsPending>;
  dead: Array<ListNotificationsAnswerTargetsDead>;
}

export interface ListNotificationsAnswerTargetsPending {
  index: number;
  next: string;
  attempts: number;
}

export interface ListNotificationsAnswerTargetsDead {
  index: number;
  id: string;
  kind: string;
  attempts: number;
  at: string;
  why: string;
}

export interface RetryNotificationBody {
  record: string;
}

export interface RetryNotificationAnswer {
  targets: Array<RetryNotificationAnswerTargets>;
}

export interface RetryNotificationAnswerTargets {
  id: string;
  tenant: string;
  kinds: Array<string>;
  roles: Array<string>;
  /** Age of the oldest record that waits. */
  lag_seconds: number;
  /** It answered 410, and is told nothing until the server starts anew. */
  gone: boolean;
  /** Records before it were looked at. */
  cursor: number;
  /** Approvals whose callers wait to be called. */
  callbacks: number;
  pending: Array<RetryNotificationAnswerTargetsPending>;
  dead: Array<RetryNotificationAnswerTargetsDead>;
}

export interface RetryNotificationAnswerTargetsPending {
  index: number;
  next: string;
  attempts: number;
}

export interface RetryNotificationAnswerTargetsDead {
  index: number;
  id: string;
  kind: string;
  attempts: number;
  at: string;
  why: string;
}

export interface ListModelsAnswer {
  object: "list";
  data: Array<Record<string, unknown>>;
}

export interface RecordOutcomesBody {
  outcomes: Array<RecordOutcomesBodyOutcomes>;
}

export interface RecordOutcomesBodyOutcomes {
  decision: string;
  outcome: string;
}

export interface RecordOutcomesAnswer {
  recorded: number;
}

export interface ListBiasAttributesAnswer {
  attributes: Array<BiasAttributes>;
}

export interface DeleteBiasAttributesBody {
  reason: string;
}

export interface ListBiasAuditsAnswer {
  audits: Array<BiasAudit>;
  total: number;
}

export interface StartBiasAuditBody {
  system: string;
  /** Id of the uploaded set; without it the newest of the system that has the columns */
  attributes?: string;
  group: Array<string>;
  outcome?: "effect" | "outcome";
  /** A column */
  label?: string;
  score?: string;
  stratum?: string;
  favourable: Array<string>;
  unknown?: Array<string>;
  preset?: string;
  /** What differs from the preset's; the members of `conventions` of a report. */
  conventions?: Record<string, unknown>;
  first?: number;
  /** Record behind the last; all that is signed */
  end?: number;
  earlier?: string;
  /** What a page for the public says beside the numbers; with it, the report has the form `summary`. */
  summary?: StartBiasAuditBodySummary;
}

export interface StartBiasAuditBodySummary {
  tool: string;
  auditor: string;
  audit_date: string;
  used_from: string;
  data_source: string;
}

export interface RecordBiasReportAnswer {
  digest: string;
  record: RecordBiasReportAnswerRecord;
}

export interface RecordBiasReportAnswerRecord {
  index: number;
}

export interface ListBiasMonitorsAnswer {
  monitors: Array<BiasMonitor>;
}

export interface SetBiasMonitorBody {
  name: string;
  /** Minute, hour, day of the month, month, day of the week, in UTC */
  schedule: string;
  window_days?: number;
  alarm?: BiasAlarm;
  /** As of POST /v1/bias-audits, without attributes, first, end, earlier */
  request: Record<string, unknown>;
}

export interface EndBiasMonitorBody {
  reason: string;
}

export interface OpenBiasCorrectionBody {
  measure: string;
  /** The person who answers for it */
  owner: string;
  due: string;
}

export interface FinishBiasCorrectionBody {
  note: string;
}

export interface ListBiasPublicationsAnswer {
  publications: Array<BiasPublication>;
}

export interface PublishBiasSummaryBody {
  report: string;
}

export interface WithdrawBiasSummaryBody {
  reason: string;
}

export interface GetPublicAuditsAnswer {
  audits: Array<Record<string, string>>;
}

export interface ListSystemsAnswer {
  systems: Array<System>;
  total: number;
}

export interface ProposeSystemBody {
  name?: string;
  /** The person who answers for it. */
  owner?: string;
  deputy?: string;
  version?: string;
  role?: "provider" | "deployer" | "provider_and_deployer";
  /** The intended purpose, in words. */
  purpose?: string;
  purposes?: SystemNames;
  models?: SystemNames;
  tools?: SystemNames;
  data_categories?: SystemNames;
  regions?: SystemNames;
  affected_groups?: SystemNames;
  /** The last day (UTC) on which it may run before it is reviewed; empty takes it away. */
  review_due?: string;
  /** Of requests whose `action.purpose` is none of `purposes`. */
  purpose_drift?: "deny" | "alarm";
  id: string;
  reason: string;
}

export interface ListUnknownSystemsAnswer {
  unknown: Array<ListUnknownSystemsAnswerUnknown>;
  since: string;
  /** Calls that found the table full, of all tenants. */
  not_listed: number;
}

export interface ListUnknownSystemsAnswerUnknown {
  system?: string;
  /** The authenticated caller. */
  principal?: string;
  calls?: number;
  first?: string;
  last?: string;
}

export interface ChangeSystemBody {
  changes: SystemFacts;
  reason: string;
}

export interface AddSystemDocumentBody {
  kind: "fria" | "dpia" | "worker_notice" | "training" | "other";
  digest: Digest;
  link?: string;
  title?: string;
  reason: string;
}

export interface GetClassificationAnswer {
  record: string;
  time: string;
  system: string;
  by: string;
  principal?: string;
  reason: string;
  risk_class: "unclassified" | "minimal" | "limited" | "high" | "prohibited";
  as_of?: string;
  table: Digest;
  from?: SystemState;
  to?: SystemState;
  facts: Record<string, unknown>;
  result: GetClassificationAnswerResult;
}

export interface GetClassificationAnswerResult {
  class?: string;
  rules?: Array<Record<string, unknown>>;
  transparency?: Array<Record<string, unknown>>;
  roles?: Array<string>;
  applies_from?: string;
  open_questions?: Array<string>;
  possible?: Array<string>;
  obligations?: Array<GetClassificationAnswerResultObligations>;
}

export interface GetClassificationAnswerResultObligations {
  id?: string;
  articles?: Array<string>;
  roles?: Array<string>;
  from?: string;
  evidence?: Array<GetClassificationAnswerResultObligationsEvidence>;
}

export interface GetClassificationAnswerResultObligationsEvidence {
  what?: string;
  /** Absent where Reeve keeps no count. */
  held?: boolean;
  /** Of documents. */
  items?: number;
}

export interface ClassifySystemBody {
  /** A map of the table's keys; docs/classification.md. */
  facts: Record<string, unknown>;
  /** The law of this day; without it, the law as published. */
  as_of?: string;
  /** What a fact means that is not stated. */
  absent?: "unknown" | "no";
  reason: string;
}

export interface StepSystemBody {
  reason: string;
  /** Of `review`. */
  review_due?: string;
}

export interface ListHaltsAnswer {
  halts: Array<Halt>;
  total: number;
}

export interface LiftHaltBody {
  reason: string;
}

export interface ListTokensAnswer {
  tokens: Array<Token>;
  total: number;
}

export interface RevokeTokenBody {
  reason: string;
}

export interface GetPrincipalAnswer {
  principal: string;
  roles: Array<Role>;
  /** Of this request. */
  tenant: string;
  tenants: Array<string>;
  /** Of a service that speaks for some. */
  systems?: Array<string>;
  person?: string;
  /** Its id. */
  token?: string;
  expires?: string;
  /** Whether one token stands for everybody. */
  development: boolean;
}

export interface ShowUsageAnswer {
  counts: Array<UsageCount>;
  total: number;
}

export interface ListWaiversAnswer {
  waivers: Array<Waiver>;
  total: number;
}

export interface RevokeWaiverBody {
  reason: string;
}

export interface ListApprovalsAnswer {
  approvals: Array<Approval>;
  next?: string;
}

export interface VoteOnApprovalBody {
  vote: "approve" | "reject";
  reason: string;
  /** Of an approval; the passing request is told. */
  conditions?: Array<string>;
  /** Default the first of the person's that lets them. */
  grant?: string;
}

export interface WithdrawApprovalBody {
  reason: string;
}

export interface ListGrantsAnswer {
  grants: Array<Grant>;
  total: number;
}

export interface EndGrantBody {
  reason: string;
}

export interface DelegateGrantBody {
  /** The grant's id. */
  of: string;
  to: string;
  up_to?: number;
  actions?: Array<string>;
  risk_classes?: Array<string>;
  systems?: Array<string>;
  known_as?: Array<string>;
  /** Default now. */
  from?: string;
  until: string;
  reason: string;
}

export interface ListTrainingsAnswer {
  trainings: Array<Training>;
}

export interface RecordTrainingBody {
  person: string;
  name: string;
  until: string;
  /** A link, or the digest of a document. */
  evidence?: string;
  reason: string;
}

export interface ListIncidentsAnswer {
  incidents: Array<Incident>;
  total: number;
  late: number;
}

export interface ListBreakGlassAnswer {
  break_glass: Array<BreakGlass>;
  total: number;
}

export interface ReportBypassesAnswer {
  recorded: number;
}

export interface RecordOverridesAnswer {
  recorded: number;
}

export interface GetOverrideRatesAnswer {
  systems: Array<ResponseCounts>;
  rules?: Array<ResponseCounts>;
}

export interface ListAppealsAnswer {
  appeals: Array<Appeal>;
  total: number;
}

export interface ReadContentBody {
  reason: string;
}

export interface ExportSubjectBody {
  /** The pseudonym, as requests have it. */
  subject: string;
  /** `next` of the page before; 0 for the first, which is recorded. */
  after?: number;
  reason: string;
}

export interface EraseSubjectBody {
  /** The pseudonym, as requests have it. */
  subject: string;
  reason: string;
}

export interface EraseSubjectAnswer {
  /** Keyed digest of the pseudonym. */
  subject: string;
  /** Id of the key that was destroyed. */
  key: string;
  /** How many contents went with it. */
  contents: number;
  /** Of the record `subject.erased`; absent where an earlier attempt wrote it. */
  index?: number;
}

export interface ListLegalHoldsAnswer {
  legal_holds: Array<LegalHold>;
}

export interface PlaceLegalHoldBody {
  /** A pseudonym. */
  subject?: string;
  system?: string;
  everything?: true;
  /** The case. */
  matter: string;
  reason: string;
}

export interface LiftLegalHoldBody {
  reason: string;
}

export interface SetRetentionBody {
  class: "unclassified" | "minimal" | "limited" | "high" | "prohibited";
  content_days?: number;
  records_days?: number;
  reason: string;
}

export interface SweepContentAnswer {
  expired: number;
  held: number;
}

export interface ReadyzAnswer {
  ready: true;
  bundle: Digest;
  ledger: ReadyzAnswerLedger;
  /** The last look at the source of the bundle failed, or what it gave was refused. */
  degraded?: boolean;
  /** Since the bundle is in force. */
  active_seconds?: number;
  /** Where the bundle comes from, unless it is built in or governed (docs/sources.md). */
  source?: ReadyzAnswerSource;
}

export interface ReadyzAnswerLedger {
  origin?: string;
  /** Records in the ledger. */
  size?: number;
}

export interface ReadyzAnswerSource {
  /** Without a query. */
  name: string;
  digest?: Digest;
  /** Since the source last confirmed the bundle. */
  age_seconds?: number;
  next_look?: string;
  last_error?: ReadyzAnswerSourceLastError;
}

export interface ReadyzAnswerSourceLastError {
  code: string;
  message: string;
  /** File, line and column. */
  at?: string;
  time: string;
}

/** What each operation takes and gives, by its operationId. */
export interface Operations {
  /** Decide about one stage of one interaction */
  decide: { takes: { body: Request }; gives: Decision };
  /** Decide about up to 100 requests */
  decideBatch: { takes: { body: DecideBatchBody }; gives: DecideBatchAnswer };
  /** The record of a decision */
  getDecision: { takes: { path: { id: string } }; gives: GetDecisionAnswer };
  /** Proof that the decision is in the ledger */
  getReceipt: { takes: { path: { id: string } }; gives: string };
  /** Proof that a record is in the ledger, by index, id or leaf hash */
  getLedgerReceipt: { takes: { query?: { index?: number; id?: string; leaf_hash?: Hash; with?: "record"; under?: "cosigned" } }; gives: string };
  /** Proof that a size of the ledger begins with an earlier one */
  getConsistency: { takes: { query: { old: number; size?: number } }; gives: GetConsistencyAnswer };
  /** The newest signed checkpoint (C2SP tlog-tiles) */
  getCheckpoint: { takes: {}; gives: string };
  /** The newest checkpoint that witnesses cosigned, with their lines */
  getCosignedCheckpoint: { takes: {}; gives: string };
  /** Hashes of the tree, which never change (C2SP tlog-tiles) */
  getTile: { takes: { path: { path: string } }; gives: string };
  /** Records, which never change (C2SP tlog-tiles) */
  getEntries: { takes: { path: { path: string } }; gives: string };
  /** Records of the caller's tenant that fulfil all parameters */
  searchRecords: { takes: { query?: { id?: string; kind?: string; interaction?: string; system?: string; actor?: string; subject?: string; rule?: string; policy?: string; effect?: string; stage?: string; action?: string; tool?: string; principal?: string; person?: string; bundle?: string; from?: string; until?: string; first?: number; end?: number; order?: "oldest" | "newest"; limit?: number; size?: number; proofs?: boolean } }; gives: SearchRecordsAnswer };
  /** How many records fulfil all parameters, in each stretch of time */
  countRecords: { takes: { query: { every: string; by?: string } }; gives: CountRecordsAnswer };
  /** All bundles that the log knows, the newest first */
  listBundles: { takes: {}; gives: ListBundlesAnswer };
  /** Propose a bundle; the tests in its policies must pass */
  proposeBundle: { takes: { body: ProposeBundleBody; person: string }; gives: BundleEntry };
  /** One bundle, with the diff, tests and blast radius of its proposal */
  getBundle: { takes: { path: { digest: Digest } }; gives: BundleEntry };
  /** The last trial of a bundle, and what both sides have come to */
  getTrial: { takes: { path: { digest: Digest } }; gives: TrialReport };
  /** Take a bundle one step on; docs/lifecycle.md has the picture */
  changeBundle: { takes: { path: { digest: Digest; action: "approve" | "reject" | "schedule" | "activate" | "shadow" | "canary" | "share" | "stop" | "promote" }; body: ChangeBundleBody; person: string }; gives: BundleEntry };
  /** Go back at once to a bundle that was active before */
  rollBackBundle: { takes: { body: RollBackBundleBody; person: string }; gives: BundleEntry };
  /** Reviews of the caller's tenant, the first due first; docs/reviews.md */
  listReviews: { takes: { query?: { state?: "open" | "done"; role?: string; system?: string; limit?: number } }; gives: ListReviewsAnswer };
  /** One review */
  getReview: { takes: { path: { id: string } }; gives: Review };
  /** Say whether the decision was right */
  decideReview: { takes: { path: { id: string }; body: DecideReviewBody; person: string }; gives: Review };
  /** How each approver votes; docs/quality-of-oversight.md */
  showQuality: { takes: {}; gives: ShowQualityAnswer };
  /** Set what raises an alarm; what is left out never does */
  setOversightMeasures: { takes: { body: SetOversightMeasuresBody; person: string }; gives: OversightMeasures };
  /** Say that an open approval is a known-bad item */
  seedApproval: { takes: { body: SeedApprovalBody; person: string }; gives: Record<string, unknown> };
  /** Records as they come, as CloudEvents, for a SIEM; docs/events.md */
  followEvents: { takes: { query?: { kind?: string; system?: string; effect?: string; first?: string } }; gives: string };
  /** Webhooks and e-mails, what waits for each and what was given up; docs/notifications.md */
  listNotifications: { takes: {}; gives: ListNotificationsAnswer };
  /** Tell once more what was given up */
  retryNotification: { takes: { path: { target: string }; body: RetryNotificationBody; person: string }; gives: RetryNotificationAnswer };
  /** A chat completion of a model behind the proxy, by OpenAI's interface; docs/proxy.md */
  chatCompletions: { takes: { body: Record<string, unknown> }; gives: Record<string, unknown> };
  /** A response of a model behind the proxy, by OpenAI's interface; docs/proxy.md */
  responses: { takes: { body: Record<string, unknown> }; gives: Record<string, unknown> };
  /** A message of a model behind the proxy, by Anthropic's interface; docs/proxy.md */
  messages: { takes: { body: Record<string, unknown> }; gives: Record<string, unknown> };
  /** Embeddings by a model behind the proxy, by OpenAI's interface; docs/proxy.md */
  embeddings: { takes: { body: Record<string, unknown> }; gives: Record<string, unknown> };
  /** What the policies and detectors make of texts, by OpenAI's interface; docs/proxy.md */
  moderations: { takes: { body: Record<string, unknown> }; gives: Record<string, unknown> };
  /** The models that are reached through the proxy, by OpenAI's interface */
  listModels: { takes: {}; gives: ListModelsAnswer };
  /** One of them */
  getModel: { takes: { path: { model: string } }; gives: Record<string, unknown> };
  /** Report what came of decisions; docs/bias-audits.md */
  recordOutcomes: { takes: { body: RecordOutcomesBody }; gives: RecordOutcomesAnswer };
  /** Attributes of people that are kept for audits, the last uploaded first; docs/bias-audits.md */
  listBiasAttributes: { takes: { query?: { state?: "kept" | "all" } }; gives: ListBiasAttributesAnswer };
  /** Keep attributes of people, sealed, for audits alone */
  uploadBiasAttributes: { takes: { query: { system: string; purpose: string; legal_basis: string; delete_at: string }; person: string }; gives: BiasAttributes };
  /** What is known of a set of attributes */
  getBiasAttributes: { takes: { path: { id: string } }; gives: BiasAttributes };
  /** Delete a set of attributes before its date */
  deleteBiasAttributes: { takes: { path: { id: string }; body: DeleteBiasAttributesBody; person: string }; gives: BiasAttributes };
  /** Audits of this server, the last started first; docs/bias-audits.md */
  listBiasAudits: { takes: {}; gives: ListBiasAuditsAnswer };
  /** Audit the decisions of a system, joined with attributes that were uploaded */
  startBiasAudit: { takes: { body: StartBiasAuditBody; person: string }; gives: BiasAudit };
  /** How an audit does */
  getBiasAudit: { takes: { path: { id: string } }; gives: BiasAudit };
  /** End an audit that is not done */
  cancelBiasAudit: { takes: { path: { id: string }; body: Record<string, unknown>; person: string }; gives: BiasAudit };
  /** Put a report of `reeve bias audit` on the record */
  recordBiasReport: { takes: { body: Record<string, unknown>; person: string }; gives: RecordBiasReportAnswer };
  /** A report that is on the record */
  getBiasReport: { takes: { path: { digest: string }; query?: { format?: "json" | "html" | "csv" | "summary" } }; gives: Record<string, unknown> };
  /** Audits that come again, by name; docs/bias-audits.md */
  listBiasMonitors: { takes: { query?: { state?: "standing" | "all" } }; gives: ListBiasMonitorsAnswer };
  /** Audit a system on a schedule, and raise an alarm */
  setBiasMonitor: { takes: { body: SetBiasMonitorBody; person: string }; gives: BiasMonitor };
  /** A monitor, with its corrections */
  getBiasMonitor: { takes: { path: { name: string } }; gives: BiasMonitor };
  /** Audit no more on this schedule */
  endBiasMonitor: { takes: { path: { name: string }; body: EndBiasMonitorBody; person: string }; gives: BiasMonitor };
  /** Record a measure, with owner and date */
  openBiasCorrection: { takes: { path: { name: string }; body: OpenBiasCorrectionBody; person: string }; gives: BiasMonitor };
  /** Record that the measure was taken; the next audit tells its effect */
  finishBiasCorrection: { takes: { path: { name: string; id: string }; body: FinishBiasCorrectionBody; person: string }; gives: BiasMonitor };
  /** Summaries of audits that are, or were, public */
  listBiasPublications: { takes: {}; gives: ListBiasPublicationsAnswer };
  /** Make the summary of an audit public */
  publishBiasSummary: { takes: { body: PublishBiasSummaryBody; person: string }; gives: BiasPublication };
  /** Take a published summary back */
  withdrawBiasSummary: { takes: { path: { id: string }; body: WithdrawBiasSummaryBody; person: string }; gives: BiasPublication };
  /** Summaries of audits that are public, for anybody */
  getPublicAudits: { takes: {}; gives: GetPublicAuditsAnswer };
  /** One of them, as a page */
  getPublicAudit: { takes: { path: { id: string } }; gives: string };
  /** The register of AI systems, of the caller's tenant, by id; docs/registering.md */
  listSystems: { takes: { query?: { state?: SystemState } }; gives: ListSystemsAnswer };
  /** Propose a system */
  proposeSystem: { takes: { body: ProposeSystemBody; person: string }; gives: System };
  /** Calls with systems that nobody registered, by caller, the most calls first */
  listUnknownSystems: { takes: {}; gives: ListUnknownSystemsAnswer };
  /** One system, with who did what */
  getSystem: { takes: { path: { id: string } }; gives: System };
  /** Change what the register says of a system; what the class rests on re-opens it */
  changeSystem: { takes: { path: { id: string }; body: ChangeSystemBody; person: string }; gives: System };
  /** Put a document on record, by its digest */
  addSystemDocument: { takes: { path: { id: string }; body: AddSystemDocumentBody; person: string }; gives: System };
  /** The classification that stands, and what evidence Reeve holds for each obligation; not legal advice */
  getClassification: { takes: { path: { id: string } }; gives: GetClassificationAnswer };
  /** Put the class of a system under the EU AI Act on record; not legal advice */
  classifySystem: { takes: { path: { id: string }; body: ClassifySystemBody; person: string }; gives: System };
  /** Move a system from one state to another */
  stepSystem: { takes: { path: { id: string; step: "review" | "approve" | "activate" | "restrict" | "suspend" | "retire" }; body: StepSystemBody; person: string }; gives: System };
  /** Halts of the caller's tenant, and those of everything, the last placed first; docs/halts.md */
  listHalts: { takes: { query?: { state?: "standing" | "all" } }; gives: ListHaltsAnswer };
  /** Let nothing of it pass, from the next request on */
  placeHalt: { takes: { body: HaltTerms; person: string }; gives: Halt };
  /** One halt */
  getHalt: { takes: { path: { id: string } }; gives: Halt };
  /** Lift a halt, as another person than who placed it */
  liftHalt: { takes: { path: { id: string }; body: LiftHaltBody; person: string }; gives: Halt };
  /** Tokens of access that are administered in the caller's tenant; docs/identity.md */
  listTokens: { takes: { query?: { state?: "active" | "expired" | "revoked" } }; gives: ListTokensAnswer };
  /** Make a token; its secret is in this answer and never again */
  newToken: { takes: { body: TokenTerms; person: string }; gives: Token };
  /** One token, with its last use */
  getToken: { takes: { path: { id: string } }; gives: Token };
  /** End a token now */
  revokeToken: { takes: { path: { id: string }; body: RevokeTokenBody; person: string }; gives: Token };
  /** Who the caller is taken for */
  getPrincipal: { takes: {}; gives: GetPrincipalAnswer };
  /** What was used of the active bundle's budgets, the nearest to its limit first; docs/budgets.md */
  showUsage: { takes: { query?: { budget?: string; system?: string; actor?: string } }; gives: ShowUsageAnswer };
  /** Waivers of the caller's tenant, the last granted first; docs/waivers.md */
  listWaivers: { takes: { query?: { state?: "all" | "active" | "pending" | "expired" | "revoked" | "expiring" | "unused" | "orphaned" | "not_waivable"; within?: string } }; gives: ListWaiversAnswer };
  /** Accept that a rule does not apply within a scope until a time */
  grantWaiver: { takes: { body: WaiverTerms; person: string }; gives: Waiver };
  /** One waiver, with its uses */
  getWaiver: { takes: { path: { id: string } }; gives: Waiver };
  /** End a waiver now */
  revokeWaiver: { takes: { path: { id: string }; body: RevokeWaiverBody; person: string }; gives: Waiver };
  /** A queue of approvals of the caller's tenant; docs/approvals.md */
  listApprovals: { takes: { query?: { state?: "open" | "approved" | "rejected" | "withdrawn" | "expired" | "lapsed" | "void" | "used"; role?: string; system?: string; order?: "age" | "due" | "priority"; limit?: number; after?: string } }; gives: ListApprovalsAnswer };
  /** One approval, with its votes */
  getApproval: { takes: { path: { id: string }; query?: { wait?: string } }; gives: Approval };
  /** The approval, at once and whenever it has changed, until it is decided */
  followApproval: { takes: { path: { id: string } }; gives: string };
  /** A notice for each record of an approval; docs/notifications.md */
  followApprovals: { takes: {}; gives: string };
  /** Approve or reject, by a grant of the person that is in force */
  voteOnApproval: { takes: { path: { id: string }; body: VoteOnApprovalBody; person: string }; gives: Approval };
  /** Take it back, as who asked for it */
  withdrawApproval: { takes: { path: { id: string }; body: WithdrawApprovalBody; person: string }; gives: Approval };
  /** Who may decide what, the last given first */
  listGrants: { takes: { query?: { person?: string; role?: string; state?: "active" | "pending" | "expired" | "ended" } }; gives: ListGrantsAnswer };
  /** Let another person decide in a role */
  giveGrant: { takes: { body: GrantTerms; person: string }; gives: Grant };
  /** One grant */
  getGrant: { takes: { path: { id: string } }; gives: Grant };
  /** End a grant now, and what was passed on of it */
  endGrant: { takes: { path: { id: string }; body: EndGrantBody; person: string }; gives: Grant };
  /** Pass on a part of one's own grant for a time */
  delegateGrant: { takes: { body: DelegateGrantBody; person: string }; gives: Grant };
  /** What persons were trained in, the last recorded first */
  listTrainings: { takes: { query?: { person?: string } }; gives: ListTrainingsAnswer };
  /** Record that another person was trained */
  recordTraining: { takes: { body: RecordTrainingBody; person: string }; gives: Training };
  /** Incidents of the caller's tenant, the first that is due first; docs/incidents.md */
  listIncidents: { takes: { query?: { state?: "all" | "open" | "late" | "closed" } }; gives: ListIncidentsAnswer };
  /** Record a serious incident, which starts the clock, and places a legal hold on its system */
  openIncident: { takes: { body: IncidentTerms; person: string }; gives: Incident };
  /** One incident */
  getIncident: { takes: { path: { id: string } }; gives: Incident };
  /** Record what came to be known; the clock is worked out again */
  updateIncident: { takes: { path: { id: string }; body: IncidentChange; person: string }; gives: Incident };
  /** The report as it would be now; it is neither kept nor recorded */
  draftIncidentReport: { takes: { path: { id: string }; query?: { format?: "json" | "html" } }; gives: Record<string, unknown> };
  /** Make the report from the records, keep it, and record its digest; it is not sent */
  reportIncident: { takes: { path: { id: string }; body: IncidentReporting; person: string }; gives: Incident };
  /** A report, or its page, that was recorded for the incident */
  getIncidentReport: { takes: { path: { id: string; digest: Digest } }; gives: Record<string, unknown> };
  /** Close it, as another person than who opened it; lifts its legal hold */
  closeIncident: { takes: { path: { id: string }; body: IncidentClosing; person: string }; gives: Incident };
  /** Break-glasses of the caller's tenant, the last invoked first; docs/break-glass.md */
  listBreakGlass: { takes: { query?: { state?: "all" | "active" | "to_review" | "overdue" | "reviewed" } }; gives: ListBreakGlassAnswer };
  /** Let pass, in an incident and for a short time, what rules would hold */
  invokeBreakGlass: { takes: { body: BreakGlassTerms; person: string }; gives: BreakGlass };
  /** One break-glass, with its uses */
  getBreakGlass: { takes: { path: { id: string } }; gives: BreakGlass };
  /** End one before its time */
  endBreakGlass: { takes: { path: { id: string }; body: Reason; person: string }; gives: BreakGlass };
  /** Judge one that is over, as another person than who invoked it */
  reviewBreakGlass: { takes: { path: { id: string }; body: BreakGlassReview; person: string }; gives: BreakGlass };
  /** What a client let pass without a decision, since it had no answer; docs/clients.md */
  reportBypasses: { takes: { body: Bypasses }; gives: ReportBypassesAnswer };
  /** What people did with the output of decisions; docs/overrides.md */
  recordOverrides: { takes: { body: Overrides }; gives: RecordOverridesAnswer };
  /** How often output was not followed, and reversed on appeal, by system and by rule */
  getOverrideRates: { takes: { query?: { system?: string } }; gives: GetOverrideRatesAnswer };
  /** Appeals of the caller's tenant, the last opened first; docs/overrides.md */
  listAppeals: { takes: { query?: { state?: "all" | "open" } }; gives: ListAppealsAnswer };
  /** Take in a complaint of a decision */
  openAppeal: { takes: { body: AppealTerms; person: string }; gives: Appeal };
  /** One appeal */
  getAppeal: { takes: { path: { id: string } }; gives: Appeal };
  /** Decide it, as another person than who took it in; a reversal is an outcome of the decision */
  decideAppeal: { takes: { path: { id: string }; body: AppealRuling; person: string }; gives: Appeal };
  /** What a policy kept of one decision; that it is read is recorded first; docs/privacy.md */
  readContent: { takes: { path: { id: string }; body: ReadContentBody; person: string }; gives: KeptContent };
  /** Everything on a pseudonym, a page at a time, with receipts */
  exportSubject: { takes: { body: ExportSubjectBody; person: string }; gives: SubjectPage };
  /** Destroy the key of all content kept on a pseudonym */
  eraseSubject: { takes: { body: EraseSubjectBody; person: string }; gives: EraseSubjectAnswer };
  /** Legal holds of the caller's tenant, the last placed first */
  listLegalHolds: { takes: { query?: { state?: "standing" | "all" } }; gives: ListLegalHoldsAnswer };
  /** Keep content from erasure and expiry; exactly one of subject, system, everything */
  placeLegalHold: { takes: { body: PlaceLegalHoldBody; person: string }; gives: LegalHold };
  /** Lift a legal hold */
  liftLegalHold: { takes: { path: { id: string }; body: LiftLegalHoldBody; person: string }; gives: LegalHold };
  /** How long kept content and records stay, by class of system */
  getRetention: { takes: {}; gives: Retention };
  /** Change it for one class, within its floor and ceiling */
  setRetention: { takes: { body: SetRetentionBody; person: string }; gives: Retention };
  /** Take out expired content now; the server does so each hour */
  sweepContent: { takes: { body: Record<string, unknown>; person: string }; gives: SweepContentAnswer };
  /** LiteLLM generic guardrail: before or after a model; docs/contracts.md */
  askLiteLlm: { takes: { path: { system: string }; body: Record<string, unknown> }; gives: string };
  /** Presidio: what personal data a text holds; docs/contracts.md */
  askPresidioAnalyze: { takes: { path: { system: string }; body: Record<string, unknown> }; gives: string };
  /** Presidio: a text without what was found; docs/contracts.md */
  askPresidioAnonymize: { takes: { path: { system: string }; body: Record<string, unknown> }; gives: string };
  /** Presidio: what can be found; docs/contracts.md */
  listPresidioEntities: { takes: { path: { system: string } }; gives: string };
  /** Readiness, where Presidio and OPA look for it; docs/contracts.md */
  askHealth: { takes: { path: { system: string } }; gives: string };
  /** OPA: a decision of the request in `input`; docs/contracts.md */
  askOpaDecision: { takes: { path: { system: string }; body: Record<string, unknown> }; gives: string };
  /** OPA: the same as a boolean; docs/contracts.md */
  askOpaAllow: { takes: { path: { system: string }; body: Record<string, unknown> }; gives: string };
  /** AuthZEN: may this subject do this; docs/contracts.md */
  askAuthZen: { takes: { path: { system: string }; body: Record<string, unknown> }; gives: string };
  /** AuthZEN: several at once; docs/contracts.md */
  askAuthZenSeveral: { takes: { path: { system: string }; body: Record<string, unknown> }; gives: string };
  /** AuthZEN: where to ask; docs/contracts.md */
  getAuthZenConfiguration: { takes: { path: { system: string } }; gives: string };
  /** agentgateway: messages before a model; docs/contracts.md */
  askAgentGatewayRequest: { takes: { path: { system: string }; body: Record<string, unknown> }; gives: string };
  /** agentgateway: choices after it; docs/contracts.md */
  askAgentGatewayResponse: { takes: { path: { system: string }; body: Record<string, unknown> }; gives: string };
  /** Portkey: before or after a model; docs/contracts.md */
  askPortkey: { takes: { path: { system: string }; body: Record<string, unknown> }; gives: string };
  /** Claude Code: a hook event; docs/contracts.md */
  askHook: { takes: { path: { system: string }; body: Record<string, unknown> }; gives: string };
  /** This document, as JSON */
  openapi: { takes: {}; gives: Record<string, unknown> };
  /** The process runs */
  livez: { takes: {}; gives: string };
  /** Decisions are made and recorded */
  readyz: { takes: {}; gives: ReadyzAnswer };
  /** Prometheus text format 0.0.4 */
  metrics: { takes: {}; gives: string };
}

/** Method, path, and whether the answer is no JSON. */
export const operations: Record<keyof Operations, readonly [string, string, boolean]> = {
  decide: ["POST", "/v1/decisions", false],
  decideBatch: ["POST", "/v1/decisions:batch", false],
  getDecision: ["GET", "/v1/decisions/{id}", false],
  getReceipt: ["GET", "/v1/decisions/{id}/receipt", true],
  getLedgerReceipt: ["GET", "/v1/ledger/receipt", true],
  getConsistency: ["GET", "/v1/ledger/consistency", false],
  getCheckpoint: ["GET", "/log/checkpoint", true],
  getCosignedCheckpoint: ["GET", "/log/cosigned/checkpoint", true],
  getTile: ["GET", "/log/tile/{path}", true],
  getEntries: ["GET", "/log/tile/entries/{path}", true],
  searchRecords: ["GET", "/v1/records", false],
  countRecords: ["GET", "/v1/records:count", false],
  listBundles: ["GET", "/v1/bundles", false],
  proposeBundle: ["POST", "/v1/bundles", false],
  getBundle: ["GET", "/v1/bundles/{digest}", false],
  getTrial: ["GET", "/v1/bundles/{digest}/trial", false],
  changeBundle: ["POST", "/v1/bundles/{digest}/{action}", false],
  rollBackBundle: ["POST", "/v1/bundles/rollback", false],
  listReviews: ["GET", "/v1/reviews", false],
  getReview: ["GET", "/v1/reviews/{id}", false],
  decideReview: ["POST", "/v1/reviews/{id}/verdict", false],
  showQuality: ["GET", "/v1/oversight/quality", false],
  setOversightMeasures: ["POST", "/v1/oversight/measures", false],
  seedApproval: ["POST", "/v1/oversight/seeds", false],
  followEvents: ["GET", "/v1/events", true],
  listNotifications: ["GET", "/v1/notifications", false],
  retryNotification: ["POST", "/v1/notifications/{target}/retry", false],
  chatCompletions: ["POST", "/v1/chat/completions", false],
  responses: ["POST", "/v1/responses", false],
  messages: ["POST", "/v1/messages", false],
  embeddings: ["POST", "/v1/embeddings", false],
  moderations: ["POST", "/v1/moderations", false],
  listModels: ["GET", "/v1/models", false],
  getModel: ["GET", "/v1/models/{model}", false],
  recordOutcomes: ["POST", "/v1/outcomes", false],
  listBiasAttributes: ["GET", "/v1/bias-attributes", false],
  uploadBiasAttributes: ["POST", "/v1/bias-attributes", false],
  getBiasAttributes: ["GET", "/v1/bias-attributes/{id}", false],
  deleteBiasAttributes: ["POST", "/v1/bias-attributes/{id}/delete", false],
  listBiasAudits: ["GET", "/v1/bias-audits", false],
  startBiasAudit: ["POST", "/v1/bias-audits", false],
  getBiasAudit: ["GET", "/v1/bias-audits/{id}", false],
  cancelBiasAudit: ["POST", "/v1/bias-audits/{id}/cancel", false],
  recordBiasReport: ["POST", "/v1/bias-reports", false],
  getBiasReport: ["GET", "/v1/bias-reports/{digest}", false],
  listBiasMonitors: ["GET", "/v1/bias-monitors", false],
  setBiasMonitor: ["POST", "/v1/bias-monitors", false],
  getBiasMonitor: ["GET", "/v1/bias-monitors/{name}", false],
  endBiasMonitor: ["POST", "/v1/bias-monitors/{name}/end", false],
  openBiasCorrection: ["POST", "/v1/bias-monitors/{name}/corrections", false],
  finishBiasCorrection: ["POST", "/v1/bias-monitors/{name}/corrections/{id}/done", false],
  listBiasPublications: ["GET", "/v1/bias-publications", false],
  publishBiasSummary: ["POST", "/v1/bias-publications", false],
  withdrawBiasSummary: ["POST", "/v1/bias-publications/{id}/withdraw", false],
  getPublicAudits: ["GET", "/.well-known/audits.json", false],
  getPublicAudit: ["GET", "/audits/{id}", true],
  listSystems: ["GET", "/v1/systems", false],
  proposeSystem: ["POST", "/v1/systems", false],
  listUnknownSystems: ["GET", "/v1/systems/unknown", false],
  getSystem: ["GET", "/v1/systems/{id}", false],
  changeSystem: ["POST", "/v1/systems/{id}/change", false],
  addSystemDocument: ["POST", "/v1/systems/{id}/documents", false],
  getClassification: ["GET", "/v1/systems/{id}/classification", false],
  classifySystem: ["POST", "/v1/systems/{id}/classification", false],
  stepSystem: ["POST", "/v1/systems/{id}/{step}", false],
  listHalts: ["GET", "/v1/halts", false],
  placeHalt: ["POST", "/v1/halts", false],
  getHalt: ["GET", "/v1/halts/{id}", false],
  liftHalt: ["POST", "/v1/halts/{id}/lift", false],
  listTokens: ["GET", "/v1/tokens", false],
  newToken: ["POST", "/v1/tokens", false],
  getToken: ["GET", "/v1/tokens/{id}", false],
  revokeToken: ["POST", "/v1/tokens/{id}/revoke", false],
  getPrincipal: ["GET", "/v1/principal", false],
  showUsage: ["GET", "/v1/usage", false],
  listWaivers: ["GET", "/v1/waivers", false],
  grantWaiver: ["POST", "/v1/waivers", false],
  getWaiver: ["GET", "/v1/waivers/{id}", false],
  revokeWaiver: ["POST", "/v1/waivers/{id}/revoke", false],
  listApprovals: ["GET", "/v1/approvals", false],
  getApproval: ["GET", "/v1/approvals/{id}", false],
  followApproval: ["GET", "/v1/approvals/{id}/events", true],
  followApprovals: ["GET", "/v1/approvals/events", true],
  voteOnApproval: ["POST", "/v1/approvals/{id}/votes", false],
  withdrawApproval: ["POST", "/v1/approvals/{id}/withdraw", false],
  listGrants: ["GET", "/v1/grants", false],
  giveGrant: ["POST", "/v1/grants", false],
  getGrant: ["GET", "/v1/grants/{id}", false],
  endGrant: ["POST", "/v1/grants/{id}/end", false],
  delegateGrant: ["POST", "/v1/delegations", false],
  listTrainings: ["GET", "/v1/trainings", false],
  recordTraining: ["POST", "/v1/trainings", false],
  listIncidents: ["GET", "/v1/incidents", false],
  openIncident: ["POST", "/v1/incidents", false],
  getIncident: ["GET", "/v1/incidents/{id}", false],
  updateIncident: ["POST", "/v1/incidents/{id}/update", false],
  draftIncidentReport: ["GET", "/v1/incidents/{id}/report", false],
  reportIncident: ["POST", "/v1/incidents/{id}/report", false],
  getIncidentReport: ["GET", "/v1/incidents/{id}/reports/{digest}", false],
  closeIncident: ["POST", "/v1/incidents/{id}/close", false],
  listBreakGlass: ["GET", "/v1/break-glass", false],
  invokeBreakGlass: ["POST", "/v1/break-glass", false],
  getBreakGlass: ["GET", "/v1/break-glass/{id}", false],
  endBreakGlass: ["POST", "/v1/break-glass/{id}/end", false],
  reviewBreakGlass: ["POST", "/v1/break-glass/{id}/review", false],
  reportBypasses: ["POST", "/v1/bypasses", false],
  recordOverrides: ["POST", "/v1/overrides", false],
  getOverrideRates: ["GET", "/v1/overrides/rates", false],
  listAppeals: ["GET", "/v1/appeals", false],
  openAppeal: ["POST", "/v1/appeals", false],
  getAppeal: ["GET", "/v1/appeals/{id}", false],
  decideAppeal: ["POST", "/v1/appeals/{id}/decide", false],
  readContent: ["POST", "/v1/decisions/{id}/content", false],
  exportSubject: ["POST", "/v1/subjects/export", false],
  eraseSubject: ["POST", "/v1/subjects/erase", false],
  listLegalHolds: ["GET", "/v1/legal-holds", false],
  placeLegalHold: ["POST", "/v1/legal-holds", false],
  liftLegalHold: ["POST", "/v1/legal-holds/{id}/lift", false],
  getRetention: ["GET", "/v1/retention", false],
  setRetention: ["POST", "/v1/retention", false],
  sweepContent: ["POST", "/v1/retention/sweep", false],
  askLiteLlm: ["POST", "/contracts/{system}/beta/litellm_basic_guardrail_api", true],
  askPresidioAnalyze: ["POST", "/contracts/{system}/analyze", true],
  askPresidioAnonymize: ["POST", "/contracts/{system}/anonymize", true],
  listPresidioEntities: ["GET", "/contracts/{system}/supportedentities", true],
  askHealth: ["GET", "/contracts/{system}/health", true],
  askOpaDecision: ["POST", "/contracts/{system}/v1/data/reeve/decision", true],
  askOpaAllow: ["POST", "/contracts/{system}/v1/data/reeve/allow", true],
  askAuthZen: ["POST", "/contracts/{system}/access/v1/evaluation", true],
  askAuthZenSeveral: ["POST", "/contracts/{system}/access/v1/evaluations", true],
  getAuthZenConfiguration: ["GET", "/contracts/{system}/.well-known/authzen-configuration", true],
  askAgentGatewayRequest: ["POST", "/contracts/{system}/request", true],
  askAgentGatewayResponse: ["POST", "/contracts/{system}/response", true],
  askPortkey: ["POST", "/contracts/{system}/portkey", true],
  askHook: ["POST", "/contracts/{system}/hook", true],
  openapi: ["GET", "/v1/openapi.json", false],
  livez: ["GET", "/livez", true],
  readyz: ["GET", "/readyz", false],
  metrics: ["GET", "/metrics", true],
};
