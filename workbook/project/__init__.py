"""The project record: what a team knows. It knows no stage and no widget."""

from workbook.project.answers import Answer
from workbook.project.chain import Verification
from workbook.project.exchange import verify_export
from workbook.project.invitations import Invitation, Member
from workbook.project.log import LogEntry, sentences
from workbook.project.people import Activity, Permission, Person, current_person
from workbook.project.problems import Conflict, Refused
from workbook.project.record import DataReference, Evidence, Fingerprints, GroupsFile, Record, staleness
from workbook.project.repository import ProjectSummary, Repository, open_repository
from workbook.project.sections import Section

__all__ = [
    "Activity",
    "Answer",
    "Conflict",
    "DataReference",
    "Evidence",
    "Fingerprints",
    "GroupsFile",
    "Invitation",
    "LogEntry",
    "Member",
    "Permission",
    "Person",
    "ProjectSummary",
    "Record",
    "Refused",
    "Repository",
    "Section",
    "Verification",
    "current_person",
    "open_repository",
    "sentences",
    "staleness",
    "verify_export",
]
