"""The types of the HTTP interface. Generated from docs/api/openapi.yaml by clients/generate.py; do not edit."""
# ruff: noqa
from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any, Dict, List, Literal, TypedDict, Union

if sys.version_info >= (3, 11):
    from typing import NotRequired
elif TYPE_CHECKING:
    from typing_extensions import NotRequired


Role = Literal['service', 'risk_officer', 'approver', 'auditor', 'administrator']

SystemState = Literal['proposed', 'in_review', 'approved', 'active', 'restricted', 'suspended', 'retired', 'halted']

SystemNames = List[str]

IncidentCategory = Literal['death', 'health', 'critical_infrastructure', 'fundamental_rights', 'property_or_environment', 'widespread']

CausalLink = Literal['unknown', 'suspected', 'established']

ScopeValues = List[str]

Pair = List[int]

Hash = str

Digest = str


class Review(TypedDict):
    id: str
    decision: str
    interaction: str
    system: str
    request: str
    requester: str
    bundle: str
    shown: str
    action: NotRequired[str]
    amount: NotRequired[float]
    currency: NotRequired[str]
    risk_class: NotRequired[str]
    roles: List[str]
    opened: str
    due: str
    tenant: str
    state: Literal['open', 'overdue', 'done']
    verdict: NotRequired[ReviewVerdict]


class ReviewVerdict(TypedDict):
    finding: Literal['right', 'wrong', 'unclear']
    by: str
    reviewer: str
    reason: str
    time: str


class VoteShares(TypedDict):
    approvals: NotRequired[int]
    fast: NotRequired[int]
    agreement: NotRequired[int]
    missed: NotRequired[int]
    reversed: NotRequired[int]


class OversightMeasures(TypedDict):
    min_votes: NotRequired[int]
    fast: NotRequired[int]
    missed: NotRequired[int]
    reversed: NotRequired[int]
    approvals: NotRequired[int]
    suspends: NotRequired[bool]


class TokenTerms(TypedDict):
    principal: str
    roles: List[Role]
    credential: NotRequired[TokenTermsCredential]
    systems: NotRequired[List[str]]
    tenants: NotRequired[List[str]]
    person: NotRequired[str]
    expires: NotRequired[str]
    note: NotRequired[str]


class TokenTermsCredential(TypedDict):
    kind: Literal['secret', 'certificate', 'jwt']
    value: NotRequired[str]
    issuer: NotRequired[str]


class Token(TypedDict):
    id: str
    principal: str
    roles: List[Role]
    credential: TokenCredential
    systems: NotRequired[List[str]]
    tenants: List[str]
    person: NotRequired[str]
    expires: str
    note: NotRequired[str]
    tenant: str
    by: str
    created: str
    used: NotRequired[str]
    state: Literal['active', 'expired', 'revoked']
    revoked: NotRequired[TokenRevoked]
    secret: NotRequired[str]


class TokenCredential(TypedDict):
    kind: Literal['secret', 'certificate', 'jwt']
    value: NotRequired[str]
    issuer: NotRequired[str]


class TokenRevoked(TypedDict):
    by: NotRequired[str]
    reason: NotRequired[str]
    time: NotRequired[str]


class Approval(TypedDict):
    id: str
    tenant: str
    state: Literal['open', 'approved', 'rejected', 'withdrawn', 'expired', 'lapsed', 'void', 'used']
    decision: str
    interaction: str
    system: str
    action: NotRequired[str]
    amount: NotRequired[float]
    currency: NotRequired[str]
    risk_class: NotRequired[str]
    severity: NotRequired[Literal['low', 'medium', 'high', 'critical']]
    rules: NotRequired[List[str]]
    requester: NotRequired[str]
    request: str
    bundle: str
    shown: str
    roles: List[str]
    quorum: int
    opened: str
    deadline: str
    escalation: NotRequired[ApprovalEscalation]
    on_timeout: NotRequired[Literal['allow']]
    uses: NotRequired[int]
    valid_seconds: NotRequired[int]
    distinct_units: NotRequired[Literal[True]]
    exclude_author: NotRequired[Literal[True]]
    blind: NotRequired[Literal[True]]
    veto: NotRequired[List[str]]
    words: NotRequired[int]
    votes_cast: int
    approvals: NotRequired[int]
    votes: NotRequired[List[ApprovalVotes]]
    used: int
    last_use: NotRequired[str]
    valid: NotRequired[ApprovalValid]
    closed: NotRequired[ApprovalClosed]


class ApprovalEscalation(TypedDict):
    at: NotRequired[str]
    roles: NotRequired[List[str]]


class ApprovalVotes(TypedDict):
    vote: Literal['approve', 'reject']
    by: str
    principal: str
    voter: str
    grant: str
    role: str
    unit: NotRequired[str]
    reason: str
    conditions: NotRequired[List[str]]
    time: str


ApprovalValid = TypedDict("ApprovalValid", {
    "from": "NotRequired[str]",
    "until": "NotRequired[str]",
})


class ApprovalClosed(TypedDict):
    time: NotRequired[str]
    by: NotRequired[str]
    reason: NotRequired[str]


GrantTerms = TypedDict("GrantTerms", {
    "person": "str",
    "role": "str",
    "unit": "NotRequired[str]",
    "up_to": "NotRequired[float]",
    "currency": "NotRequired[str]",
    "actions": "NotRequired[List[str]]",
    "risk_classes": "NotRequired[List[Literal['unclassified', 'minimal', 'limited', 'high']]]",
    "systems": "NotRequired[List[str]]",
    "from": "NotRequired[str]",
    "until": "str",
    "competence": "NotRequired[str]",
    "known_as": "NotRequired[List[str]]",
    "reason": "str",
})


