from programs.models.access_record import AccessRecord
from programs.models.announcement import Announcement
from programs.models.call import Call
from programs.models.cohort import Cohort
from programs.models.consent_text import ConsentText
from programs.models.course import Course
from programs.models.course_session import CourseSession
from programs.models.form_token import FormToken
from programs.models.funding import Funding
from programs.models.invitation import Invitation
from programs.models.membership import Membership
from programs.models.municipality import Municipality
from programs.models.operator import Operator
from programs.models.outgoing_mail import OutgoingMail
from programs.models.partner import Partner
from programs.models.program import Program
from programs.models.program_phase import ProgramPhase
from programs.models.ramp import RampStep, RampTemplate, RampTemplateStep
from programs.models.skill import Skill
from programs.models.survey import Survey, SurveyQuestion
from programs.models.user import User

__all__ = [
    "AccessRecord",
    "Announcement",
    "Call",
    "Cohort",
    "ConsentText",
    "Course",
    "CourseSession",
    "FormToken",
    "Funding",
    "Invitation",
    "Membership",
    "Municipality",
    "Operator",
    "OutgoingMail",
    "Partner",
    "Program",
    "ProgramPhase",
    "RampStep",
    "RampTemplate",
    "RampTemplateStep",
    "Skill",
    "Survey",
    "SurveyQuestion",
    "User",
]
