"""The admin of this floor. Programs and cohorts are managed one floor up, where their months are known."""

from programs.admin.access_record import AccessRecordAdmin
from programs.admin.announcement import AnnouncementAdmin
from programs.admin.consent_text import ConsentTextAdmin
from programs.admin.funding import FundingAdmin
from programs.admin.invitation import InvitationAdmin
from programs.admin.membership import MembershipAdmin
from programs.admin.municipality import MunicipalityAdmin
from programs.admin.operator import OperatorAdmin
from programs.admin.outgoing_mail import OutgoingMailAdmin
from programs.admin.partner import PartnerAdmin
from programs.admin.program_phase import ProgramPhaseAdmin
from programs.admin.ramp_template import RampTemplateAdmin

__all__ = [
    "AccessRecordAdmin",
    "AnnouncementAdmin",
    "ConsentTextAdmin",
    "FundingAdmin",
    "InvitationAdmin",
    "MembershipAdmin",
    "MunicipalityAdmin",
    "OperatorAdmin",
    "OutgoingMailAdmin",
    "PartnerAdmin",
    "ProgramPhaseAdmin",
    "RampTemplateAdmin",
]