Grant = TypedDict("Grant", {
    "grant": "str",
    "tenant": "str",
    "state": "Literal['active', 'pending', 'expired', 'ended']",
    "person": "str",
    "role": "str",
    "unit": "NotRequired[str]",
    "up_to": "NotRequired[float]",
    "currency": "NotRequired[str]",
    "actions": "NotRequired[List[str]]",
    "risk_classes": "NotRequired[List[str]]",
    "systems": "NotRequired[List[str]]",
    "from": "str",
    "until": "str",
    "competence": "NotRequired[str]",
    "known_as": "NotRequired[List[str]]",
    "of": "NotRequired[str]",
    "delegator": "NotRequired[str]",
    "reason": "str",
    "by": "str",
    "given": "str",
    "ended": "NotRequired[GrantEnded]",
})


class GrantEnded(TypedDict):
    by: NotRequired[str]
    reason: NotRequired[str]
    time: NotRequired[str]


class Training(TypedDict):
    training: str
    person: str
    name: str
    until: str
    evidence: NotRequired[str]
    reason: str
    by: str
    recorded: str
    state: Literal['current', 'expired']


class SystemFacts(TypedDict):
    name: NotRequired[str]
    owner: NotRequired[str]
    deputy: NotRequired[str]
    version: NotRequired[str]
    role: NotRequired[Literal['provider', 'deployer', 'provider_and_deployer']]
    purpose: NotRequired[str]
    purposes: NotRequired[SystemNames]
    models: NotRequired[SystemNames]
    tools: NotRequired[SystemNames]
    data_categories: NotRequired[SystemNames]
    regions: NotRequired[SystemNames]
    affected_groups: NotRequired[SystemNames]
    review_due: NotRequired[str]
    purpose_drift: NotRequired[Literal['deny', 'alarm']]


class SystemDocument(TypedDict):
    kind: Literal['fria', 'dpia', 'worker_notice', 'training', 'other']
    digest: Digest
    link: NotRequired[str]
    title: NotRequired[str]


class SystemAct(TypedDict):
    by: str
    reason: str
    time: str


class System(TypedDict):
    name: NotRequired[str]
    owner: NotRequired[str]
    deputy: NotRequired[str]
    version: NotRequired[str]
    role: NotRequired[Literal['provider', 'deployer', 'provider_and_deployer']]
    purpose: NotRequired[str]
    purposes: NotRequired[SystemNames]
    models: NotRequired[SystemNames]
    tools: NotRequired[SystemNames]
    data_categories: NotRequired[SystemNames]
    regions: NotRequired[SystemNames]
    affected_groups: NotRequired[SystemNames]
    review_due: NotRequired[str]
    purpose_drift: NotRequired[Literal['deny', 'alarm']]
    id: str
    tenant: str
    risk_class: Literal['unclassified', 'minimal', 'limited', 'high', 'prohibited']
    state: SystemState
    documents: NotRequired[List[SystemDocument]]
    governed: NotRequired[bool]
    proposed: NotRequired[SystemAct]
    reviewed: NotRequired[SystemAct]
    approved: NotRequired[SystemAct]
    stopped: NotRequired[SystemAct]
    classified: NotRequired[SystemClassified]
    runs: bool
    stands_still: NotRequired[SystemStandsStill]
    drift: NotRequired[List[SystemDrift]]


SystemClassified = TypedDict("SystemClassified", {
    "by": "str",
    "reason": "str",
    "time": "str",
    "record": "NotRequired[str]",
    "class": "NotRequired[str]",
    "as_of": "NotRequired[str]",
})


class SystemStandsStill(TypedDict):
    code: NotRequired[str]
    message: NotRequired[str]


class SystemDrift(TypedDict):
    purpose: NotRequired[str]
    days: NotRequired[int]
    first: NotRequired[str]
    last: NotRequired[str]
    decision: NotRequired[str]


class HaltTerms(TypedDict):
    system: NotRequired[str]
    model: NotRequired[str]
    tool: NotRequired[str]
    tenant: NotRequired[str]
    all: NotRequired[Literal[True]]
    reason: str


class Halt(TypedDict):
    id: str
    system: NotRequired[str]
    model: NotRequired[str]
    tool: NotRequired[str]
    tenant: NotRequired[str]
    all: NotRequired[Literal[True]]
    reason: str
    by: str
    placed: str
    lifted: NotRequired[SystemAct]


class BiasAttributes(TypedDict):
    attributes: str
    system: str
    purpose: str
    legal_basis: str
    delete_at: str
    rows: int
    bytes: int
    columns: List[str]
    digest: str
    by: str
    principal: NotRequired[str]
    uploaded: str
    state: Literal['kept', 'due', 'deleted']
    deleted: NotRequired[BiasAttributesDeleted]


class BiasAttributesDeleted(TypedDict):
    by: NotRequired[str]
    reason: NotRequired[str]
    time: NotRequired[str]


class BiasAlarm(TypedDict):
    metric: NotRequired[str]
    raise_below: NotRequired[float]
    clear_at: NotRequired[float]
    act: NotRequired[Literal['tell', 'halt']]


class BiasMonitor(TypedDict):
    name: str
    schedule: str
    window_days: int
    alarm: BiasAlarm
    system: str
    state: Literal['quiet', 'raised', 'ended']
    request: str
    next: NotRequired[str]
    by: str
    set: str
    run: NotRequired[str]
    missed: NotRequired[BiasMonitorMissed]
    value: NotRequired[float]
    report: NotRequired[str]
    raised: NotRequired[Dict[str, Any]]
    cleared: NotRequired[Dict[str, Any]]
    ended: NotRequired[Dict[str, Any]]
    corrections: NotRequired[List[BiasMonitorCorrections]]


