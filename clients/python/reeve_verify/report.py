"""What verification found, for a program and for a person."""


class Report:
    def __init__(self):
        self.origin = self.vkey = ""
        self.key_pinned = False
        self.keys = []
        self.size = 0
        self.root = bytes(32)
        self.records_checked = self.checkpoints_checked = self.checkpoints_doubtful = self.blobs_checked = 0
        self.first_time = self.last_time = None
        self.faults = []
        self.provable_by, self.provable, self.lost = "nothing", 0, []
        self.range = self.anchors = self.completeness = None

    def fault(self, index, code, message):
        self.faults.append({"index": index, "code": code, "message": message})

    def sorted_faults(self):
        return sorted(self.faults, key=lambda fault: float("inf") if fault["index"] is None else fault["index"])

    def prove(self, by, proven):
        """`proven` has a byte for each record of the log, 1 where it is as it was signed."""
        self.provable_by, self.provable, self.lost = by if any(proven) else "nothing", sum(proven), []
        at = proven.find(0)
        while at >= 0:
            end = proven.find(1, at)
            end = len(proven) if end < 0 else end
            self.lost.append((at, end))
            at = proven.find(0, end)

    def as_json(self):
        out = {"ok": not self.faults, "origin": self.origin, "vkey": self.vkey, "key_pinned": self.key_pinned,
               "keys": self.keys, "size": self.size, "root": self.root.hex(), "records_checked": self.records_checked,
               "checkpoints_checked": self.checkpoints_checked, "checkpoints_doubtful": self.checkpoints_doubtful,
               "blobs_checked": self.blobs_checked, "first_time": self.first_time, "last_time": self.last_time,
               "faults": [{k: v for k, v in fault.items() if v is not None} for fault in self.sorted_faults()],
               "provable": {"by": self.provable_by, "records": self.provable,
                            "lost_records": sum(end - first for first, end in self.lost),
                            "lost": [{"first": first, "end": end} for first, end in self.lost]}}
        if self.range is not None:
            out["range"] = {"first": self.range[0], "end": self.range[1]}
        if self.anchors is not None:
            out["anchors"] = self.anchors
        if self.completeness is not None:
            out["completeness"] = self.completeness
        return out

    def as_text(self):
        lines = [f"log         {self.origin or 'unknown'}"]
        for key in self.keys:
            lines.append(f"key         {key['vkey']}")
            if "revoked_at" in key:
                lines.append(f"            REVOKED by record {key['revoked_at']}: {key['reason']}")
            if "compromise" in key:
                until = f" until {key['compromise']['until']}" if "until" in key["compromise"] else ""
                lines.append(f"            perhaps in other hands from {key['compromise']['from']}{until}")
        whose = ("given by you" if self.key_pinned else
                 "from the folder itself: whoever could replace the folder could replace its key; give the key you know")
        lines += [f"            {whose}", f"checkpoint  size {self.size}, root {self.root.hex()}",
                  f"checked     {self.records_checked} records, {self.checkpoints_checked} checkpoints, "
                  f"{self.blobs_checked} blobs"]
        if self.range is not None:
            lines.append(f"range       records {self.range[0]} to {self.range[1] - 1}; of the others nothing is said")
        lines += self._anchors_as_text()
        if self.first_time is not None:
            lines.append(f"times       {self.first_time} to {self.last_time}")
        if self.checkpoints_doubtful:
            lines += [f"doubtful    {self.checkpoints_doubtful} checkpoints were signed while the key was perhaps in other "
                      "hands:", "            believe what a checkpoint of a later key, or one that you kept, confirms"]
        lines += self._verdict_as_text() + self._completeness_as_text()
        return "\n".join(lines)

    def _verdict_as_text(self):
        if not self.faults:
            return ["result      whole: every record is as it was signed"]
        lines = ["result      WRONG"]
        for fault in self.sorted_faults():
            where = "" if fault["index"] is None else f"at {fault['index']}: "
            lines.append(f"  {where}{fault['code']}: {fault['message']}")
        lines.append(f"provable    {self.provable} records are as they were signed, by {self.provable_by}")
        lines += [f"            not {first} to {end - 1}" for first, end in self.lost[:10]]
        return lines

    def _anchors_as_text(self):
        found, lines = self.anchors, []
        if found and found["cosigned"]:
            checked = "as your policy asks" if found.get("witnesses_checked") else "not checked: give --policy"
            lines.append(f"cosigned    {found['cosigned']} checkpoints, the last of size {found.get('cosigned_size')} "
                         f"by {' '.join(found.get('witnesses', []))}; {checked}")
        if found and found["stamped"]:
            checked = ("signed, says openssl" if found.get("tokens_checked") else
                       "digest and time checked; signature and certificates not: give --time-ca")
            lines.append(f"stamped     {found['stamped']} checkpoints, the last of size {found.get('stamped_size')} "
                         f"at {found.get('stamped_time')} by {found.get('authority')}; {checked}")
        return lines

    def _completeness_as_text(self):
        found = self.completeness
        if found is None:
            return []
        lines = [f"complete    {found['decisions']} decisions; {found['unchecked']} interactions whose output was never "
                 f"checked, {found['open']} still open at the end",
                 f"            {found['callers']} callers that count their calls; {found['missing_numbers']} numbers never "
                 f"came, {found['repeated_numbers']} came again"]
        for each in found["unchecked_interactions"][:10]:
            lines.append(f"  at {each['index']}: the output of `{each['interaction']}` of `{each['system']}` was never checked")
        for each in found["gaps"][:10]:
            lines.append(f"  `{each['principal']}` for `{each['system']}`: {each['first']} to {each['last']} never came")
        if found["not_followed"]:
            lines.append(f"            {found['not_followed']} could not be followed: there are too many")
        return lines
