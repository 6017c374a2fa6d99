from programs.models.access_record import AccessRecord
from programs.models.cohort import Cohort
from programs.models.form_token import FormToken
from programs.models.invitation import Invitation
from programs.models.membership import Membership
from programs.models.municipality import Municipality
from programs.models.operator import Operator
from programs.models.program import Program
from programs.models.ramp import RampStep, RampTemplate, RampTemplateStep
from programs.models.user import User

__all__ = [
    "AccessRecord",
    "Cohort",
    "FormToken",
    "Invitation",
    "Membership",
    "Municipality",
    "Operator",
    "Program",
    "RampStep",
    "RampTemplate",
    "RampTemplateStep",
    "User",
]