class BiasMonitorMissed(TypedDict):
    code: NotRequired[str]
    time: NotRequired[str]


class BiasMonitorCorrections(TypedDict):
    correction: str
    opened: str
    measure: str
    owner: str
    due: str
    by: str
    overdue: bool
    before: NotRequired[float]
    done: NotRequired[Dict[str, Any]]
    effect: NotRequired[BiasMonitorCorrectionsEffect]


class BiasMonitorCorrectionsEffect(TypedDict):
    value: NotRequired[float]
    report: NotRequired[str]


class BiasPublication(TypedDict):
    id: str
    path: str
    report: str
    page: str
    tool: str
    auditor: str
    audit_date: str
    used_from: str
    by: str
    published: str
    withdrawn: NotRequired[BiasPublicationWithdrawn]


class BiasPublicationWithdrawn(TypedDict):
    by: NotRequired[str]
    reason: NotRequired[str]
    time: NotRequired[str]


class BiasAudit(TypedDict):
    id: str
    state: Literal['queued', 'running', 'done', 'failed', 'cancelled', 'interrupted']
    system: str
    attributes: str
    columns: NotRequired[Dict[str, Any]]
    conventions: NotRequired[str]
    preset: NotRequired[str]
    first: NotRequired[int]
    end: NotRequired[int]
    earlier: NotRequired[str]
    by: str
    started: str
    ended: NotRequired[str]
    progress: NotRequired[BiasAuditProgress]
    report: NotRequired[str]
    verdicts: NotRequired[Dict[str, Any]]
    code: NotRequired[str]
    message: NotRequired[str]
    cancelled_by: NotRequired[str]


class BiasAuditProgress(TypedDict):
    stage: NotRequired[Literal['reading', 'computing']]
    done: NotRequired[int]
    total: NotRequired[int]


KeptContent = TypedDict("KeptContent", {
    "decision": "str",
    "class": "str",
    "at": "str",
    "commitment": "str",
    "nonce": "str",
    "request": "Dict[str, Any]",
    "released": "NotRequired[Dict[str, Any]]",
})


class SubjectPage(TypedDict):
    subject: str
    origin: str
    vkey: str
    size: int
    next: NotRequired[int]
    records: List[SubjectPageRecords]


class SubjectPageRecords(TypedDict):
    index: int
    record: str
    leaf_hash: str
    receipt: str
    content: NotRequired[KeptContent]


class LegalHold(TypedDict):
    id: str
    tenant: str
    subject: NotRequired[str]
    system: NotRequired[str]
    everything: NotRequired[Literal[True]]
    matter: str
    reason: str
    by: str
    placed: str
    lifted: NotRequired[LegalHoldLifted]


class LegalHoldLifted(TypedDict):
    by: NotRequired[str]
    reason: NotRequired[str]
    time: NotRequired[str]


class Retention(TypedDict):
    retention: List[RetentionRetention]


RetentionRetention = TypedDict("RetentionRetention", {
    "class": "Literal['unclassified', 'minimal', 'limited', 'high', 'prohibited']",
    "content_days": "int",
    "records_days": "int",
    "floor_days": "int",
    "by": "NotRequired[str]",
    "reason": "NotRequired[str]",
    "time": "NotRequired[str]",
})


class UsageCount(TypedDict):
    budget: str
    of: Literal['calls', 'tokens', 'cost']
    window: int
    actor: NotRequired[str]
    model: NotRequired[str]
    system: NotRequired[str]
    tenant: NotRequired[str]
    used: int
    limit: int
    remaining: int
    until: str


class Request(TypedDict):
    interaction: str
    stage: Literal['input', 'output', 'tool_call', 'tool_result']
    system: str
    actor: RequestActor
    subject: NotRequired[str]
    model: NotRequired[str]
    usage: NotRequired[RequestUsage]
    channel: NotRequired[str]
    action: RequestAction
    content: NotRequired[Union[RequestContent1, RequestContent2]]
    context: NotRequired[Dict[str, Any]]
    sequence: NotRequired[int]
    approval: NotRequired[str]


class RequestActor(TypedDict):
    id: str
    roles: NotRequired[List[str]]
    unit: NotRequired[str]


class RequestUsage(TypedDict):
    tokens: NotRequired[int]
    cost_micros: NotRequired[int]


class RequestAction(TypedDict):
    kind: str
    tool: NotRequired[str]
    purpose: NotRequired[str]
    consequential: NotRequired[bool]
    amount: NotRequired[float]
    currency: NotRequired[str]
    arguments: NotRequired[Dict[str, Any]]


class RequestContent1(TypedDict):
    text: str


class RequestContent2(TypedDict):
    messages: List[RequestContent2Messages]


class RequestContent2Messages(TypedDict):
    role: str
    content: NotRequired[str]


class Decision(TypedDict):
    id: str
    effect: Literal['allow', 'redact', 'hold', 'deny']
    reasons: List[DecisionReasons]
    obligations: List[DecisionObligations]
    findings: List[DecisionFindings]
    content: Dict[str, Any]
    action: NotRequired[Dict[str, Any]]
    waivers: NotRequired[List[DecisionWaivers]]
    halt: NotRequired[DecisionHalt]
    approval: NotRequired[DecisionApproval]
    passed: NotRequired[DecisionPassed]
    warnings: NotRequired[List[DecisionWarnings]]
    bundle: Digest
    record: DecisionRecord


class DecisionReasons(TypedDict):
    policy: str
    rule: str
    severity: Literal['low', 'medium', 'high', 'critical']
    message: str
    operator: NotRequired[str]
    auditor: NotRequired[str]
    references: NotRequired[List[str]]
    error: NotRequired[str]
    clause: NotRequired[str]


class DecisionObligations(TypedDict):
    type: NotRequired[Literal['notify', 'label_output', 'add_disclosure', 'log_content', 'route', 'review']]
    value: NotRequired[str]


class DecisionFindings(TypedDict):
    kind: NotRequired[Literal['identifier', 'contact', 'network', 'credential', 'phrase']]
    entity: NotRequired[str]
    category: NotRequired[Literal['pii', 'special_category', 'payment', 'secret', 'injection', 'jailbreak', 'topic', 'mention']]
    country: NotRequired[str]
    score: NotRequired[float]
    parts: NotRequired[DecisionFindingsParts]
    validated: NotRequired[bool]
    disguises: NotRequired[List[str]]
    detector: NotRequired[str]
    path: NotRequired[str]
    span: NotRequired[DecisionFindingsSpan]


class DecisionFindingsParts(TypedDict):
    format: NotRequired[float]
    check: NotRequired[float]
    context: NotRequired[float]
    against: NotRequired[float]


class DecisionFindingsSpan(TypedDict):
    bytes: NotRequired[Pair]
    code_points: NotRequired[Pair]
    utf16: NotRequired[Pair]


class DecisionWaivers(TypedDict):
    id: str
    policy: str
    rule: str
    until: str
    by: str
    break_glass: NotRequired[Literal[True]]


class DecisionHalt(TypedDict):
    id: str
    scope: Literal['all', 'tenant', 'system', 'model', 'tool']
    placed: str


class DecisionApproval(TypedDict):
    id: NotRequired[str]
    quorum: NotRequired[int]
    roles: NotRequired[List[str]]
    deadline: NotRequired[str]
    escalation: NotRequired[DecisionApprovalEscalation]
    on_timeout: NotRequired[Literal['allow']]


class DecisionApprovalEscalation(TypedDict):
    at: NotRequired[str]
    roles: NotRequired[List[str]]


class DecisionPassed(TypedDict):
    approval: NotRequired[str]
    use: NotRequired[int]
    conditions: NotRequired[List[str]]


class DecisionWarnings(TypedDict):
    field: NotRequired[str]
    message: NotRequired[str]


class DecisionRecord(TypedDict):
    index: int
    leaf_hash: Hash


class Reason(TypedDict):
    reason: str


class IncidentTerms(TypedDict):
    system: str
    categories: List[IncidentCategory]
    aware: str
    occurred: NotRequired[str]
    causal_link: NotRequired[CausalLink]
    description: NotRequired[str]
    decisions: NotRequired[List[str]]
    references: NotRequired[List[str]]


class IncidentChange(TypedDict):
    reason: str
    add: NotRequired[List[IncidentCategory]]
    withdraw: NotRequired[List[IncidentCategory]]
    aware: NotRequired[str]
    causal_link: NotRequired[CausalLink]
    note: NotRequired[str]
    decisions: NotRequired[List[str]]


class IncidentReporting(TypedDict):
    kind: Literal['partial', 'full']
    to: str
    references: NotRequired[List[str]]


class IncidentClosing(TypedDict):
    resolution: Literal['reported', 'not_serious']
    reason: str


class Incident(TypedDict):
    id: str
    tenant: str
    system: str
    state: Literal['open', 'partly_reported', 'reported', 'closed']
    categories: Dict[str, str]
    causal_link: CausalLink
    clock: IncidentClock
    pin: IncidentPin
    legal_hold: str
    occurred: NotRequired[str]
    description: NotRequired[Digest]
    decisions: NotRequired[List[str]]
    references: NotRequired[List[str]]
    unreviewed: NotRequired[List[str]]
    by: str
    opened: str
    updates: int
    partial: NotRequired[ReportedIncident]
    full: NotRequired[ReportedIncident]
    first_report: NotRequired[str]
    overdue: NotRequired[List[IncidentOverdue]]
    closed: NotRequired[IncidentClosed]
    reported: NotRequired[IncidentReported]
    late: bool
    checked_at: str


class IncidentClock(TypedDict):
    rule: str
    articles: List[str]
    days: int
    aware: str
    due: str
    outer: str


class IncidentPin(TypedDict):
    first: int
    size: int
    root: Digest
    bundles: List[Digest]


class IncidentOverdue(TypedDict):
    limit: NotRequired[Literal['due', 'outer']]
    at: NotRequired[str]
    noticed: NotRequired[str]


class IncidentClosed(TypedDict):
    resolution: NotRequired[Literal['reported', 'not_serious']]
    by: NotRequired[str]
    reason: NotRequired[str]
    time: NotRequired[str]


class IncidentReported(TypedDict):
    kind: NotRequired[Literal['partial', 'full']]
    report: NotRequired[Digest]
    page: NotRequired[Digest]


class ReportedIncident(TypedDict):
    report: NotRequired[Digest]
    page: NotRequired[Digest]
    to: NotRequired[str]
    by: NotRequired[str]
    time: NotRequired[str]


class BreakGlassTerms(TypedDict):
    incident: str
    scope: WaiverScope
    rules: NotRequired[List[str]]
    time: NotRequired[str]
    reason: str


class BreakGlassReview(TypedDict):
    finding: Literal['justified', 'not_justified']
    reason: str


class BreakGlass(TypedDict):
    id: str
    tenant: str
    incident: str
    scope: WaiverScope
    rules: NotRequired[List[str]]
    reason: str
    by: str
    concerned: NotRequired[List[str]]
    invoked: str
    until: str
    review_by: str
    state: Literal['active', 'to_review', 'overdue', 'reviewed']
    ended: NotRequired[BreakGlassEnded]
    reviewed: NotRequired[BreakGlassReviewed]
    overdue: NotRequired[str]
    uses: BreakGlassUses


class BreakGlassEnded(TypedDict):
    by: NotRequired[str]
    reason: NotRequired[str]
    time: NotRequired[str]


class BreakGlassReviewed(TypedDict):
    by: NotRequired[str]
    finding: NotRequired[str]
    reason: NotRequired[str]
    time: NotRequired[str]


class BreakGlassUses(TypedDict):
    count: NotRequired[int]


class Bypasses(TypedDict):
    bypasses: List[Bypass]


class Bypass(TypedDict):
    key: str
    system: str
    interaction: str
    stage: Literal['input', 'output', 'tool_call', 'tool_result']
    cause: str
    passed: str


class Overrides(TypedDict):
    overrides: List[OverridesOverrides]


class OverridesOverrides(TypedDict):
    decision: str
    did: Literal['followed', 'changed', 'overridden', 'disregarded']
    reason: NotRequired[Literal['context', 'inaccurate', 'incomplete', 'instruction', 'other', 'out_of_scope', 'outdated', 'unfair', 'unsafe']]
    role: NotRequired[str]
    person: NotRequired[str]


class ResponseCounts(TypedDict):
    system: NotRequired[str]
    rule: NotRequired[str]
    followed: NotRequired[int]
    changed: NotRequired[int]
    overridden: NotRequired[int]
    disregarded: NotRequired[int]
    appeals: NotRequired[int]
    upheld: NotRequired[int]
    reversed: NotRequired[int]
    override_rate: NotRequired[float]
    reversal_rate: NotRequired[float]


class AppealTerms(TypedDict):
    decision: str
    kind: Literal['complaint', 'contest']
    grounds: Literal['discrimination', 'facts', 'not_explained', 'not_human', 'other', 'procedure']
    statement: NotRequired[str]
    person: NotRequired[str]


class AppealRuling(TypedDict):
    result: Literal['upheld', 'reversed']
    outcome: NotRequired[str]
    reason: str


class Appeal(TypedDict):
    id: str
    tenant: str
    state: Literal['open', 'decided']
    decision: str
    system: str
    rules: NotRequired[List[str]]
    kind: Literal['complaint', 'contest']
    grounds: Literal['discrimination', 'facts', 'not_explained', 'not_human', 'other', 'procedure']
    statement: NotRequired[Digest]
    person: NotRequired[str]
    by: str
    opened: str
    decided: NotRequired[AppealDecided]


class AppealDecided(TypedDict):
    result: NotRequired[Literal['upheld', 'reversed']]
    outcome: NotRequired[str]
    by: NotRequired[str]
    reason: NotRequired[str]
    time: NotRequired[str]


WaiverTerms = TypedDict("WaiverTerms", {
    "policy": "str",
    "rule": "str",
    "scope": "WaiverScope",
    "from": "NotRequired[str]",
    "until": "str",
    "reason": "str",
    "requested_by": "str",
    "references": "NotRequired[List[str]]",
})


class WaiverScope(TypedDict):
    everywhere: NotRequired[Literal[True]]
    systems: NotRequired[ScopeValues]
    actions: NotRequired[ScopeValues]
    tools: NotRequired[ScopeValues]
    tenants: NotRequired[ScopeValues]
    channels: NotRequired[ScopeValues]
    stages: NotRequired[List[Literal['input', 'output', 'tool_call', 'tool_result']]]
    risk_classes: NotRequired[List[Literal['unclassified', 'minimal', 'limited', 'high']]]


Waiver = TypedDict("Waiver", {
    "id": "str",
    "tenant": "str",
    "policy": "str",
    "rule": "str",
    "scope": "WaiverScope",
    "from": "str",
    "until": "str",
    "reason": "str",
    "by": "str",
    "requested_by": "str",
    "references": "NotRequired[List[str]]",
    "granted": "str",
    "state": "Literal['active', 'pending', 'expired', 'revoked']",
    "rule_state": "Literal['waivable', 'not_waivable', 'orphaned']",
    "uses": "WaiverUses",
    "revoked": "NotRequired[WaiverRevoked]",
})


class WaiverUses(TypedDict):
    count: NotRequired[int]
    first: NotRequired[str]
    last: NotRequired[str]
    last_decision: NotRequired[str]


class WaiverRevoked(TypedDict):
    by: NotRequired[str]
    reason: NotRequired[str]
    time: NotRequired[str]


class BundleEntry(TypedDict):
    digest: Digest
    state: Literal['proposed', 'approved', 'rejected', 'scheduled', 'active', 'superseded', 'rolled_back']
    proposal: NotRequired[BundleEntryProposal]
    approvals: NotRequired[List[BundleEntryApprovals]]
    rejected: NotRequired[Dict[str, Any]]
    scheduled: NotRequired[Dict[str, Any]]
    activated: NotRequired[Dict[str, Any]]
    rolled_back: NotRequired[Dict[str, Any]]
    trial: NotRequired[Trial]


class BundleEntryProposal(TypedDict):
    id: NotRequired[str]
    author: NotRequired[str]
    reason: NotRequired[str]
    time: NotRequired[str]
    loosens: NotRequired[bool]
    approvals_needed: NotRequired[int]
    revision: NotRequired[int]
    created: NotRequired[str]
    signed_by: NotRequired[List[BundleEntryProposalSignedBy]]
    diff: NotRequired[Dict[str, Any]]
    tests: NotRequired[Dict[str, Any]]
    blast_radius: NotRequired[Dict[str, Any]]


class BundleEntryProposalSignedBy(TypedDict):
    name: NotRequired[str]
    key: NotRequired[str]


class BundleEntryApprovals(TypedDict):
    by: NotRequired[str]
    time: NotRequired[str]
    reason: NotRequired[str]


class TrialThresholds(TypedDict):
    deny_increase: NotRequired[float]
    hold_increase: NotRequired[float]
    errors: NotRequired[float]
    latency: NotRequired[float]
    min_decisions: NotRequired[int]


class Trial(TypedDict):
    id: str
    mode: Literal['shadow', 'canary']
    share: NotRequired[int]
    thresholds: TrialThresholds
    promote_at: NotRequired[str]
    started: Dict[str, Any]
    widened: NotRequired[Dict[str, Any]]
    ended: NotRequired[Dict[str, Any]]


class TrialReport(TypedDict):
    bundle: Digest
    running: bool
    trial: Trial
    active: NotRequired[TrialSide]
    tried: NotRequired[TrialSide]
    minimum_reached: NotRequired[bool]
    breach: NotRequired[Dict[str, Any]]
    differences: NotRequired[TrialReportDifferences]


class TrialReportDifferences(TypedDict):
    other_effect: NotRequired[int]
    other_rules: NotRequired[int]
    unlisted: NotRequired[int]
    changes: NotRequired[List[TrialReportDifferencesChanges]]


TrialReportDifferencesChanges = TypedDict("TrialReportDifferencesChanges", {
    "count": "NotRequired[int]",
    "from": "NotRequired[str]",
    "to": "NotRequired[str]",
    "rules": "NotRequired[List[str]]",
    "examples": "NotRequired[List[str]]",
})


class TrialSide(TypedDict):
    decisions: NotRequired[int]
    effects: NotRequired[Dict[str, Any]]
    errors: NotRequired[int]
    refused: NotRequired[int]
    median_micros: NotRequired[int]
    p99_micros: NotRequired[int]
    rules: NotRequired[List[TrialSideRules]]


class TrialSideRules(TypedDict):
    policy: NotRequired[str]
    rule: NotRequired[str]
    mode: NotRequired[Literal['enforce', 'shadow']]
    hits: NotRequired[int]
    errors: NotRequired[int]


class Problem(TypedDict):
    type: str
    title: str
    status: int
    detail: str
    code: str
    field: NotRequired[str]


class DecideBatchBody(TypedDict):
    requests: List[Request]


class DecideBatchAnswer(TypedDict):
    results: List[Union[Decision, Problem]]


class GetDecisionAnswer(TypedDict):
    leaf_hash: Hash
    record: Dict[str, Any]


class GetConsistencyAnswer(TypedDict):
    old_size: int
    size: int
    old_root: Hash
    root: Hash
    proof: List[str]
    checkpoint: NotRequired[str]


class SearchRecordsAnswer(TypedDict):
    checkpoint: str
    size: int
    next: NotRequired[int]
    records: List[SearchRecordsAnswerRecords]


class SearchRecordsAnswerRecords(TypedDict):
    leaf_hash: Hash
    receipt: NotRequired[str]
    record: Dict[str, Any]


class CountRecordsAnswer(TypedDict):
    size: int
    every_seconds: int
    counts: List[CountRecordsAnswerCounts]


class CountRecordsAnswerCounts(TypedDict):
    start: str
    records: int
    by: NotRequired[Dict[str, int]]


class ListBundlesAnswer(TypedDict):
    active: Union[Digest, None]
    bundles: List[BundleEntry]


class ProposeBundleBody(TypedDict):
    reason: str
    files: NotRequired[Dict[str, str]]
    bundle: NotRequired[str]
    signature: NotRequired[str]
    blast_radius: NotRequired[Dict[str, Any]]
    records: NotRequired[str]


class ChangeBundleBody(TypedDict):
    reason: NotRequired[str]
    share: NotRequired[int]
    thresholds: NotRequired[TrialThresholds]
    promote_after_seconds: NotRequired[int]
    force_reason: NotRequired[str]
    at: NotRequired[str]


class RollBackBundleBody(TypedDict):
    reason: str
    to: NotRequired[Digest]


class ListReviewsAnswer(TypedDict):
    reviews: List[Review]


class DecideReviewBody(TypedDict):
    finding: Literal['right', 'wrong', 'unclear']
    reason: str


class ShowQualityAnswer(TypedDict):
    approvers: List[ShowQualityAnswerApprovers]
    measures: OversightMeasures


class ShowQualityAnswerApprovers(TypedDict):
    person: str
    votes: int
    approvals: int
    mean_seconds: int
    fastest_seconds: int
    fast: NotRequired[int]
    timed: NotRequired[int]
    agreed: NotRequired[int]
    compared: NotRequired[int]
    seeded: NotRequired[int]
    missed: NotRequired[int]
    reversed: NotRequired[int]
    total_seconds: NotRequired[int]
    shares: VoteShares
    judged: ShowQualityAnswerApproversJudged
    beyond: List[Literal['missed', 'fast', 'reversed', 'approvals']]


class ShowQualityAnswerApproversJudged(TypedDict):
    votes: int
    shares: VoteShares


class SetOversightMeasuresBody(TypedDict):
    min_votes: NotRequired[int]
    fast: NotRequired[int]
    missed: NotRequired[int]
    reversed: NotRequired[int]
    approvals: NotRequired[int]
    suspends: NotRequired[bool]
    reason: str


class SeedApprovalBody(TypedDict):
    approval: str
    reason: str


class ListNotificationsAnswer(TypedDict):
    targets: List[ListNotificationsAnswerTargets]


class ListNotificationsAnswerTargets(TypedDict):
    id: str
    tenant: str
    kinds: List[str]
    roles: List[str]
    lag_seconds: int
    gone: bool
    cursor: int
    callbacks: int
    pending: List[ListNotificationsAnswerTargetsPending]
    dead: List[ListNotificationsAnswerTargetsDead]


class ListNotificationsAnswerTargetsPending(TypedDict):
    index: int
    next: str
    attempts: int


class ListNotificationsAnswerTargetsDead(TypedDict):
    index: int
    id: str
    kind: str
    attempts: int
    at: str
    why: str


class RetryNotificationBody(TypedDict):
    record: str


class RetryNotificationAnswer(TypedDict):
    targets: List[RetryNotificationAnswerTargets]


class RetryNotificationAnswerTargets(TypedDict):
    id: str
    tenant: str
    kinds: List[str]
    roles: List[str]
    lag_seconds: int
    gone: bool
    cursor: int
    callbacks: int
    pending: List[RetryNotificationAnswerTargetsPending]
    dead: List[RetryNotificationAnswerTargetsDead]


class RetryNotificationAnswerTargetsPending(TypedDict):
    index: int
    next: str
    attempts: int


class RetryNotificationAnswerTargetsDead(TypedDict):
    index: int
    id: str
    kind: str
    attempts: int
    at: str
    why: str


class ListModelsAnswer(TypedDict):
    object: Literal['list']
    data: List[Dict[str, Any]]


class RecordOutcomesBody(TypedDict):
    outcomes: List[RecordOutcomesBodyOutcomes]


class RecordOutcomesBodyOutcomes(TypedDict):
    decision: str
    outcome: str


class RecordOutcomesAnswer(TypedDict):
    recorded: int


class ListBiasAttributesAnswer(TypedDict):
    attributes: List[BiasAttributes]


class DeleteBiasAttributesBody(TypedDict):
    reason: str


class ListBiasAuditsAnswer(TypedDict):
    audits: List[BiasAudit]
    total: int


class StartBiasAuditBody(TypedDict):
    system: str
    attributes: NotRequired[str]
    group: List[str]
    outcome: NotRequired[Literal['effect', 'outcome']]
    label: NotRequired[str]
    score: NotRequired[str]
    stratum: NotRequired[str]
    favourable: List[str]
    unknown: NotRequired[List[str]]
    preset: NotRequired[str]
    conventions: NotRequired[Dict[str, Any]]
    first: NotRequired[int]
    end: NotRequired[int]
    earlier: NotRequired[str]
    summary: NotRequired[StartBiasAuditBodySummary]


class StartBiasAuditBodySummary(TypedDict):
    tool: str
    auditor: str
    audit_date: str
    used_from: str
    data_source: str


class RecordBiasReportAnswer(TypedDict):
    digest: str
    record: RecordBiasReportAnswerRecord


class RecordBiasReportAnswerRecord(TypedDict):
    index: int


class ListBiasMonitorsAnswer(TypedDict):
    monitors: List[BiasMonitor]


class SetBiasMonitorBody(TypedDict):
    name: str
    schedule: str
    window_days: NotRequired[int]
    alarm: NotRequired[BiasAlarm]
    request: Dict[str, Any]


class EndBiasMonitorBody(TypedDict):
    reason: str


class OpenBiasCorrectionBody(TypedDict):
    measure: str
    owner: str
    due: str


class FinishBiasCorrectionBody(TypedDict):
    note: str


class ListBiasPublicationsAnswer(TypedDict):
    publications: List[BiasPublication]


class PublishBiasSummaryBody(TypedDict):
    report: str


class WithdrawBiasSummaryBody(TypedDict):
    reason: str


class GetPublicAuditsAnswer(TypedDict):
    audits: List[Dict[str, str]]


class ListSystemsAnswer(TypedDict):
    systems: List[System]
    total: int


class ProposeSystemBody(TypedDict):
    name: NotRequired[str]
    owner: NotRequired[str]
    deputy: NotRequired[str]
    version: NotRequired[str]
    role: NotRequired[Literal['provider', 'deployer', 'provider_and_deployer']]
    purpose: NotRequired[str]
    purposes: NotRequired[SystemNames]
    models: NotRequired[SystemNames]
    tools: NotRequired[SystemNames]
    data_categories: NotRequired[SystemNames]
    regions: NotRequired[SystemNames]
    affected_groups: NotRequired[SystemNames]
    review_due: NotRequired[str]
    purpose_drift: NotRequired[Literal['deny', 'alarm']]
    id: str
    reason: str


class ListUnknownSystemsAnswer(TypedDict):
    unknown: List[ListUnknownSystemsAnswerUnknown]
    since: str
    not_listed: int


class ListUnknownSystemsAnswerUnknown(TypedDict):
    system: NotRequired[str]
    principal: NotRequired[str]
    calls: NotRequired[int]
    first: NotRequired[str]
    last: NotRequired[str]


class ChangeSystemBody(TypedDict):
    changes: SystemFacts
    reason: str


class AddSystemDocumentBody(TypedDict):
    kind: Literal['fria', 'dpia', 'worker_notice', 'training', 'other']
    digest: Digest
    link: NotRequired[str]
    title: NotRequired[str]
    reason: str


GetClassificationAnswer = TypedDict("GetClassificationAnswer", {
    "record": "str",
    "time": "str",
    "system": "str",
    "by": "str",
    "principal": "NotRequired[str]",
    "reason": "str",
    "risk_class": "Literal['unclassified', 'minimal', 'limited', 'high', 'prohibited']",
    "as_of": "NotRequired[str]",
    "table": "Digest",
    "from": "NotRequired[SystemState]",
    "to": "NotRequired[SystemState]",
    "facts": "Dict[str, Any]",
    "result": "GetClassificationAnswerResult",
})


GetClassificationAnswerResult = TypedDict("GetClassificationAnswerResult", {
    "class": "NotRequired[str]",
    "rules": "NotRequired[List[Dict[str, Any]]]",
    "transparency": "NotRequired[List[Dict[str, Any]]]",
    "roles": "NotRequired[List[str]]",
    "applies_from": "NotRequired[str]",
    "open_questions": "NotRequired[List[str]]",
    "possible": "NotRequired[List[str]]",
    "obligations": "NotRequired[List[GetClassificationAnswerResultObligations]]",
})


GetClassificationAnswerResultObligations = TypedDict("GetClassificationAnswerResultObligations", {
    "id": "NotRequired[str]",
    "articles": "NotRequired[List[str]]",
    "roles": "NotRequired[List[str]]",
    "from": "NotRequired[str]",
    "evidence": "NotRequired[List[GetClassificationAnswerResultObligationsEvidence]]",
})


class GetClassificationAnswerResultObligationsEvidence(TypedDict):
    what: NotRequired[str]
    held: NotRequired[bool]
    items: NotRequired[int]


class ClassifySystemBody(TypedDict):
    facts: Dict[str, Any]
    as_of: NotRequired[str]
    absent: NotRequired[Literal['unknown', 'no']]
    reason: str


class StepSystemBody(TypedDict):
    reason: str
    review_due: NotRequired[str]


class ListHaltsAnswer(TypedDict):
    halts: List[Halt]
    total: int


class LiftHaltBody(TypedDict):
    reason: str


class ListTokensAnswer(TypedDict):
    tokens: List[Token]
    total: int


class RevokeTokenBody(TypedDict):
    reason: str


class GetPrincipalAnswer(TypedDict):
    principal: str
    roles: List[Role]
    tenant: str
    tenants: List[str]
    systems: NotRequired[List[str]]
    person: NotRequired[str]
    token: NotRequired[str]
    expires: NotRequired[str]
    development: bool


class ShowUsageAnswer(TypedDict):
    counts: List[UsageCount]
    total: int


class ListWaiversAnswer(TypedDict):
    waivers: List[Waiver]
    total: int


class RevokeWaiverBody(TypedDict):
    reason: str


class ListApprovalsAnswer(TypedDict):
    approvals: List[Approval]
    next: NotRequired[str]


class VoteOnApprovalBody(TypedDict):
    vote: Literal['approve', 'reject']
    reason: str
    conditions: NotRequired[List[str]]
    grant: NotRequired[str]


class WithdrawApprovalBody(TypedDict):
    reason: str


class ListGrantsAnswer(TypedDict):
    grants: List[Grant]
    total: int


class EndGrantBody(TypedDict):
    reason: str


DelegateGrantBody = TypedDict("DelegateGrantBody", {
    "of": "str",
    "to": "str",
    "up_to": "NotRequired[float]",
    "actions": "NotRequired[List[str]]",
    "risk_classes": "NotRequired[List[str]]",
    "systems": "NotRequired[List[str]]",
    "known_as": "NotRequired[List[str]]",
    "from": "NotRequired[str]",
    "until": "str",
    "reason": "str",
})


class ListTrainingsAnswer(TypedDict):
    trainings: List[Training]


class RecordTrainingBody(TypedDict):
    person: str
    name: str
    until: str
    evidence: NotRequired[str]
    reason: str


class ListIncidentsAnswer(TypedDict):
    incidents: List[Incident]
    total: int
    late: int


class ListBreakGlassAnswer(TypedDict):
    break_glass: List[BreakGlass]
    total: int


class ReportBypassesAnswer(TypedDict):
    recorded: int


class RecordOverridesAnswer(TypedDict):
    recorded: int


class GetOverrideRatesAnswer(TypedDict):
    systems: List[ResponseCounts]
    rules: NotRequired[List[ResponseCounts]]


class ListAppealsAnswer(TypedDict):
    appeals: List[Appeal]
    total: int


class ReadContentBody(TypedDict):
    reason: str


class ExportSubjectBody(TypedDict):
    subject: str
    after: NotRequired[int]
    reason: str


class EraseSubjectBody(TypedDict):
    subject: str
    reason: str


class EraseSubjectAnswer(TypedDict):
    subject: str
    key: str
    contents: int
    index: NotRequired[int]


class ListLegalHoldsAnswer(TypedDict):
    legal_holds: List[LegalHold]


class PlaceLegalHoldBody(TypedDict):
    subject: NotRequired[str]
    system: NotRequired[str]
    everything: NotRequired[Literal[True]]
    matter: str
    reason: str


class LiftLegalHoldBody(TypedDict):
    reason: str


SetRetentionBody = TypedDict("SetRetentionBody", {
    "class": "Literal['unclassified', 'minimal', 'limited', 'high', 'prohibited']",
    "content_days": "NotRequired[int]",
    "records_days": "NotRequired[int]",
    "reason": "str",
})


class SweepContentAnswer(TypedDict):
    expired: int
    held: int


class ReadyzAnswer(TypedDict):
    ready: Literal[True]
    bundle: Digest
    ledger: ReadyzAnswerLedger
    degraded: NotRequired[bool]
    active_seconds: NotRequired[int]
    source: NotRequired[ReadyzAnswerSource]


class ReadyzAnswerLedger(TypedDict):
    origin: NotRequired[str]
    size: NotRequired[int]


class ReadyzAnswerSource(TypedDict):
    name: str
    digest: NotRequired[Digest]
    age_seconds: NotRequired[int]
    next_look: NotRequired[str]
    last_error: NotRequired[ReadyzAnswerSourceLastError]


class ReadyzAnswerSourceLastError(TypedDict):
    code: str
    message: str
    at: NotRequired[str]
    time: str
